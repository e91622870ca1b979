import { parseNumerals } from '../../json/parse.js';

/** The value of a text that is JSON; `undefined` for others, and for `null`. */
export function asJson(text: string): unknown {
  try {
    return parseNumerals(text) ?? undefined;
  } catch {
    return undefined;
  }
}

/** What is written in a text as members or items, as far as there is any; a number or a quoted text is none. */
export function valuesIn(text: string): unknown {
  return /^\s*[[{]/.test(text) ? asJson(text) : undefined;
}
