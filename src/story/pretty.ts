import { parseNumerals } from '../json/parse.js';
import { Numeral, writeJson } from '../json/write.js';

/**
 * A JSON text as a value to be shown, with Numerals for numbers that a double would change. What is no JSON is
 * shown as the text it is, what is empty as nothing.
 */
export function shownBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return parseNumerals(text);
  } catch {
    return text;
  }
}

/** JSON on one line while it is short, else with indentation. */
export function jsonLines(value: unknown, width = 100): string[] {
  const line = writeJson(value);
  if (line.length <= width || !isStructure(value)) return [line];
  const members = Array.isArray(value)
    ? value.map(item => jsonLines(item, width - 2))
    : Object.entries(value).map(([key, member]) => named(key, jsonLines(member, width - 4 - key.length)));
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const lines = members.flatMap((member, index) => (index < members.length - 1 ? withComma(member) : member));
  return [open, ...lines.map(text => `  ${text}`), close];
}

function named(key: string, [first = '', ...rest]: string[]): string[] {
  return [`${JSON.stringify(key)}: ${first}`, ...rest];
}

function withComma(lines: string[]): string[] {
  return [...lines.slice(0, -1), `${lines.at(-1)},`];
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Numeral);
}
