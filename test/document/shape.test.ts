import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Document } from '../../src/document/document.js';
import { nearest, oneOf, readShape } from '../../src/document/shape.js';

const leaf = z.strictObject({ name: z.string(), size: z.number().optional() });
const either = oneOf(
  { circle: z.strictObject({ radius: z.number() }), square: z.strictObject({ side: z.number() }) },
  value => {
    if (Object(value).radius !== undefined) return 'circle';
    return Object(value).side === undefined ? { problem: 'this has no shape' } : 'square';
  },
);
const schema = z.strictObject({
  leaf: leaf.optional(),
  leaves: z.array(leaf).default([]),
  table: z.record(z.string(), either).default({}),
  mode: z.enum(['fast', 'slow']).default('slow'),
  on: z.boolean().default(true),
});

function read(text: string) {
  const document = new Document('test.yaml', text);
  const value = readShape(document, schema, document.value);
  return {
    value,
    findings: document.findings.map(({ line, column, message }) => `${line}:${column} ${message}`),
  };
}

describe('readShape', () => {
  it('gives the value with its defaults', () => {
    expect(read('table: { a: { side: 1 } }')).toEqual({
      value: { leaves: [], table: { a: { kind: 'square', side: 1 } }, mode: 'slow', on: true },
      findings: [],
    });
  });

  it.each([
    ['laef: {}', '1:1 unknown key "laef"; did you mean "leaf"?'],
    ['something: 1', '1:1 unknown key "something"; known here: leaf, leaves, table, mode, on'],
    ['leaf: { name: a, siez: 1 }', '1:18 unknown key "siez"; did you mean "size"?'],
    ['leaf: {}', '1:7 "name" is missing: a text is needed'],
    ['leaf: { name: [] }', '1:15 "name" must be a text, not a list'],
    ['leaf: { name: 5 }', '1:15 "name" must be a text, not a number'],
    ['leaf: { name: 4700000000000072783 }', '1:15 "name" must be a text, not a number'],
    ['leaf: { name: }', '1:15 "name" must be a text, not empty'],
    ['leaf: text', '1:7 "leaf" must be a mapping of keys to values, not a text'],
    ['leaves: {}', '1:9 "leaves" must be a list, not a mapping of keys to values'],
    ['leaves: [a]', '1:10 this value must be a mapping of keys to values, not a text'],
    ['mode: fats', '1:7 "mode" must be "fast" or "slow"'],
    ['on: yes', '1:5 "on" must be true or false, not a text'],
    ['table: { a: { radius: x } }', '1:23 "radius" must be a number, not a text'],
    ['table: { a: { radius: 1, side: 2 } }', '1:26 unknown key "side"; known here: radius'],
    ['table: { a: 1 }', '1:13 this has no shape'],
  ])('%s', (text, finding) => {
    expect(read(text).findings).toEqual([finding]);
  });

  it('tells all at once', () => {
    expect(
      read('mode: x\nleaf: { nam: a }\nleaves: [{ name: 1 }, { name: b, x: 1, y: 2 }]').findings,
    ).toHaveLength(6);
  });

  it('takes away no more of a list than what does not fit', () => {
    const { value } = read(
      'leaves: [{ nam: a }, { name: b }, 3, { name: c, x: 1 }, { size: 1 }, { name: d }]',
    );
    expect(value?.leaves).toEqual([{ name: 'b' }, { name: 'c' }, { name: 'd' }]);
  });

  it('gives what is left, so that the rest can be looked at, and changes nothing of the document', () => {
    const document = new Document(
      'test.yaml',
      'mode: x\nleaves: [{ name: 1 }, { name: b, x: 1 }]\ntable: { a: { side: y }, b: { side: 1 } }',
    );
    const before = structuredClone(document.value);
    // A misspelt name becomes one of the names, so that what stands around it stays.
    expect(readShape(document, schema, document.value)).toEqual({
      leaves: [{ name: 'b' }],
      table: { b: { kind: 'square', side: 1 } },
      mode: 'fast',
      on: true,
    });
    expect(document.value).toEqual(before);
  });
});

describe('nearest', () => {
  it.each([
    ['findCrd', 'findCard'],
    ['fnidCard', 'findCard'],
    ['getcard', 'getCard'],
    ['x', undefined],
    ['everything', undefined],
  ])('%s is probably %s', (name, known) => {
    expect(nearest(name, ['findCard', 'getCard', 'listUsers'])).toBe(known);
  });

  it('of nothing is nothing', () => {
    expect(nearest('a', [])).toBeUndefined();
  });
});
