import { parseJson } from '../json/parse.js';
import type { Judging } from '../mapping/mapping.js';
import type { WireReply } from './wire.js';

/** A reply as expressions see it: `$reply`. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; `undefined` when the body is empty or cannot be read. */
  readonly body: unknown;
}

export interface Decoded {
  readonly reply: Reply;
  /** Why the body cannot be read. */
  readonly unreadable?: string;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads the body of a reply losslessly. Never throws: what cannot be read is said in `unreadable`. */
export function decodeReply(wire: WireReply, judging: Judging): Decoded {
  const { status, headers } = wire;
  if (wire.body.length === 0) return { reply: { status, headers, body: undefined } };
  try {
    const text = utf8.decode(wire.body);
    const body = parseJson(text, { asText: judging.asText, keepNulls: judging.keepNulls });
    // A null says no more than an empty body does.
    const isNothing = body === null && !judging.keepNulls;
    return { reply: { status, headers, body: isNothing ? undefined : body } };
  } catch (error) {
    const what = error instanceof SyntaxError ? 'is no JSON' : 'is no UTF-8';
    const unreadable = `the body ${what} (${typeOf(headers['content-type'])})`;
    return { reply: { status, headers, body: undefined }, unreadable };
  }
}

const knownTypes = /^(?:text\/(?:html|plain|xml|csv)|application\/(?:json|xml|octet-stream|[\w-]+\+json))$/;

/** A header is a text of the CRM, which may say anything, and this reaches the log. */
function typeOf(header: string | undefined): string {
  if (header === undefined) return 'no content type';
  const type = header.split(';')[0]?.trim().toLowerCase() ?? '';
  return knownTypes.test(type) ? type : 'another content type';
}
