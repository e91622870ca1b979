import { setImmediate } from 'node:timers/promises';
import type { TextDecoder } from 'node:util';
import { parseJson, UnfitJsonError } from '../json/parse.js';
import { andThen, type Eventual } from '../mapping/eventual.js';
import type { Scope } from '../mapping/expression.js';
import type { Judging } from '../mapping/mapping.js';
import type { ReplyFormat } from '../mapping/reply-format.js';
import { decoderFor, encodingOfXml, labelOf } from './charset.js';
import { parseForm } from './form-body.js';
import type { WireReply } from './wire.js';

/** A reply as expressions see it: `$reply`. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As `reply` says it is read; `undefined` when the body is empty or cannot be read. */
  readonly body: unknown;
}

/** What expressions see that judge or take a reply. */
export function withReply({ now, variables }: Scope, reply: Reply): Scope {
  return { now, variables: { ...variables, reply } };
}

export interface Decoded {
  readonly reply: Reply;
  /** Why the body cannot be read. */
  readonly unreadable?: string;
}

/** What a body is that cannot be read as it should be. */
const notOf: Readonly<Record<ReplyFormat, string>> = {
  json: 'is no JSON',
  form: 'is no form',
  text: 'is no plain text',
  xml: 'is no XML',
};

/** Bytes that take milliseconds to read. */
const LARGE = 256 * 1024;

/** Reads the body of a reply losslessly. Never throws: what cannot be read is said in `unreadable`. */
export function decodeReply(wire: WireReply, judging: Judging): Eventual<Decoded> {
  const decoded =
    judging.format === 'xml'
      ? andThen(xmlParser(), parseXml => decodeBy(wire, judging, parseXml))
      : decodeBy(wire, judging);
  return wire.body.length < LARGE ? decoded : afterOthers(decoded);
}

/** Other requests have their turn before expressions go over what was read, which takes as long again. */
async function afterOthers(decoding: Eventual<Decoded>): Promise<Decoded> {
  const decoded = await decoding;
  await setImmediate();
  return decoded;
}

function decodeBy(wire: WireReply, judging: Judging, parseXml?: ParseXml): Decoded {
  const { status, headers } = wire;
  if (wire.body.length === 0) return { reply: { status, headers, body: undefined } };
  const unreadable = (why: string): Decoded => ({
    reply: { status, headers, body: undefined },
    unreadable: `the body ${why} (${typeOf(headers['content-type'])})`,
  });
  const decoder = decoderOf(wire, judging.format);
  if (typeof decoder === 'string') return unreadable(`is in ${unknownCharset(decoder)}`);
  try {
    const body = readBody(wire.body, decoder, judging, parseXml);
    if (wire.mayBeCut && hasNoEnd(body, judging.format)) return unreadable('has no length, so it may be cut');
    // A null says no more than an empty body does.
    const isNothing = body === null && !judging.keepNulls;
    return { reply: { status, headers, body: isNothing ? undefined : body } };
  } catch (error) {
    if (error instanceof UnfitJsonError) return unreadable(`cannot be read: ${error.message}`);
    const isText = error instanceof SyntaxError;
    return unreadable(isText ? notOf[judging.format] : `is no ${named(decoder)}`);
  }
}

type ParseXml = typeof import('./xml-body.js').parseXml;

/** Loaded with the first reply in XML: its library takes 150 ms, which a CRM without XML need not wait for. */
async function xmlParser(): Promise<ParseXml> {
  return (await import('./xml-body.js')).parseXml;
}

/** @returns the name of a charset that nobody knows, as the CRM says it */
function decoderOf({ body, headers }: WireReply, format: ReplyFormat): TextDecoder | string {
  const said = [body, headers['content-type'], format === 'xml' ? encodingOfXml(body) : undefined] as const;
  try {
    return decoderFor(...said);
  } catch {
    return labelOf(...said);
  }
}

/**
 * What is nearly the name of a charset, `cp-1251x` or `iso-8859-99`. It is a text of the CRM, and this reaches the log:
 * a family of charsets and fewer digits than a phone has tell of nobody.
 */
const nearlyCharset =
  /^(?=.{1,40}$)(?!(?:\D*\d){7})(?:x-)?(?:utf|ucs|cp|win|windows|iso|ibm|koi|mac|latin|ascii|us-ascii|ansi|dos|oem|euc|gb|big)(?:[-_]?\d+[a-z]{0,2}){1,3}$/i;

function unknownCharset(label: string): string {
  return nearlyCharset.test(label)
    ? `the charset ${label}, which nobody knows`
    : 'a charset that nobody knows';
}

/** The name of a charset that the runtime knows, so no text of the CRM. */
function named({ encoding }: TextDecoder): string {
  return encoding.toUpperCase();
}

/**
 * @throws SyntaxError when the body is not of the format
 * @throws TypeError when it is not of the charset
 */
function readBody(
  body: Uint8Array,
  decoder: TextDecoder,
  judging: Judging,
  parseXml: ParseXml | undefined,
): unknown {
  if (judging.format === 'form') return parseForm(body, decoder);
  const text = decoder.decode(body);
  if (judging.format === 'json')
    return parseJson(text, { asText: judging.asText, keepNulls: judging.keepNulls, uniqueNames: true });
  // Many systems say text/html of everything, so only the text itself tells a page.
  if (/^\s*<(?:!doctype|html)[\s>]/i.test(text)) throw new SyntaxError('the text is a page of HTML');
  return parseXml ? parseXml(text) : text;
}

/** Whether a body that is cut looks like a whole one: objects and XML have an end, `1250` may have been `125000`. */
function hasNoEnd(body: unknown, format: ReplyFormat): boolean {
  const isScalar = typeof body !== 'object' || body === null;
  return format === 'text' || format === 'form' || (format === 'json' && isScalar);
}

const knownTypes =
  /^(?:text\/(?:html|plain|xml|csv)|application\/(?:json|xml|octet-stream|x-www-form-urlencoded|[\w-]+\+(?:json|xml)))$/;

/** A header is a text of the CRM, which may say anything, and this reaches the log. */
function typeOf(header: string | undefined): string {
  if (header === undefined) return 'no content type';
  const type = header.split(';')[0]?.trim().toLowerCase() ?? '';
  return knownTypes.test(type) ? type : 'another content type';
}
