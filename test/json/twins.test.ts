import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';

const unique = (text: string) => parseJson(text, { uniqueNames: true, keepNulls: true });

describe('a name that stands twice in an object', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '{"a" :1,"a"\n:2}',
    '{"":1,"":2}',
    '[{"b":{"a":1,"c":[{"a":1}],"a":2}}]',
    '{"a":{"a":1},"a":2}',
    '{"a:":1,"a:":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"a":4700000000000072783,"a":1}',
    '{"a":null,"a":1}',
  ])('is refused: %s', text => {
    expect(() => unique(text)).toThrow('a name stands twice in an object');
    expect(() => parseJson(text)).not.toThrow();
  });

  it.each([
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":2}]',
    '{"a":"a","b":"a"}',
    '{"text":"{\\"a\\":1,\\"a\\":2}"}',
    '{"text":" : : :","b":"\\":\\""}',
    '{"a":{"b":1},"c":{"b":1}}',
  ])('is none: %s', text => {
    expect(unique(text)).toEqual(JSON.parse(text));
  });

  it('is told apart from colons and quotes in texts, 2000 runs', () => {
    const text = fc.string({ unit: fc.constantFrom('"', ':', '\\', ' ', 'a', '{', '}', ','), maxLength: 6 });
    const object = fc.letrec<{ tree: unknown }>(tie => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).tree;
    fc.assert(
      fc.property(object, text, fc.constantFrom('', ' ', '\n'), (value, name, blank) => {
        const json = JSON.stringify(value);
        const key = JSON.stringify(name) + blank;
        expect(unique(json)).toEqual(value);
        expect(() => unique(`[{${key}:1,"b${name.length}":${json},${key}:2}]`)).toThrow('twice');
      }),
      { numRuns: 2000 },
    );
  });
});
