import { endOfString, quoteNumbers } from './quote-numbers.js';
import { Numeral } from './write.js';

export interface ParseOptions {
  /** Keep the members of objects that are null; without it they are dropped. Lists keep theirs anyhow. */
  readonly keepNulls?: boolean;
  /** Numbers of members with these names, directly or in lists, become text exactly as they were sent. */
  readonly asText?: ReadonlySet<string>;
  /** How many lists and objects may stand in each other; 100 by default. */
  readonly maxDepth?: number;
}

const noNames: ReadonlySet<string> = new Set();

/**
 * Parses JSON without losing a digit: a number that a double would change becomes its text as sent. A byte
 * order mark in front is passed over, members named `__proto__` are dropped.
 *
 * @throws SyntaxError when the text is not valid JSON or too deep; the message quotes nothing of the text
 */
export function parseJson(text: string, options: ParseOptions = {}): unknown {
  const { keepNulls = false, asText = noNames, maxDepth = 100 } = options;
  const json = withoutMark(text);
  if (json.length > LARGE && isDeeper(json, maxDepth)) throw tooDeep();
  return clean(parse(json, asText), keepNulls, maxDepth);
}

/**
 * The same with all nulls, for those who have to tell a long number from a text with the same digits: a number
 * that a double would change becomes a Numeral.
 *
 * @throws SyntaxError as parseJson does
 */
export function parseNumerals(text: string): unknown {
  const exact = parseJson(text, { keepNulls: true });
  return numeralsIn(exact, JSON.parse(withoutMark(text)));
}

/** @param rounded what JSON.parse makes of the same text: its numbers are numbers, however long */
function numeralsIn(exact: unknown, rounded: unknown): unknown {
  if (typeof exact === 'string') return typeof rounded === 'number' ? new Numeral(exact) : exact;
  if (typeof exact !== 'object' || exact === null) return exact;
  const members = exact as Record<string, unknown>;
  for (const key of Object.keys(members)) {
    members[key] = numeralsIn(members[key], (rounded as Record<string, unknown>)[key]);
  }
  return exact;
}

/** From here on the depth is looked at first: on millions of brackets JSON.parse holds up the process for seconds. */
const LARGE = 64 * 1024;

function isDeeper(text: string, maxDepth: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at + 1) - 1;
        break;
      case '[':
      case '{':
        if (++depth > maxDepth) return true;
        break;
      case ']':
      case '}':
        depth--;
        break;
    }
  }
  return false;
}

function tooDeep(): SyntaxError {
  return new SyntaxError('the JSON is nested too deep');
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function parse(text: string, asText: ReadonlySet<string>): unknown {
  try {
    return JSON.parse(quoteNumbers(text, asText));
  } catch {
    // The error of JSON.parse quotes the text, which may hold data of a person: it is not handed on as a cause.
    throw new SyntaxError('the text is not valid JSON');
  }
}

/** Drops the members that nobody shall see: in place, and by a copy of the objects that lose one. */
function clean(value: unknown, keepNulls: boolean, depthLeft: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depthLeft === 0) throw tooDeep();
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      value[index] = clean(value[index], keepNulls, depthLeft - 1);
    }
    return value;
  }
  const object = value as Record<string, unknown>;
  let losesMember = false;
  for (const key of Object.keys(object)) {
    const member = object[key];
    if (key === '__proto__' || (member === null && !keepNulls)) losesMember = true;
    else if (typeof member === 'object') object[key] = clean(member, keepNulls, depthLeft - 1);
  }
  return losesMember ? withoutDropped(object, keepNulls) : object;
}

/** A copy rather than `delete`, which makes every later access to an object slow. */
function withoutDropped(object: Record<string, unknown>, keepNulls: boolean): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(object)) {
    if (key !== '__proto__' && (keepNulls || object[key] !== null)) kept[key] = object[key];
  }
  return kept;
}
