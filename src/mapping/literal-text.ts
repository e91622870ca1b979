import type { Path } from '../document/place.js';
import { compileTemplate } from './compile-template.js';
import type { Workshop } from './compiler.js';
import { BrokenTemplate, LiteralTemplate } from './template.js';

/** Literal text with params, where no expression can stand; `undefined` when there is a finding. */
export function literalAt(workshop: Workshop, path: Path, text: string): string | undefined {
  const template = compileTemplate(workshop, path, text, { visible: { names: new Set(), later: new Set() } });
  if (template instanceof LiteralTemplate) return template.value as string | undefined;
  if (template instanceof BrokenTemplate) return undefined;
  const { document } = workshop;
  document.error('marker', path, 'no expression can stand here');
  return undefined;
}

/** What would be read off the text before `new URL` mends it: `http:/host`, blanks, and `?` with nothing behind it. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^\s/\\?#@]+(\/[^\s\\?#]*)?$/i.test(text) && URL.canParse(text);
}
