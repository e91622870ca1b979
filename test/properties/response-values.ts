import fc from 'fast-check';
import { Numeral } from '../../src/json/write.js';
import type { Member, Shape, TextShape } from '../../src/loyalty-api/shapes.js';

const anything = fc.anything({
  maxDepth: 3,
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
});

/** What is absent in the eyes of the contract. */
const absent = fc.constantFrom(null, undefined);

/** A value that a mapping may give for a shape: mostly a right one in some spelling, and now and then anything. */
export function valueFor(shape: Shape): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: rightFor(shape) }, anything, absent);
}

/** A value that fits the shape. */
export function rightFor(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'text':
      return textFor(shape);
    case 'any':
      return fc.jsonValue();
    case 'list':
      // One value is a list of one.
      return fc.oneof(
        { weight: 4, arbitrary: fc.array(valueFor(shape.of), { maxLength: 3 }) },
        { weight: 1, arbitrary: rightFor(shape.of) },
      );
    case 'object':
      return objectFor(shape.members);
  }
}

function objectFor(members: Readonly<Record<string, Member>>): fc.Arbitrary<object> {
  const known = Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, valueFor(member.shape)]),
  );
  const requiredKeys = Object.keys(members).filter(name => members[name]?.required);
  const extras = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { maxKeys: 2 });
  return fc.tuple(extras, fc.record(known, { requiredKeys })).map(([some, all]) => ({ ...some, ...all }));
}

const numbers = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 1e21, 1e-7, Number.MAX_VALUE, 5e-324),
  fc.bigInt({ min: 0n, max: 10n ** 30n }).map(value => new Numeral(String(value))),
);

function textFor({ format, oneOf }: TextShape): fc.Arbitrary<unknown> {
  if (oneOf) return fc.constantFrom(...oneOf);
  switch (format) {
    case 'date':
      return fc
        .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map(date => date.toISOString().slice(0, 10));
    case 'digits':
      return fc.nat().chain(value => fc.constantFrom(value, String(value)));
    case 'integer':
      return fc.integer().chain(value => fc.constantFrom(value, String(value)));
    case 'filled':
      return fc.oneof(
        numbers,
        fc.string().map(text => `x${text}`),
      );
    default:
      return fc.oneof(numbers, fc.boolean(), fc.string());
  }
}
