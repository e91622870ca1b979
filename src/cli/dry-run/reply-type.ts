import type { ReplyFormat } from '../../mapping/reply-format.js';

/**
 * The content type of a reply of which nobody said one: what its text looks like to the step that reads it.
 *
 * @param isJson whether the text is JSON
 * @returns `undefined` where it looks like nothing in particular: the reply has no content type then
 */
export function replyType(text: string, isJson: boolean, format: ReplyFormat): string | undefined {
  if (/^\s*<(?:!doctype|html)[\s>]/i.test(text)) return 'text/html';
  // Whatever it is made of, text is what the step takes it for.
  if (format === 'text') return 'text/plain';
  if (/^\s*</.test(text)) return 'application/xml';
  if (isJson) return 'application/json';
  return format === 'form' && /^[^\s=&]+=/.test(text) ? 'application/x-www-form-urlencoded' : undefined;
}
