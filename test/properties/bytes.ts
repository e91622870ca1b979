import fc from 'fast-check';

/** Bytes in some pieces, as a network delivers them. */
export function pieces(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array[]> {
  return fc.tuple(bytes, fc.array(fc.nat(), { maxLength: 2 })).map(([whole, cuts]) => {
    const at = [0, ...cuts.map(cut => cut % (whole.length + 1)), whole.length].sort((a, b) => a - b);
    return at.slice(1).map((end, index) => whole.subarray(at[index], end));
  });
}

/** One place at which bytes are missing, or others stand. */
interface Change {
  readonly at: number;
  readonly remove: number;
  readonly insert: Uint8Array;
}

export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    at: fc.nat(),
    remove: fc.nat({ max: 3 }),
    insert: fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc
        .constantFrom(' ', '\r', '\n', '\r\n', '\0', '\t', ':', '\r\n\r\n', '#', '%')
        .map(text => Buffer.from(text)),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

export function changed(bytes: Buffer, { at, remove, insert }: Change): Buffer {
  const from = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, from), insert, bytes.subarray(from + remove)]);
}
