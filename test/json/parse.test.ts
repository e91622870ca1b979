import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDecimal } from '../../src/json/decimal.js';
import { parseJson, parseNumerals } from '../../src/json/parse.js';
import { Numeral, writeJson } from '../../src/json/write.js';

describe('numbers', () => {
  it.each([
    ['1250.50', 1250.5],
    ['1.0', 1],
    ['1e3', 1000],
    ['1E+3', 1000],
    ['0.1', 0.1],
    ['-12.50', -12.5],
    ['0e5', 0],
    ['1e21', 1e21],
    ['9007199254740992', 9007199254740992],
    ['10000000000000000000', 1e19],
    ['0.00000000000000000000', 0],
    ['1.7976931348623157e308', Number.MAX_VALUE],
    ['5e-324', 5e-324],
  ])('%s stays a number', (text, value) => {
    expect(parseJson(text)).toBe(value);
    expect(parseJson(`[ ${text} ]`)).toEqual([value]);
    expect(parseJson(`{"a" : ${text}}`)).toEqual({ a: value });
  });

  it.each([
    '4700000000000072783',
    '9007199254740993',
    '-9007199254740993',
    '0.10000000000000000001',
    '1250.500000000000000001',
  ])('%s becomes its text', text => {
    expect(parseJson(text)).toBe(text);
    expect(parseJson(`[1, ${text},2]`)).toEqual([1, text, 2]);
    expect(parseJson(`{"a":\n${text}\t, "b": "${text}"}`)).toEqual({ a: text, b: text });
  });

  it.each([
    ['12345678901234567890123456789.5e-3', '12345678901234567890123456.7895'],
    ['1.00000000000000000001e25', '10000000000000000000100000'],
  ])('%s becomes text without an exponent', (number, text) => {
    expect(parseJson(`[${number}]`)).toEqual([text]);
  });

  it('writes out an exponent of a member that is always text', () => {
    expect(parseJson('{"number": 4.7e18}', { asText: new Set(['number']) })).toEqual({
      number: '4700000000000000000',
    });
  });

  it.each(['1e999', '-1E+400', '1e-400', '1e300000000', '-1e-300000000', '1e99999999999999999999'])(
    'refuses %s, which nobody counts',
    number => {
      expect(() => parseJson(`{"a": ${number}}`)).toThrow(SyntaxError);
    },
  );

  it('grows no text by much', () => {
    // Each of these becomes text, and none of them may become a thousand characters.
    const text = `[${'12345678901234567890e30,'.repeat(10_000)}1]`;
    expect(JSON.stringify(parseJson(text)).length).toBeLessThan(3 * text.length);
  });

  it('leaves digits in strings and keys alone', () => {
    const text = '{"a, 12345678901234567890": ":12345678901234567890\\"", "b": ["[1e999]", 1e99]}';
    expect(parseJson(text)).toEqual({
      'a, 12345678901234567890': ':12345678901234567890"',
      b: ['[1e999]', 1e99],
    });
  });

  it('keeps a sign of zero, as JSON.parse does', () => {
    expect(parseJson('-0')).toBe(-0);
  });
});

describe('asText', () => {
  const asText = new Set(['number', 'a"b']);

  it.each([
    ['{"number":4700000000000072783}', { number: '4700000000000072783' }],
    ['{"number":1250.50,"other":1250.50}', { number: '1250.50', other: 1250.5 }],
    ['{"number":"7","other":7}', { number: '7', other: 7 }],
    ['{"number":true}', { number: true }],
    [
      '{"number":[1,[2.0],{"x":3,"number":4},5],"x":6}',
      { number: ['1', ['2.0'], { x: 3, number: '4' }, '5'], x: 6 },
    ],
    ['{"number":{"x":1}}', { number: { x: 1 } }],
    ['{"x":{"number" : 1},"y":2}', { x: { number: '1' }, y: 2 }],
    ['{"n\\u0075mber":1}', { number: '1' }],
    ['{"a\\"b":1}', { 'a"b': '1' }],
    ['{"x":"number","y":1}', { x: 'number', y: 1 }],
    ['[1,{"number":1},1]', [1, { number: '1' }, 1]],
  ])('%s', (text, value) => {
    expect(parseJson(text, { asText })).toEqual(value);
  });
});

describe('parseNumerals', () => {
  it('tells a long number from a text with the same digits', () => {
    const digits = '4700000000000072783';
    expect(
      parseNumerals(`\uFEFF{"a":${digits},"b":"${digits}","c":[${digits},"${digits}",1.50,null]}`),
    ).toEqual({
      a: new Numeral(digits),
      b: digits,
      c: [new Numeral(digits), digits, 1.5, null],
    });
    expect(parseNumerals('4.7000000000000072783E18')).toEqual(new Numeral('4700000000000007278.3'));
    expect(parseNumerals(`"${digits}"`)).toBe(digits);
  });

  it('is not confused by keys that look like indexes, stand twice or are called __proto__', () => {
    const text =
      '{"2":"9007199254740993","1":9007199254740993,"a":"1","a":9007199254740993,"__proto__":{"b":1}}';
    expect(writeJson(parseNumerals(text))).toBe(
      '{"1":9007199254740993,"2":"9007199254740993","a":9007199254740993}',
    );
  });

  it.each(['{"secret":9007199254740993', '[1e300000000]', '['.repeat(101) + ']'.repeat(101)])(
    'refuses what parseJson refuses: %s',
    text => {
      expect(() => parseNumerals(text)).toThrow(SyntaxError);
      expect(() => parseNumerals(text)).not.toThrow(/secret/);
    },
  );
});

