import { Buffer, isUtf8 } from 'node:buffer';

/** What keeps the text of a file from being YAML at all. */
export interface Flaw {
  /** Index into the text. */
  readonly at: number;
  readonly message: string;
  readonly hint: string;
}

/** The text of a file, without a byte order mark in front of it: editors neither show nor count that. */
export function fileText(content: string | Uint8Array): { text: string; flaw?: Flaw } {
  const whole = typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
  const text = whole.startsWith('\uFEFF') ? whole.slice(1) : whole;
  if (typeof content !== 'string' && !isUtf8(content)) {
    const at = text.indexOf('\uFFFD');
    return { text, flaw: { at, message: 'the file is not UTF-8', hint: 'save it as UTF-8' } };
  }
  return { text, flaw: unprintable(text) };
}

/** A character that YAML does not allow (1.2.2, 5.1); its parser lets them pass, into URLs and headers. */
const NOT_ALLOWED = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** A text without the characters that YAML does not allow. */
export function printable(text: string): string {
  return text.replace(new RegExp(NOT_ALLOWED, 'gu'), '');
}

function unprintable(text: string): Flaw | undefined {
  const at = text.search(NOT_ALLOWED);
  if (at < 0) return undefined;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return {
    at,
    message: `the character U+${code} cannot stand in YAML`,
    hint: `take it away; where it is meant, write \\u${code} in double quotes`,
  };
}
