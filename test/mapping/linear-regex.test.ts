import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinearRegex } from '../../src/mapping/linear-regex.js';
import { evaluated } from './run-steps.js';

/** All matches as jsonata asks for them, one after the other. */
function matches(regex: { lastIndex: number; exec(text: string): RegExpExecArray | null }, text: string) {
  const found: { at: number; groups: string[] }[] = [];
  regex.lastIndex = 0;
  for (let match = regex.exec(text); match && match[0] !== ''; match = regex.exec(text)) {
    found.push({ at: match.index, groups: [...match] });
  }
  return found;
}

const both = (pattern: string, flags: string, text: string) => {
  const regex = new RegExp(pattern, `g${flags}`);
  return [new LinearRegex(regex), regex].map(engine => matches(engine, text));
};

describe('a regex finds what JavaScript finds', () => {
  it.each([
    ['^t=\\w+&s=[\\d.]+', '', 't=20190814T190500&s=1250.50'],
    ['\\s+', '', 'a\u00a0\u202f \t\v\f\ufeffb'],
    ['\\S+', '', 'один\u00a0два три'],
    ['[\\s,;]+', '', 'a,\u00a0b; c'],
    ['[^\\s]+', '', 'a\u00a0b'],
    ['a[\\s\\S]b', '', 'a\nb a\u00a0b axb'],
    ['[^\\S\\n]+', '', 'a \u00a0\nb\t'],
    ['[\\S,]+', '', 'а,б \u2028\u3000в\ufeff'],
    ['a.b', '', 'a\nb a\rb a\u2028b a b'],
    ['^b$', 'm', 'a\nb\nc'],
    ['ёлка', 'i', 'ЁЛКА и Ёлка'],
    ['(\\d+)(x)?', '', '12 3x'],
    ['\\/a\\.b\\-c', '', '/a.b-c'],
    ['[\\]\\-\\/]+', '', 'a]-/b'],
    ['[[a.]+', '', '[a.]'],
    ['(?<year>\\d{4})-(\\d\\d)', '', 'on 2026-01 and 2026-02'],
    ['\\u0041\\x42', '', 'AB'],
    ['😀+', '', 'a😀b'],
    ['\\bcard\\b', '', 'card cards card'],
  ])('/%s/%s', (pattern, flags, text) => {
    const [ours, theirs] = both(pattern, flags, text);
    expect(theirs).not.toEqual([]);
    expect(ours).toEqual(theirs);
  });

  // But for two corners of what is repeated: of a group in it RE2 keeps the last match where JavaScript forgets it, and
  // where it may be empty, as in (a?|.)+, JavaScript tries the other alternative.
  it('whatever the pattern and the text', { tags: ['slow'] }, () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '1',
      ' ',
      '\\d',
      '\\w',
      '\\s',
      '\\S',
      '.',
      '[a1]',
      '[^a\\s]',
      '\\.',
      '\\u00a0',
      'я',
    );
    const filled = fc.letrec(tie => ({
      pattern: fc.oneof(
        { maxDepth: 3 },
        atom,
        fc.tuple(tie('pattern'), tie('pattern')).map(parts => parts.join('')),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
        fc.tuple(tie('pattern'), fc.constantFrom('+', '{1,3}', '+?')).map(([a, b]) => `(?:${a})${b}`),
      ),
    })).pattern as fc.Arbitrary<string>;
    const optional = fc
      .tuple(filled, fc.constantFrom('?', '*', '{0,2}', '??'))
      .map(([a, b]) => `(?:${a})${b}`);
    const pattern = fc
      .array(fc.oneof(filled, optional), { minLength: 1, maxLength: 3 })
      .map(parts => parts.join(''));
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '1', ' ', '\u00a0', '.', 'я', 'Я', '\n', '\r'),
      maxLength: 14,
    });
    fc.assert(
      fc.property(pattern, fc.constantFrom('', 'i', 'm'), text, (source, flags, given) => {
        const [ours, theirs] = both(source, flags, given).map(found =>
          found.map(({ at, groups }) => [at, groups[0]]),
        );
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 2_000 },
    );
  });
});

// In JavaScript's engine each of these takes longer than the universe has been there.
it.each(['/^(a|a)*$/', '/^(a|aa)+$/', '/(a+)+$/', '/^([a-z0-9]|[a-z])*@/', '/a*a*a*a*a*x/'])(
  'takes time in proportion to the text: %s',
  async regex => {
    expect(await evaluated(`$contains("${'a'.repeat(5_000)}!", ${regex})`)).toBe(false);
  },
);

it('serves all functions of JSONata that take a regex', async () => {
  expect(await evaluated('$replace("8 (962)\u00a0048", /[^\\d]+/, "")')).toBe('8962048');
  expect(await evaluated('$split("a,\u00a0b; c", /[,;]\\s*/)')).toEqual(['a', 'b', 'c']);
  expect(await evaluated('$match("2026-01-31", /(\\d+)-(\\d+)/).groups')).toEqual(['2026', '01']);
  expect(await evaluated('$replace("Иванова Мария", /(\\S+) (\\S+)/, "$2 $1")')).toBe('Мария Иванова');
});
