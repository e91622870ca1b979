import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { Numeral, writeJson } from '../../src/json/write.js';

describe('Numeral', () => {
  it.each(['0', '-1', '4700000000000072783', '1250.50'])('holds %s', text => {
    expect(new Numeral(text).text).toBe(text);
    expect(String(new Numeral(text))).toBe(text);
  });

  it.each(['', '1e999', ' 1', '1 ', '01', '+1', '.5', '1.', '0x10', 'NaN', '1,"a":2', '1\n'])(
    'refuses %j',
    text => {
      expect(() => new Numeral(text)).toThrow(new RangeError('the text is not a JSON number'));
    },
  );
});

describe('writeJson', () => {
  it.each([
    [{ a: new Numeral('9007199254740993') }, '{"a":9007199254740993}'],
    [[new Numeral('1.50'), 'x', null, true], '[1.50,"x",null,true]'],
    [new Numeral('7'), '7'],
    [{ a: 1e21, b: [1e-7], c: 1250.5 }, '{"a":1000000000000000000000,"b":[0.0000001],"c":1250.5}'],
    [{ a: 1e21, b: undefined, c: () => 1, 'd"': 'e"' }, '{"a":1000000000000000000000,"d\\"":"e\\""}'],
    [[1e21, undefined, () => 1], '[1000000000000000000000,null,null]'],
    [{ a: undefined, b: [undefined] }, '{"b":[null]}'],
  ])('writes %o', (value, text) => {
    expect(writeJson(value)).toBe(text);
  });

  it('refuses what has no JSON', () => {
    expect(() => writeJson(undefined)).toThrow(TypeError);
    expect(() => writeJson(() => 1)).toThrow(TypeError);
    expect(() => writeJson({ a: Number.NaN })).toThrow(RangeError);
    expect(() => writeJson([Number.POSITIVE_INFINITY])).toThrow(RangeError);
  });

  it('gives for any JSON what JSON.parse reads as the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        // JSON.parse(JSON.stringify()) makes 0 of -0, as we do.
        const plain = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(writeJson(value))).toEqual(plain);
        // A Numeral beside it leads to the other way of writing.
        expect(JSON.parse(writeJson([value, new Numeral('1')]))).toEqual([plain, 1]);
      }),
    );
  });

  it('writes back every digit that parseJson keeps', () => {
    const { a } = parseJson('{"a":4700000000000072783}') as { a: string };
    expect(writeJson({ a: new Numeral(a) })).toBe('{"a":4700000000000072783}');
  });
});
