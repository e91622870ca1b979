import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import type { Path } from '../../src/document/place.js';
import { parseNumerals } from '../../src/json/parse.js';

function edited(text: string, path: Path, value: unknown): string {
  const out = new Document('a.yaml', text).edited([{ path, value }]) ?? '';
  const document = new Document('a.yaml', out);
  expect(document.findings).toEqual([]);
  return out;
}

const block = `# a file
a: &x # the first
  # one
  one: 1 # of them
  # two
  two: "2"
  list:
    - k: 1
      l: 2
    # the last
    - 3
b: { c: 1,  d: [1,2],  e: *x } # flow
`;

describe('an edited file', () => {
  it.each<[string, Path, unknown, string, string]>([
    ['a scalar', ['a', 'one'], 7, 'one: 1 #', 'one: 7 #'],
    ['a scalar by a text that looks like a number', ['a', 'one'], '7', 'one: 1 #', 'one: "7" #'],
    ['a scalar by a structure', ['a', 'one'], { z: [1] }, 'one: 1 #', 'one: { z: [1] } #'],
    ['one member of a block', ['a'], { one: 1, two: '3', list: [{ k: 1, l: 2 }, 3] }, 'two: "2"', 'two: "3"'],
    [
      'a member more',
      ['a'],
      { one: 1, two: '2', list: [{ k: 1, l: 2 }, 3], new: 'x y' },
      '    - 3\n',
      '    - 3\n  new: x y\n',
    ],
    ['a member less', ['a'], { one: 1, list: [{ k: 1, l: 2 }, 3] }, '  # two\n  two: "2"\n', ''],
    [
      'the first member less',
      ['a'],
      { two: '2', list: [{ k: 1, l: 2 }, 3] },
      '  # one\n  one: 1 # of them\n',
      '',
    ],
    [
      'the last member less, and another',
      ['a'],
      { one: 1, two: '2', z: null },
      '  list:\n    - k: 1\n      l: 2\n    # the last\n    - 3\n',
      '  z: null\n',
    ],
    ['the first member of an item less', ['a', 'list', 0], { l: 2 }, 'k: 1\n      l: 2', 'l: 2'],
    ['an item less', ['a', 'list'], [{ k: 1, l: 2 }], '\n    # the last\n    - 3', ''],
    ['an item more', ['a', 'list'], [{ k: 1, l: 2 }, 3, { m: [] }], '- 3\n', '- 3\n    - { m: [] }\n'],
    [
      'a block by a scalar',
      ['a', 'list'],
      true,
      'list:\n    - k: 1\n      l: 2\n    # the last\n    - 3',
      'list: true',
    ],
    ['a block with other members', ['a', 'list', 0], { m: 1 }, '- k: 1\n      l: 2', '- { m: 1 }'],
    ['a member of a flow', ['b', 'c'], 'no', 'c: 1,', 'c: "no",'],
    [
      'a member of a flow less',
      ['b'],
      { c: 1, d: [1, 2] },
      '{ c: 1,  d: [1,2],  e: *x }',
      '{ c: 1, d: [1,2] }',
    ],
    ['a member of a flow more', ['b', 'd'], [1, 2, { f: ', [' }], '[1,2]', '[1, 2, { f: ", [" }]'],
  ])('has other characters for %s, and no others', (_, path, value, from, to) => {
    expect(edited(block, path, value)).toBe(block.replace(from, to));
  });

  it('has a block where a line would be too long', () => {
    const value = {
      card: {
        number: '4700'.repeat(10),
        holder: { name: 'Мария Иванова', phone: '+79620480100', city: 'Тверь' },
      },
    };
    expect(edited('a:\n  b: 1\n  c: 2\n', ['a', 'b'], { list: [value, 1] })).toBe(`a:
  b:
    list:
      - card:
          number: "${'4700'.repeat(10)}"
          holder: { name: Мария Иванова, phone: "+79620480100", city: Тверь }
      - 1
  c: 2
`);
  });

  it('keeps the digits of long numbers, an anchor, and the line ends of Windows', () => {
    const text = 'a: &n\r\n  b: 1\r\nc: *n\r\n';
    const value = parseNumerals('{"b":12345678901234567890,"d":1}');
    expect(edited(text, ['a'], value)).toBe('a: &n\r\n  b: 12345678901234567890\r\n  d: 1\r\nc: *n\r\n');
    expect(edited(text, ['a'], 1)).toBe('a: &n 1\r\nc: *n\r\n');
  });

  it('changes what an alias names', () => {
    expect(edited('a: { b: &n { c: 1 } }\nd: *n\n', ['d', 'c'], 2)).toBe('a: { b: &n { c: 2 } }\nd: *n\n');
    expect(edited('a: &n [1]\nd: { e: *n }\n', ['d'], { e: [2] })).toBe('a: &n [1]\nd: { e: [2] }\n');
  });

  it('has several values at once, unless they contradict each other', () => {
    const document = new Document('a.yaml', 'a: &n { b: 1, c: 2 }\nd: *n\n');
    const at = (...path: string[]) => ({ path, value: path.length });
    expect(document.edited([at('a', 'c'), at('d', 'b'), at('a', 'b')])).toBe('a: &n { b: 2, c: 2 }\nd: *n\n');
    expect(document.edited([at('a', 'b'), { path: ['d', 'b'], value: 3 }])).toBeUndefined();
    expect(document.edited([at('a'), at('a', 'b')])).toBeUndefined();
  });

  it('keeps aliases where it is told to', () => {
    const document = new Document('a.yaml', 'a: &n 1\nb: { c: *n, d: 2 }\n');
    const edit = { path: ['b'], value: { c: 3, d: 4 } };
    expect(document.edited([edit], true)).toBe('a: &n 1\nb: { c: *n, d: 4 }\n');
    expect(document.edited([edit])).toBe('a: &n 1\nb: { c: 3, d: 4 }\n');
  });

  it('keeps a comment behind a key', () => {
    expect(edited('a: # why\n  b: 1\nc: 2\n', ['a'], 'x')).toBe('a: # why\n  x\nc: 2\n');
  });

  it('is no file where there is nothing at the path', () => {
    expect(new Document('a.yaml', 'a: 1\n').edited([{ path: ['b'], value: 1 }])).toBeUndefined();
  });
});

