import { isUtf8 } from 'node:buffer';
import { parseNumerals } from '../json/parse.js';
import { duplicateMembers } from './duplicate-members.js';
import { type Came, headerValues } from './exchange.js';
import { mojibakeInside } from './mojibake.js';
import type { Complaint } from './problem.js';
import type { RuleId } from './rules.js';

/** What a body says. */
export interface BodyText {
  /** The JSON value, with Numerals for numbers that a double would change; `undefined` when there is none. */
  readonly value?: unknown;
  readonly complaints: readonly Complaint[];
}

/** Reads a body that is not empty. Nothing is mended: what is wrong with it is told. */
export function readBody(came: Came): BodyText {
  const complaints: Complaint[] = [];
  const complain = (rule: RuleId, message: string) => void complaints.push({ rule, message });
  const encoding = headerValues(came, 'content-encoding').join(', ');
  if (encoding !== '' && encoding !== 'identity') {
    complain('json', `the body is packed as ${encoding}, which was not asked for`);
    return { complaints };
  }
  if (!isUtf8(came.body)) {
    complain('utf-8', `the body is not UTF-8${isWindows1251(came.body) ? '; it reads as windows-1251' : ''}`);
    return { complaints };
  }
  const text = Buffer.from(came.body).toString('utf8');
  if (text.startsWith('\uFEFF')) complain('json', 'the body begins with a byte order mark (RFC 8259, 8.1)');
  try {
    const value = parseNumerals(text);
    for (const path of duplicateMembers(text))
      complain('duplicate-members', `${path} is there more than once`);
    const strange = mojibakeInside(value);
    if (strange) complain('mojibake', strange);
    return { value, complaints };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    complain('json', /^\s*</.test(text) ? 'the body is a page of HTML or XML, not JSON' : error.message);
    return { complaints };
  }
}

/** What Russian systems send most when it is not UTF-8. */
function isWindows1251(bytes: Uint8Array): boolean {
  return /[а-яё]{3}/i.test(new TextDecoder('windows-1251').decode(bytes));
}
