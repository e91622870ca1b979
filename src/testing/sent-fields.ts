import { parseNumerals } from '../json/parse.js';
import { isObject } from '../json/values.js';

/** What was sent under each name of a query or a form; a name that was repeated has a list. */
export type SentFields = Readonly<Record<string, unknown>>;

/** Takes a query or a form apart. */
export function sentFields(text: string): SentFields {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (known === undefined) fields[name] = value;
    else fields[name] = [known, value].flat();
  }
  return fields;
}

/**
 * Makes what a case says of a query or a form and what was sent alike, so that they can be compared. Scalars are texts
 * on the wire, whatever YAML made of them. A structure may have been sent as JSON in one field, or in brackets.
 */
export function alike(
  expected: Readonly<Record<string, unknown>>,
  sent: SentFields,
): { expected: Record<string, unknown>; sent: Record<string, unknown> } {
  const both = { expected: {} as Record<string, unknown>, sent: { ...sent } };
  for (const [name, value] of Object.entries(expected)) {
    const json = isStructure(value) ? structureIn(sent[name]) : undefined;
    if (json !== undefined) {
      both.expected[name] = value;
      both.sent[name] = json;
    } else if (Array.isArray(value) && !Object.keys(sent).some(key => key.startsWith(`${name}[`))) {
      both.expected[name] = value.map(String);
    } else {
      Object.assign(both.expected, Object.fromEntries(leaves(name, value)));
    }
  }
  return both;
}

function isStructure(value: unknown): boolean {
  return Array.isArray(value) || isObject(value);
}

function structureIn(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    const value = parseNumerals(text);
    return isStructure(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `customer[phones][0][number]` and its text. */
function leaves(name: string, value: unknown): [string, string][] {
  if (!Array.isArray(value) && !isObject(value)) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, member]) => leaves(`${name}[${key}]`, member));
}
