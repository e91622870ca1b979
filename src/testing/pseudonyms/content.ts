import { parseNumerals } from '../../json/parse.js';
import { isObject, scalarText } from '../../json/values.js';
import { markupIn } from './markup.js';

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
  if (/^\s*[[{]/.test(text)) return asJson(text);
  return /^\s*<[\p{L}_:?!]/u.test(text) ? markupIn(text) : undefined;
}

/** The same of a body, which may also be a form, or have attributes somewhere: `phone="…"`. */
export function valuesOfBody(text: string): unknown {
  const json = asJson(text);
  if (json !== undefined) return json;
  const isForm = text.indexOf('=') > 0 && !/[\s<>{}]/.test(text);
  return isForm ? fieldsIn(text) : markupIn(text);
}

/** All texts and numbers in a value, but for empty ones. */
export function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (isObject(value)) return Object.values(value).flatMap(textsIn);
  const text = scalarText(value);
  return text === undefined || text.trim() === '' ? [] : [text];
}

/** The fields of a form, or of what stands behind the `?` of a URL; those of one name as a list. */
export function fieldsIn(text: string | [name: string, value: string][]): Record<string, unknown> {
  const form = new URLSearchParams(text);
  return Object.fromEntries(Array.from(new Set(form.keys()), name => [name, form.getAll(name)]));
}
