import { templates } from './messages.js';

/** What jsonata puts on its errors, besides the code. */
interface Details {
  readonly value?: unknown;
  readonly value2?: unknown;
  readonly index?: number;
  readonly exp?: unknown;
  readonly token?: unknown;
  readonly position?: number;
  readonly message?: string;
  readonly cause?: unknown;
}

/** An expression failed. Codes, positions and words are those of jsonata. */
export class JsonataFault extends Error {
  override readonly name = 'JsonataFault';
  value?: unknown;
  token?: unknown;
  position?: number;

  constructor(
    readonly code: string,
    { message, ...details }: Details = {},
  ) {
    super(message);
    Object.assign(this, details);
  }
}

/**
 * Where jsonata 2.2 itself breaks, with a TypeError that has no code: the words are ours. It happens to functions that
 * reach others as they are, which is so in the last call of a function and where some arguments are left open.
 */
export class BrokenCall extends TypeError {}

/** What is known of any error on its way up. */
export interface Located {
  position?: number;
  token?: unknown;
}

/** Puts in the words for a code, once the error has come to the top and knows all that stands in them. */
export function putIntoWords(thrown: unknown): void {
  if (typeof thrown !== 'object' || thrown === null) return;
  const error = thrown as Record<string, unknown>;
  const words = wordsOf(error, name => error[name]);
  if (words !== undefined) error.message = words;
}

/** The members of an error that hold values at hand; all others are of the expression's own text. */
const AT_HAND: ReadonlySet<string> = new Set(['value', 'value2', 'exp']);

/**
 * The words for an error without the values at hand, which may be data of a person. They are made anew: in a message that
 * is finished, `1` may stand in the middle of a phone.
 *
 * @returns nothing for a code without words
 */
export function discreetWords(error: object): string {
  const named = error as Record<string, unknown>;
  return wordsOf(named, name => (AT_HAND.has(name) ? HIDDEN : named[name])) ?? '';
}

/** Stands for a value. */
const HIDDEN = Symbol('…');

function wordsOf(error: Record<string, unknown>, insert: (name: string) => unknown): string | undefined {
  const template = typeof error.code === 'string' ? templates.get(error.code) : undefined;
  return template
    ?.replace(/\{\{\{([^}]+)}}}/g, (_, name: string) => written(insert(name), String))
    .replace(/\{\{([^}]+)}}/g, (_, name: string) => written(insert(name), JSON.stringify));
}

function written(value: unknown, write: (value: unknown) => string | undefined): string {
  return value === HIDDEN ? '…' : String(write(value));
}
