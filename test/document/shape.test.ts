import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Document } from '../../src/document/document.js';
import { nearest } from '../../src/document/nearest.js';
import { oneOf, readShape, withHint } from '../../src/document/shape.js';

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

/** The findings of one file whose `a` has this schema. */
function findingsOf(schema: z.ZodType, text: string) {
  const document = new Document('test.yaml', text);
  readShape(document, z.strictObject({ a: schema }), document.value);
  return document.findings.map(({ code, message, hint }) => [code, message, hint]);
}

describe('a key that is missing', () => {
  const own = { error: 'this must be a text or { file: path }' };

  it.each<[string, z.ZodType, string]>([
    ['a text', z.string(), 'a text is needed'],
    ['whatever there is', z.unknown().nonoptional(), 'a value is needed'],
    ['one of several words', z.enum(['x', 'y']), 'it must be "x" or "y"'],
    ['one of several kinds', z.union([z.string(), z.number()]), 'a text or a number is needed'],
    ['what has words of its own', z.union([z.string(), leaf], own), 'it must be a text or { file: path }'],
    ['another of these', z.string({ error: 'a text is needed here' }), 'a text is needed'],
    [
      'one of several shapes',
      oneOf({ leaf }, () => ({ problem: 'a leaf is { name: … }' })),
      'a leaf is { name: … }',
    ],
  ])('is named, with what belongs there: %s', (_, schema, needed) => {
    expect(findingsOf(schema, '{}')).toEqual([['missing-key', `"a" is missing: ${needed}`, undefined]]);
  });

  it('keeps the words of a schema that name it', () => {
    const error = () => '"a" is missing: an expression is needed';
    expect(findingsOf(z.string({ error }), '{}')).toEqual([['missing-key', error(), undefined]]);
  });

  it('is no value that is wrong', () => {
    expect(findingsOf(z.string(own), 'a: 1')).toEqual([['wrong-type', own.error, undefined]]);
  });
});

describe('a value that is too much, too little or written otherwise', () => {
  it.each<[string, z.ZodType, string]>([
    ['50', z.number().max(20), '"a" must be at most 20, not 50'],
    ['-1', z.number().min(0), '"a" must be at least 0, not -1'],
    ['1.5', z.int(), '"a" must be a whole number, not 1.5'],
    ['5', z.number().multipleOf(2), '"a" must be a multiple of 2'],
    ['""', z.string().min(1), '"a" must not be empty'],
    ['ab', z.string().min(3), '"a" must have at least 3 characters'],
    ['[1, 2]', z.array(z.number()).max(1), '"a" must have at most 1 items'],
    ['[]', z.array(z.number()).min(1), '"a" must not be empty'],
    ['[]', z.union([z.string(), z.number()]), '"a" must be a text or a number, not a list'],
    [
      'yesterday',
      z.iso.datetime({ offset: true }),
      '"a" must be a moment with its time zone such as "2026-03-15T12:00:00Z" or "2026-03-15T15:00:00+03:00"',
    ],
  ])('names the field and what it must be: %s', (written, schema, message) => {
    expect(findingsOf(schema, `a: ${written}`).map(([, text]) => text)).toEqual([message]);
  });

  it('has the hint that its schema gives', () => {
    const schema = z.string({ error: () => withHint('this is wrong', 'write it in quotes') });
    expect(findingsOf(schema, 'a: 1')).toEqual([['wrong-type', 'this is wrong', 'write it in quotes']]);
  });
});

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

  it.each([
    ['cuont', 'count'],
    ['coutn', 'count'],
    ['clnoe', 'clone'],
    ['gte', 'get'],
    ['teg', undefined],
    ['pust', 'put'],
  ])('counts two letters that changed places as one slip: %s is %s', (name, known) => {
    expect(nearest(name, ['clone', 'get', 'count', 'put'])).toBe(known);
  });

  it('of nothing is nothing', () => {
    expect(nearest('a', [])).toBeUndefined();
  });
});
