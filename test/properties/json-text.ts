import fc from 'fast-check';
import { Numeral, writeJson } from '../../src/json/write.js';

/** JSON as it is written and not as it is read: scalars as their text, members in order and maybe twice. */
export type Json =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Json])[] };

export const scalar = (text: string): Json => ({ kind: 'scalar', text });
export const list = (...items: Json[]): Json => ({ kind: 'list', items });

/** Plain data, as a test file has it. */
export function jsonOf(value: unknown): Json {
  if (Array.isArray(value)) return list(...value.map(jsonOf));
  if (typeof value !== 'object' || value === null || value instanceof Numeral)
    return scalar(writeJson(value));
  return { kind: 'object', members: Object.entries(value).map(([key, member]) => [key, jsonOf(member)]) };
}

export function textOf(json: Json): string {
  switch (json.kind) {
    case 'scalar':
      return json.text;
    case 'list':
      return `[${json.items.map(textOf).join(',')}]`;
    case 'object':
      return `{${json.members.map(([key, member]) => `${JSON.stringify(key)}:${textOf(member)}`).join(',')}}`;
  }
}

/** A text that no message and no error body may hold. */
export const canary = 'Svetlana-K';

const numbers = fc.oneof(
  fc.constantFrom('0', '-0', '1', '-1', '1.50', '1E+2', '1e-7', '1e21', '1e59', '1e61', '1e400', '-1e-400'),
  fc.constantFrom('9007199254740993', '4700000000000072783', '0.10000000000000000555', '9'.repeat(400)),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
);

const texts = fc.oneof(
  fc.constantFrom('', ' ', '\u0000', '\ud800', '\udfff', '../..', '%2F', '{% 1 %}', '$request', '__proto__'),
  fc.constantFrom('ACTIVE', 'EAN13', 'CARD_NOT_FOUND', 'CUSTOMER_NOT_FOUND', 'PHONE_TAKEN', canary),
  fc.constantFrom('2026-12-31', '2026-02-30', '2026-12-31T23:59:59+03:00', '+79620480100', '1250,50', '1e3'),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

export const anyScalar: fc.Arbitrary<Json> = fc
  .oneof(
    numbers,
    texts.map(text => JSON.stringify(text)),
    fc.constantFrom('null', 'true', 'false'),
  )
  .map(scalar);

/** Names that mean something to the mapping, to JavaScript or to JSONata, and any others. */
const keys = fc.oneof(
  fc.constantFrom('items', 'id', 'blocked', 'card', 'number', 'status', 'error', 'errors', 'code', 'ok'),
  fc.constantFrom('lots', 'lines', 'phone', 'customer', 'customerId', 'total', 'amount', 'barcodeType'),
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'toJSON', 'then', 'length', canary),
  fc.constantFrom('sequence', 'keepSingleton', 'cons', 'tupleStream', 'outerWrapper', '_jsonata_lambda'),
  fc.constantFrom('_jsonata_function', 'implementation', 'signature', 'body', 'arguments', 'thunk'),
  fc.string({ maxLength: 5 }),
);

/** Lists, or objects, that stand in each other, some deeper than anybody reads. */
const deep: fc.Arbitrary<Json> = fc
  .tuple(fc.constantFrom(5, 31, 33, 99, 101, 3_000), fc.constantFrom(['[', ']'], ['{"card":', '}']))
  .map(([depth, [open = '', close = '']]) => scalar(`${open.repeat(depth)}1${close.repeat(depth)}`));

/** Any JSON, also such as no sane program writes. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>(tie => ({
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { weight: 6, arbitrary: anyScalar },
    { weight: 3, arbitrary: fc.array(tie('json'), { maxLength: 4 }).map(items => list(...items)) },
    {
      weight: 4,
      arbitrary: fc
        .array(fc.tuple(keys, tie('json')), { maxLength: 5 })
        .map(members => ({ kind: 'object' as const, members })),
    },
    { weight: 1, arbitrary: deep },
    { weight: 1, arbitrary: fc.jsonValue().map(jsonOf) },
  ),
})).json;
