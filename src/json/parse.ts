import { endOfString, hasExponent, hasLongNumber, mayName, quoteNumbers, survey } from './quote-numbers.js';
import { hasTwins } from './twins.js';
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

/** The text is JSON, but none that can be read here. The message says why, and quotes nothing of the text. */
export class UnfitJsonError extends SyntaxError {}

const noNames: ReadonlySet<string> = new Set();

const droppedNames: ReadonlySet<string> = new Set(['__proto__', '_jsonata_function', '_jsonata_lambda']);

/** What all of them begin with. */
const UNDERSCORE = 0x5f;

/**
 * Parses JSON without losing a digit: a number that a double would change becomes its text as sent. A byte
 * order mark in front is passed over. Members with a name that means something to who reads the value are dropped:
 * `__proto__` to JavaScript, and those by which JSONata tells its functions from data, of which it shows no member.
 *
 * @throws SyntaxError when the text is not valid JSON or too deep; the message quotes nothing of the text
 */
export function parseJson(text: string, options: ParseOptions = {}): unknown {
  const { keepNulls = false, asText = noNames, maxDepth = 100, uniqueNames = false } = options;
  const json = withoutMark(text);
  if (json.length > LARGE && isDeeper(json, maxDepth)) throw tooDeep();
  const { members, hasLongNumber: isLong } = survey(json);
  const isQuoted = isLong || mayName(json, asText);
  const look = new Look(keepNulls);
  const value = look.at(parse(isQuoted ? quoteNumbers(json, asText) : json), maxDepth);
  // Of twins JSON.parse made one member.
  if (uniqueNames && members > look.names && hasTwins(json))
    throw new UnfitJsonError('a name stands twice in an object');
  const isExact =
    isQuoted || !((look.hasLoneNumber && hasLongNumber(json)) || (look.hasExtreme && hasExponent(json)));
  return isExact ? value : new Look(keepNulls).at(parse(quoteNumbers(json, asText)), maxDepth);
}

/** One look at all values of a text: a small part of what it takes JSON.parse to make them. */
class Look {
  /** How many members there are. */
  names = 0;
  /** A number is infinite, or so near to 0 that doubles are not exact: it may have been another one. */
  hasExtreme = false;
  /** A number is no member of an object. */
  hasLoneNumber = false;

  constructor(private readonly keepNulls: boolean) {}

  /** @returns the value without the members that nobody shall see: the same one, unless it is an object that loses one */
  at(value: unknown, depthLeft: number): unknown {
    if (typeof value === 'number') {
      this.hasLoneNumber = true;
      this.measure(value);
    } else if (typeof value === 'object' && value !== null) {
      if (depthLeft === 0) throw tooDeep();
      if (!Array.isArray(value)) return this.inside(value as Record<string, unknown>, depthLeft - 1);
      for (let index = 0; index < value.length; index++) {
        const item = value[index];
        const kept = this.at(item, depthLeft - 1);
        if (kept !== item) value[index] = kept;
      }
    }
    return value;
  }

  private inside(object: Record<string, unknown>, depthLeft: number): Record<string, unknown> {
    let losesMember = false;
    // Object.keys would make a list of each object; what JSON.parse makes inherits nothing that is enumerable.
    for (const key in object) {
      this.names++;
      if (key.charCodeAt(0) === UNDERSCORE && droppedNames.has(key)) losesMember = true;
      const member = object[key];
      if (typeof member === 'number') this.measure(member);
      else if (member === null) losesMember ||= !this.keepNulls;
      else if (typeof member === 'object') {
        const kept = this.at(member, depthLeft);
        if (kept !== member) object[key] = kept;
      }
    }
    return losesMember ? withoutDropped(object, this.keepNulls) : object;
  }

  private measure(value: number): void {
    // From 1e-300 on numbers of up to 15 digits survive.
    const size = Math.abs(value);
    if (size < 1e-300 || size === Number.POSITIVE_INFINITY) this.hasExtreme = true;
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

function tooDeep(): UnfitJsonError {
  return new UnfitJsonError('the JSON is nested too deep');
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

/** A copy rather than `delete`, which makes every later access to an object slow. */
function withoutDropped(object: Record<string, unknown>, keepNulls: boolean): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key in object) {
    const member = object[key];
    if (!droppedNames.has(key) && (keepNulls || member !== null)) kept[key] = member;
  }
  return kept;
}
