import type { Schema } from '../types.js';

/** One row of the table that shows a schema. */
export interface SchemaRow {
  /** Empty for the value as a whole, `card.bonus.bonuses[].amount` for what is in it. */
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly description: string | undefined;
}

/** The members of a schema, by their paths; a table for each of several possibilities. */
export function schemaTables(schema: Schema): SchemaRow[][] {
  // With properties, anyOf only says which of them must be there.
  const possible = schema.properties ? [schema] : (schema.anyOf ?? [schema]);
  return possible.map(each => [...rowsOf(each, '', true)]);
}

function* rowsOf(schema: Schema, path: string, isRequired: boolean): Generator<SchemaRow> {
  if (schema.type === 'array' && isStructure(schema.items)) {
    if (!isRequired) yield { path, type: typeText(schema), isRequired, description: schema.description };
    yield* rowsOf(schema.items, `${path}[]`, true);
  } else if (schema.properties) {
    if (!isRequired) yield { path, type: typeText(schema), isRequired, description: schema.description };
    for (const [name, member] of Object.entries(schema.properties)) {
      const inside = path === '' ? name : `${path}.${name}`;
      yield* rowsOf(member, inside, schema.required?.includes(name) ?? false);
    }
  } else {
    const description = schema.description ?? schema.items?.description;
    yield { path, type: typeText(schema), isRequired, description };
  }
}

function isStructure(schema: Schema | undefined): schema is Schema {
  return schema?.properties !== undefined || schema?.type === 'array';
}

/** What a value may be, in words. */
export function typeText(schema: Schema): string {
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.format === 'date') return 'a day, YYYY-MM-DD';
  switch (schema.type) {
    case 'object':
      return 'an object';
    case 'array':
      return schema.items?.type === 'string' ? `a list of texts${limits(schema)}` : 'a list';
    case 'string':
      return `a text${limits(schema)}`;
    default:
      return 'anything';
  }
}

/** Without the pattern, for the description says the same to people. */
function limits({ maxLength, maxItems }: Schema): string {
  if (maxLength !== undefined) return `; at most ${maxLength} characters`;
  return maxItems === undefined ? '' : `; at most ${maxItems}`;
}