describe('comments between members', () => {
  const agreed = 'a:\n  # added\n  x: 1 # by us\n  # AGREED\n  y: 2\n';
  const item = 'a:\n  - x: 1 # by us\n    # AGREED\n    y: 2\n';
  const flow =
    'a: {\n  # wanted\n  x: "1", # agreed, really\n  # why\n  y: 2, z: 3 # no limit yet\n  # the end\n}\n';
  it.each<[string, string, Path, unknown, string]>([
    ['the first of a block goes', agreed, ['a'], { y: 2 }, 'a:\n  # AGREED\n  y: 2\n'],
    ['the first of an item goes', item, ['a', 0], { y: 2 }, 'a:\n  - # AGREED\n    y: 2\n'],
    ['one more in braces', flow, ['a'], { x: '1', y: 2, z: 3, k: 4 }, flow.replace('z: 3', 'z: 3, k: 4')],
    [
      'the first in braces goes',
      flow,
      ['a'],
      { y: 2, z: 3 },
      flow.replace('  # wanted\n  x: "1", # agreed, really\n', ''),
    ],
    ['one in the middle goes', flow, ['a'], { x: '1', z: 3 }, flow.replace('y: 2, ', '')],
    ['the last goes', flow, ['a'], { x: '1', y: 2 }, flow.replace('z: 3 ', '')],
    [
      'one goes, one comes, one is another',
      flow,
      ['a'],
      { x: '1', y: 5, k: 4 },
      flow.replace('y: 2, z: 3 ', 'y: 5, k: 4, '),
    ],
    [
      'of a list in brackets',
      'a: [\n  1, # one\n  2, # two\n]\n',
      ['a'],
      [1, 2, 3],
      'a: [\n  1, # one\n  2, 3, # two\n]\n',
    ],
    ['the last of a list goes', 'a: [\n  1, # one\n  2 # two\n]\n', ['a'], [1], 'a: [\n  1, # one\n]\n'],
    [
      'behind a text with a line that looks like one',
      'a: { x: "text\n  # more",\n  y: 1, # why\n  z: 2 }\n',
      ['a'],
      { x: 'text # more', z: 2 },
      'a: { x: "text\n  # more",\n  z: 2 }\n',
    ],
    ['a comma behind a comment', 'a: { x: 1 # one\n  , y: 2 }\n', ['a'], { y: 2 }, 'a: { y: 2 }\n'],
  ])('%s', (_, text, path, value, expected) => {
    expect(edited(text, path, value)).toBe(expected);
  });

  const kinds = fc.constantFrom('block', 'item', 'braces');
  const members = fc.array(fc.record({ isKept: fc.boolean(), above: fc.nat(2), isBehind: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  });
  it('stay with the members that stay (300 random runs)', () => {
    fc.assert(
      fc.property(kinds, members, fc.nat(2), (kind, all, added) => {
        fc.pre(all.some(({ isKept }) => isKept));
        const lines = all.flatMap(({ above, isBehind }, at) => [
          ...Array.from({ length: above }, (_, line) => `# above ${at}.${line}`),
          `m${at}: "${at}"${kind === 'braces' ? ',' : ''}${isBehind ? ` # behind ${at}` : ''}`,
        ]);
        const text = {
          block: `a:\n  ${lines.join('\n  ')}\nb: 1\n`,
          item: `a:\n  - ${lines.join('\n    ')}\nb: 1\n`,
          braces: `a: {\n  ${lines.join('\n  ')}\n}\nb: 1\n`,
        }[kind];
        const kept = all.flatMap(({ isKept }, at) => (isKept ? [[`m${at}`, String(at)]] : []));
        const more = Array.from({ length: added }, (_, at) => [`n${at}`, String(at)]);
        const value = Object.fromEntries([...kept, ...more]);
        const out = edited(text, kind === 'item' ? ['a', 0] : ['a'], value);
        expect(new Document('a.yaml', out).value).toEqual({ a: kind === 'item' ? [value] : value, b: 1 });
        for (const [at, { isKept, above, isBehind }] of all.entries()) {
          if (!isKept) continue;
          const written = out.split('\n');
          const line = written.findIndex(each => each.includes(`m${at}:`));
          for (let up = 1; up <= above; up++)
            expect(written[line - up]).toContain(`# above ${at}.${above - up}`);
          if (isBehind) expect(written[line]).toContain(`# behind ${at}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});

it('adds to a list and to the list that ends with it', () => {
  expect(edited('a:\n  - - 1\n', ['a'], [[1, 2], 3])).toBe('a:\n  - - 1\n    - 2\n  - 3\n');
});

it('writes what YAML does not allow by its escape', () => {
  const text = edited('a: 1\n', ['a'], '\u007f\u0085\ufeff') ?? '';
  expect(text).toBe('a: "\\u007f\\u0085\\ufeff"\n');
  expect(new Document('a.yaml', text).value).toEqual({ a: '\u007f\u0085\ufeff' });
});

describe('any value in the place of any other', () => {
  const json = fc
    .jsonValue({ maxDepth: 3, noUnicodeString: false })
    .map(value => parseNumerals(JSON.stringify(value)));

  it('is read again as it was, and nothing around it changes (300 random runs)', () => {
    fc.assert(
      fc.property(json, json, fc.boolean(), (before, after, isFlow) => {
        const start = new Document(
          'a.yaml',
          isFlow
            ? '# top\na: { x: 1, it: 0, z: 2 } # end\n'
            : '# top\na:\n  x: 1 # one\n  it: 0\n  # two\n  z: 2 # end\n',
        );
        const first = new Document('a.yaml', start.edited([{ path: ['a', 'it'], value: before }]) ?? '');
        const second = new Document('a.yaml', first.edited([{ path: ['a', 'it'], value: after }]) ?? '');
        expect(first.value).toEqual({ a: { x: 1, it: before, z: 2 } });
        expect(second.value).toEqual({ a: { x: 1, it: after, z: 2 } });
        const [head, tail] = isFlow
          ? ['# top\na: { x: 1, it:', ', z: 2 } # end\n']
          : ['# top\na:\n  x: 1 # one\n  it:', '\n  # two\n  z: 2 # end\n'];
        expect(second.text.startsWith(head)).toBe(true);
        expect(second.text.endsWith(tail)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
