/** Numbers that look random, the same ones for the same seed: from 0 up to a bound. */
export type Random = (bound: number) => number;

/** mulberry32 */
export function random(seed: number): Random {
  let state = (seed * 0x9e3779b9) | 0;
  return bound => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

/** What parsers stumble over. */
const spices = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '\t',
  ':',
  '%00',
  '%2e%2e/',
  '/',
  '#',
  '\x7f',
  '\xff',
  '0',
  '-',
  ',',
];

/** A request with one to four places changed: a byte, a piece that is gone, doubled, or put in. */
export function mutated(text: string, chance: Random): Buffer {
  let bytes = Buffer.from(text, 'latin1');
  for (let changes = 1 + chance(4); changes > 0; changes--) {
    const at = chance(bytes.length);
    const end = Math.min(bytes.length, at + 1 + chance(12));
    const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
    const spice = Buffer.from(spices[chance(spices.length)] ?? '', 'latin1');
    const middle = [
      [Buffer.from([chance(256)]), piece.subarray(1)],
      [],
      [piece, piece],
      [spice, piece],
      [spice],
    ][chance(5)];
    bytes = Buffer.concat([before, ...(middle ?? []), after]);
  }
  return bytes;
}
