import { jsonLines } from '../story/pretty.js';
import type { Json } from './api-run.js';

/** Characters of a line: what a pane of the page holds at its usual width. */
const WIDTH = 56;

/** A value as JSON, on lines of their own where it is long. */
export function valueText(value: unknown): Json {
  return jsonLines(value, WIDTH).join('\n');
}

/** The same of a body, of which a text that is no JSON stands for itself, and nothing is empty. */
export function bodyText(body: unknown): Json {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : valueText(body);
}

/** `{ value }` where there is one. */
export function valueIn(value: unknown): { value?: Json } {
  return value === undefined ? {} : { value: valueText(value) };
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
