import type { ObjectShape, Shape, TextShape } from '../loyalty-api/shapes.js';
import type { Schema } from './types.js';

/** Validators may take `format` for a remark (JSON Schema 2020-12, 7.2.1): the pattern holds for all. */
export const calendarDay: Schema = {
  type: 'string',
  format: 'date',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
};

/** The name of the component for what the contract does not name. */
export const ANYTHING = 'Anything';

const anything: Schema = { $ref: `#/components/schemas/${ANYTHING}` };

/** What conform() makes of a value that the contract says nothing of: scalars are texts, nulls are gone. */
export const anythingSchema: Schema = {
  description: 'A value that the contract does not name: its scalars are texts, as all are.',
  anyOf: [
    { type: 'string' },
    { type: 'array', items: anything },
    { type: 'object', additionalProperties: anything },
  ],
};

/** What is sent where the contract has this shape, in JSON Schema: so after conform(), not before. */
export function shapeSchema(shape: Shape): Schema {
  switch (shape.kind) {
    case 'text':
      return textSchema(shape);
    case 'list':
      return { type: 'array', items: shapeSchema(shape.of) };
    case 'object':
      return objectSchema(shape);
    case 'any':
      return anything;
  }
}

/** Several shapes: any of them will do. */
export function bodySchema(shapes: readonly Shape[]): Schema {
  const [only, ...others] = shapes.map(shapeSchema);
  return only && others.length === 0 ? only : { anyOf: shapes.map(shapeSchema) };
}

function textSchema({ oneOf, format }: TextShape): Schema {
  const type = 'string';
  // Each once (JSON Schema 2020-12 Validation, 6.1.2), whatever a mapping has.
  if (oneOf) return { type, enum: [...new Set(oneOf)] };
  switch (format) {
    case 'date':
      return calendarDay;
    case 'digits':
      return { type, pattern: '^[0-9]+$', description: 'Digits.' };
    case 'integer':
      return { type, pattern: '^-?[0-9]+$', description: 'A whole number, which may have a minus.' };
    case 'filled':
      return { type, minLength: 1, pattern: '[^ ]', description: 'Not empty.' };
    default:
      return { type };
  }
}

function objectSchema({ members }: ObjectShape): Schema {
  const entries = Object.entries(members);
  const properties = Object.fromEntries(entries.map(([name, { shape }]) => [name, shapeSchema(shape)]));
  // An optional list is sent as well: empty.
  const always = entries.filter(([, { shape, required }]) => required || shape.kind === 'list');
  return {
    type: 'object',
    ...(entries.length > 0 ? { properties } : {}),
    ...(always.length > 0 ? { required: always.map(([name]) => name) } : {}),
    additionalProperties: anything,
  };
}
