import { endOfString, quoteNumbers } from './quote-numbers.js';
import { hasTwins, mayHaveTwins } from './twins.js';
import { Numeral } from './write.js';

export interface ParseOptions {
  /** Keep the members of objects that are null; without it they are dropped. Lists keep theirs anyhow. */
  readonly keepNulls?: boolean;
  /** Numbers of members with these names, directly or in lists, become text exactly as they were sent. */
  readonly asText?: ReadonlySet<string>;
  /** How many lists and objects may stand in each other; 100 by default. */
  readonly maxDepth?: number;
  /** Refuse objects in which a name stands twice; without it the last counts, as in JSON.parse. */
  readonly uniqueNames?: boolean;
}

const noNames: ReadonlySet<string> = new Set();

/**
 * Parses JSON without losing a digit: a number that a double would change becomes its text as sent. A byte
 * order mark in front is passed over, members named `__proto__` are dropped.
 *
 * @throws SyntaxError when the text is not valid JSON or too deep; the message quotes nothing of the text
 */
export function parseJson(text: string, options: ParseOptions = {}): unknown {
  const { keepNulls = false, asText = noNames, maxDepth = 100, uniqueNames = false } = options;
  const json = withoutMark(text);
  if (json.length > LARGE && isDeeper(json, maxDepth)) throw tooDeep();
  const value = parse(quoteNumbers(json, asText, false));
  const seen = new Seen();
  seen.look(value, maxDepth);
  if (uniqueNames && mayHaveTwins(json, seen.names) && hasTwins(json))
    throw new SyntaxError('a name stands twice in an object');
  const exact = seen.mayBeOutOfRange ? parse(quoteNumbers(json, asText, true)) : value;
  return seen.hasProto || (seen.hasNull && !keepNulls) ? clean(exact, keepNulls) : exact;
}

/**
 * One look at all values of a text. Most need nothing more, and to look is a small part of what it takes to write to
 * objects.
 */
class Seen {
  /** How many members there are. */
  names = 0;
  hasNull = false;
  hasProto = false;
  /** A number is infinite, or so near to 0 that doubles are not exact: it may have been another one. */
  mayBeOutOfRange = false;

  look(value: unknown, depthLeft: number): void {
    if (typeof value === 'number') {
      // From 1e-300 on numbers of up to 15 digits survive.
      const size = Math.abs(value);
      if (size < 1e-300 || size === Number.POSITIVE_INFINITY) this.mayBeOutOfRange = true;
    } else if (typeof value === 'object') {
      if (value === null) return;
      if (depthLeft === 0) throw tooDeep();
      if (Array.isArray(value)) for (const item of value) this.look(item, depthLeft - 1);
      else this.lookInto(value as Record<string, unknown>, depthLeft - 1);
    }
  }

  private lookInto(object: Readonly<Record<string, unknown>>, depthLeft: number): void {
    // Object.keys would make a list of each object; what JSON.parse makes inherits nothing that is enumerable.
    for (const key in object) {
      this.names++;
      if (key === '__proto__') this.hasProto = true;
      const member = object[key];
      if (member === null) this.hasNull = true;
      else if (typeof member !== 'string') this.look(member, depthLeft);
    }
  }
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

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The error of JSON.parse quotes the text, which may hold data of a person: it is not handed on as a cause.
    throw new SyntaxError('the text is not valid JSON');
  }
}

/** Drops the members that nobody shall see: in place, and by a copy of the objects that lose one. */
function clean(value: unknown, keepNulls: boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) value[index] = clean(value[index], keepNulls);
    return value;
  }
  const object = value as Record<string, unknown>;
  let losesMember = false;
  for (const key in object) {
    const member = object[key];
    if (key === '__proto__' || (member === null && !keepNulls)) losesMember = true;
    else if (typeof member === 'object') object[key] = clean(member, keepNulls);
  }
  return losesMember ? withoutDropped(object, keepNulls) : object;
}

/** A copy rather than `delete`, which makes every later access to an object slow. */
function withoutDropped(object: Record<string, unknown>, keepNulls: boolean): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key in object) {
    const member = object[key];
    if (key !== '__proto__' && (keepNulls || member !== null)) kept[key] = member;
  }
  return kept;
}