describe('members', () => {
  it('drops null members but no elements of lists', () => {
    expect(parseJson('{"a":null,"b":[null,{"c":null,"d":1}]}')).toEqual({ b: [null, { d: 1 }] });
    expect(parseJson('null')).toBeNull();
  });

  it('keeps null members on request', () => {
    expect(parseJson('{"a":null,"b":{"c":null}}', { keepNulls: true })).toEqual({ a: null, b: { c: null } });
  });

  it.each([true, false])('lets no key reach a prototype (keepNulls: %s)', keepNulls => {
    const text =
      '{"__proto__":{"polluted":1},"\\u005f_proto__":2,"constructor":{"prototype":{"polluted":1}},"a":[{"__proto__":null}]}';
    const value = parseJson(text, { keepNulls }) as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['constructor', 'a']);
    expect(value.a).toEqual([{}]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

it('has nothing that JSONata would take for a function, of which it shows no member', () => {
  const text =
    '{"error":"refused","_jsonata_function":true,"a":[{"_jsonata_lambda":true,"_jsonata":1,"_id":2}],"\\u005fjsonata_lambda":true}';
  expect(parseJson(text)).toEqual({ error: 'refused', a: [{ _jsonata: 1, _id: 2 }] });
});

describe('texts that are refused', () => {
  it.each([
    '',
    ' ',
    '{"secret":1',
    '<html>secret</html>',
    '{a:1}',
    '[1,]',
    '01',
    '012345678901234567890',
    '12345678901234567890.',
    '[12345678901234567890e]',
    '{12345678901234567890:1}',
    '{1e999 : 1}',
    '[12345678901234567890"a"]',
    '["a"12345678901234567890]',
    '[1e999,"unfinished]',
    '[NaN,1e999]',
    '[--12345678901234567890]',
  ])('%s', text => {
    expect(() => parseJson(text)).toThrow(new SyntaxError('the text is not valid JSON'));
  });

  it('accepts a byte order mark, once', () => {
    expect(parseJson('\uFEFF{"a":1}')).toEqual({ a: 1 });
    expect(() => parseJson('\uFEFF\uFEFF{}')).toThrow(SyntaxError);
  });

  it('counts lists and objects in each other', () => {
    const nested = (depth: number) => '[{"a":'.repeat(depth / 2) + '}]'.repeat(depth / 2).replace('}', '1}');
    expect(() => parseJson(nested(100))).not.toThrow();
    expect(() => parseJson(nested(102))).toThrow(new SyntaxError('the JSON is nested too deep'));
    expect(() => parseJson('[[]]', { maxDepth: 1 })).toThrow(SyntaxError);
    const large = (inner: string) => `{"${'['.repeat(70_000)}": "\\"[", "a": ${inner}}`;
    expect(() => parseJson(large(nested(98)))).not.toThrow();
    expect(() => parseJson(large(nested(100)))).toThrow(new SyntaxError('the JSON is nested too deep'));
  });

  it.each([
    ['open lists', '['.repeat(1_000_000)],
    ['escaped quotes', `1e5${'"'.concat('\\"'.repeat(500_000))}`],
    ['backslashes', `[1e5,"${'\\'.repeat(1_000_001)}"]`],
    ['blanks', `1e5,${' '.repeat(1_000_000)}`],
    ['zeros', `[1${'0'.repeat(1_000_000)}1 1e5]`],
  ])('a megabyte of %s', (_name, text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});

describe('any document', () => {
  /** What parseJson may differ in is taken out: `__proto__` keys, which fast-check likes to make. */
  const document = fc.json({ maxDepth: 5 }).filter(text => !text.includes('__proto__'));

  it('is parsed as JSON.parse does', () => {
    fc.assert(
      fc.property(document, fc.constantFrom(undefined, 2), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        expect(parseJson(spaced, { keepNulls: true })).toEqual(JSON.parse(spaced));
      }),
    );
  });

  it('is refused when JSON.parse refuses it, whatever is looked for', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      '\\',
      'n',
      '1',
      '-',
      '12345678901234567',
      '0.12345678901234567',
      '"n"',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), parts => {
        const text = parts.join('');
        const isValid = isAccepted(() => JSON.parse(text));
        expect(isAccepted(() => parseJson(text, { asText: new Set(['n']) }))).toBe(isValid);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps each digit of any whole number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), whole => {
        const value = parseJson(`{"a":${whole}}`) as { a: number | string };
        expect(typeof value.a === 'number' ? plainDecimal(value.a) : value.a).toBe(String(whole));
      }),
    );
  });
});

function isAccepted(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}
