import fc from 'fast-check';
import { expect } from 'vitest';
import { Numeral } from '../../src/json/write.js';
import { type Conformed, conform } from '../../src/loyalty-api/conform.js';
import { type OperationId, operationIds, operations } from '../../src/loyalty-api/operations.js';
import * as shape from '../../src/loyalty-api/shapes.js';
import { problemsOf200 } from './answers.js';
import { describeProperties } from './property.js';
import { rightFor, valueFor } from './response-values.js';

interface Answered {
  readonly id: OperationId;
  readonly value: unknown;
}

/** An operation and a value for its answer. */
const answered: fc.Arbitrary<Answered> = fc.oneof(
  ...operationIds.map(id => {
    const [first = shape.any, ...others] = operations[id].response.body;
    return fc.oneof(...[first, ...others].map(valueFor)).map(value => ({ id, value }));
  }),
);

const response = ({ id }: Answered) => operations[id].response;
const anything = { body: [shape.any], mayBeNothing: false };

/** Of conform(): what it makes of the values that a mapping gives. */
export function conformProperties(times: number): void {
  describeProperties('conform()', times, property => {
    property('never throws, and never changes its input', 400, runs =>
      fc.assert(
        // What is frozen throws when it is written to.
        fc.property(answered, given => void conform(response(given), frozen(given.value))),
        runs,
      ),
    );

    property(
      'without problems an answer is as the API says, lists are lists and scalars strings',
      500,
      runs =>
        fc.assert(
          fc.property(answered, given => {
            const { value, problems } = conform(response(given), given.value);
            if (problems.length > 0) return;
            expect(problemsOf200(given.id, value === undefined ? '' : JSON.stringify(value))).toEqual([]);
          }),
          runs,
        ),
    );

    property('changes nothing in what is conformed already', 400, runs =>
      fc.assert(
        fc.property(answered, given => {
          const once = conform(response(given), given.value);
          if (once.problems.length === 0) expect(conform(response(given), once.value)).toEqual(once);
        }),
        runs,
      ),
    );

    property('names places that exist, or whose parent does', 400, runs =>
      fc.assert(
        fc.property(answered, given => {
          const { problems } = conform(response(given), given.value);
          for (const { at } of problems) expect(isPlace(given.value, at), String(at)).toBe(true);
        }),
        runs,
      ),
    );

    property('keeps what the contract does not name, as strings, and leaves out what is absent', 300, runs =>
      fc.assert(
        fc.property(fc.jsonValue({ maxDepth: 6 }), value => {
          const extra = asTexts(value);
          expect(conform(anything, [value]).value).toEqual(extra === undefined ? [] : [extra]);
          const card = { cardNumber: 1, cardState: 'active', barcode: barcodeWith(value), 'x-extra': value };
          const { value: answer, problems } = conform(operations.findCard.response, { card });
          expect(problems).toEqual([]);
          const expected = {
            cardNumber: '1',
            cardState: 'active',
            barcode: barcodeWith(extra),
            'x-extra': extra,
          };
          expect(JSON.stringify(answer)).toBe(JSON.stringify({ card: expected }));
        }),
        runs,
      ),
    );

    property('bounds the depth and the number of values', 4, runs =>
      fc.assert(
        fc.property(
          fc.nat({ max: 5_000 }),
          fc.nat({ max: 300_000 }),
          fc.boolean(),
          (depth, size, isObject) => {
            const deep = nested(depth, isObject);
            expect(isWithin(conform(anything, deep), depth <= 32)).toBe(true);
            expect(isWithin(conform(anything, Array(size).fill(1)), size < 200_000)).toBe(true);
            const cycle: unknown[] = [deep];
            cycle.push(cycle);
            expect(isWithin(conform(anything, cycle), false)).toBe(true);
          },
        ),
        runs,
      ),
    );

    property('takes the right spelling of every answer', 300, runs =>
      fc.assert(
        fc.property(
          fc.oneof(
            ...operationIds.map(id => {
              const [first] = operations[id].response.body;
              return fc.tuple(fc.constant(id), first ? rightScalars(first) : fc.constant(undefined));
            }),
          ),
          ([id, value]) => {
            expect(conform(operations[id].response, value).problems).toEqual([]);
          },
        ),
        runs,
      ),
    );
  });
}

/** Values of a shape in which nothing is wrong or absent: lists and objects of right ones only. */
function rightScalars(of: shape.Shape): fc.Arbitrary<unknown> {
  if (of.kind === 'list') return fc.array(rightScalars(of.of), { maxLength: 3 });
  if (of.kind !== 'object') return rightFor(of);
  return fc.record(
    Object.fromEntries(
      Object.entries(of.members).map(([name, member]) => [name, rightScalars(member.shape)]),
    ),
  );
}

const barcodeWith = (extra: unknown) => ({ barcodeNumber: '1', barcodeType: 'EAN_13', 'x-extra': extra });

function frozen(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/** The same JSON with strings for its scalars and without nulls; written in another way than conform() is. */
function asTexts(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.filter(item => item !== null).map(asTexts);
  if (typeof value === 'number') return plain(value);
  if (typeof value !== 'object') return String(value);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => member !== null && key !== '__proto__')
      .map(([key, member]) => [key, asTexts(member)]),
  );
}

/** The shortest decimal of a double, written out: its digits shifted by its exponent. */
function plain(value: number): string {
  const [, sign = '', digits = '', exponent = '0'] =
    /^(-?)([\d.]+)(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const [whole = '', fraction = ''] = digits.split('.');
  const all = `${'0'.repeat(400)}${whole}${fraction}${'0'.repeat(400)}`;
  const point = 400 + whole.length + Number(exponent);
  const text = `${all.slice(0, point)}.${all.slice(point)}`.replace(/^0+(?=\d)/, '').replace(/\.?0*$/, '');
  return `${sign}${text}`;
}

/** Whether a path leads to a value, or to a member that an existing value lacks. One value is a list of one. */
function isPlace(value: unknown, path: readonly (string | number)[]): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return true;
  if (step === 0 && !Array.isArray(value)) return isPlace(value, rest);
  if (typeof value !== 'object' || value === null || value instanceof Numeral) return false;
  if (rest.length === 0) return true;
  return Object.hasOwn(value, step) && isPlace((value as Record<string, unknown>)[step], rest);
}

function nested(depth: number, isObject: boolean): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = isObject ? { a: value } : [value];
  return value;
}

/** Whether a value within the bounds was taken, or one beyond them refused as a whole. */
function isWithin({ value, problems }: Conformed, expected: boolean): boolean {
  return expected ? problems.length === 0 : problems.length === 1 && value === undefined;
}
