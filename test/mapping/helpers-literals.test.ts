import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HelperError } from '../../src/mapping/helpers/helper.js';
import { call, outcome } from './helper-call.js';
import { evaluated, mappingOf, runMapping } from './run-steps.js';

const runs = { numRuns: 2000 };

/** Any text, and often what has a meaning in one of the languages. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        "'",
        "''",
        '\\',
        '\\u0027',
        '"',
        '%',
        '_',
        '(',
        ')',
        ':',
        ' or ',
        '\n',
        '\0',
        '&',
        '=',
        'é',
        'я',
        '😀',
        'a',
      ),
    )
    .map(parts => parts.join('')),
);
const isBlank = (value: string) => value.trim() === '';

/** The text of a literal that is all of it, by the rules of the language and not by those of the helper. */
type Reader = (literal: string) => string | undefined;

/** Salesforce, SOQL and SOSL Reference, "Quoted String Escape Sequences": anything else behind a backslash is an error. */
const readSoql: Reader = literal => {
  let read = '';
  let at = 1;
  if (literal[0] !== "'") return undefined;
  while (at < literal.length && literal[at] !== "'") {
    const character = literal.charAt(at);
    // The text of a query is one line.
    if (character < ' ') return undefined;
    if (character !== '\\') {
      read += character;
      at++;
    } else if (literal[at + 1] === 'u' && /^[0-9a-f]{4}$/i.test(literal.slice(at + 2, at + 6))) {
      read += String.fromCharCode(Number.parseInt(literal.slice(at + 2, at + 6), 16));
      at += 6;
    } else {
      const meant = { "'": "'", '\\': '\\', n: '\n', r: '\r', t: '\t' }[literal.charAt(at + 1)];
      if (meant === undefined) return undefined;
      read += meant;
      at += 2;
    }
  }
  return at === literal.length - 1 ? read : undefined;
};

/** OData 4.01, ABNF: string = SQUOTE *( SQUOTE-in-string / pchar-no-SQUOTE ) SQUOTE. */
const readOdata: Reader = literal => {
  let read = '';
  let at = 1;
  if (literal[0] !== "'") return undefined;
  while (at < literal.length) {
    if (literal[at] !== "'") read += literal[at++];
    else if (literal[at + 1] !== "'") break;
    else {
      read += "'";
      at += 2;
    }
  }
  return at === literal.length - 1 ? read : undefined;
};

/** Dolibarr finds each criterion of a filter by a regex (functions.lib.php, dolForgeCriteriaCallback). */
const readSqlFilter: Reader = literal => {
  const filter = `(t.email:=:${literal}) and (t.status:=:1)`;
  const criteria = [...filter.matchAll(/\(([^:'()]+:[^:'()]+:[^()]+)\)/g)].map(
    ([, criterion = '']) => criterion,
  );
  return criteria.length === 2 ? /^[^:]*:[^:]*:\s*'([^\n]*)'\s*$/.exec(criteria[0] ?? '')?.[1] : undefined;
};

/** Whether a pattern of LIKE fits a text, with a backslash as PostgreSQL has it. */
function isLike(pattern: string, subject: string): boolean {
  if (pattern === '') return subject === '';
  const [first = '', ...rest] = pattern;
  const [head, ...tail] = subject;
  if (first === '%')
    return isLike(rest.join(''), subject) || (head !== undefined && isLike(pattern, tail.join('')));
  if (first === '_') return head !== undefined && isLike(rest.join(''), tail.join(''));
  if (first === '\\')
    return rest[0] === head && head !== undefined && isLike(rest.slice(1).join(''), tail.join(''));
  return first === head && isLike(rest.join(''), tail.join(''));
}

describe('a literal', () => {
  it.each([
    ['soql', readSoql],
    ['odata', readOdata],
  ] as const)('of $%s is the text, whatever the text (2000 runs)', (name, read) => {
    fc.assert(
      fc.property(text, value => {
        const literal = outcome(name, value);
        if (isBlank(value)) expect(literal).toEqual(new HelperError('the text is blank'));
        else expect(read(literal as string)).toBe(value);
      }),
      runs,
    );
  });

  it('of $sqlFilter is the text, or none is made (2000 runs)', () => {
    fc.assert(
      fc.property(text, value => {
        const literal = outcome('sqlFilter', value);
        if (literal instanceof HelperError)
          expect(isBlank(value) || /['"()\\\p{Cc}]/u.test(value)).toBe(true);
        else expect(readSqlFilter(literal as string)).toBe(value);
      }),
      runs,
    );
  });

  it('would be another text without them', () => {
    expect(readSoql("'o'neil'")).toBeUndefined();
    expect(readSoql("'a\\'")).toBeUndefined();
    expect(readOdata("'o'neil'")).toBeUndefined();
    expect(readSqlFilter("'') or (t.rowid:>:0'")).toBeUndefined();
  });

  it.each([
    ['soql', 7, "'7'"],
    ['odata', 1e21, "'1000000000000000000000'"],
    ['sqlFilter', 7, "'7'"],
    ['soql', 'a\nb', "'a\\u000ab'"],
  ])('of $%s(%j) is %s', (name, value, literal) => {
    expect(call(name, value)).toBe(literal);
  });

  it.each(['soql', 'odata', 'sqlFilter', 'sqlLike', 'urlPart'])(
    'of $%s is none for half a character',
    name => {
      expect(() => call(name, 'a\ud83d')).toThrow('the text is no valid Unicode');
    },
  );

  it('goes over the wire as one value', async () => {
    const steps =
      'a:\n  get: /query\n  query: { q: "SELECT Id FROM Contact WHERE Email = {% $soql($request.body.email) %}" }';
    const { calls } = await runMapping(mappingOf(steps), { body: { email: "x' OR Name != '" } });
    expect(new URL(calls[0]?.url ?? '').searchParams.get('q')).toBe(
      "SELECT Id FROM Contact WHERE Email = 'x\\' OR Name != \\''",
    );
  });
});

describe('$sqlLike', () => {
  it('fits the text and nothing else (2000 runs)', () => {
    const short = fc
      .array(fc.constantFrom('a', 'b', '%', '_', '\\'), { minLength: 1, maxLength: 6 })
      .map(all => all.join(''));
    fc.assert(
      fc.property(short, short, (value, other) => {
        const pattern = call('sqlLike', value) as string;
        expect(isLike(pattern, value)).toBe(true);
        expect(isLike(pattern, other)).toBe(value === other);
      }),
      runs,
    );
  });
});

describe('$urlPart', () => {
  it('is one part of a path and one value of a query (2000 runs)', () => {
    fc.assert(
      fc.property(text, value => {
        const part = outcome('urlPart', value);
        if (part instanceof HelperError) {
          expect(isBlank(value) || value === '.' || value === '..').toBe(true);
          return;
        }
        const url = new URL(`http://crm.test/cards/${part}/bonuses?a=1&q=${part}&z=2`);
        expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'cards', value, 'bonuses']);
        expect([...url.searchParams].flat()).toEqual(['a', '1', 'q', value, 'z', '2']);
      }),
      runs,
    );
  });
});

describe('$queryString', () => {
  /** As PHP's parse_str reads it. */
  function parsed(query: string): unknown {
    const root: Record<string, unknown> = Object.create(null);
    for (const [name, value] of new URLSearchParams(query)) {
      const [, first = '', rest = ''] = /^([^[]*)(.*)$/s.exec(name) ?? [];
      const keys = [first, ...[...rest.matchAll(/\[([^\]]*)\]/gs)].map(([, key = '']) => key)];
      let at = root;
      for (const key of keys.slice(0, -1)) {
        at[key] ??= Object.create(null);
        at = at[key] as Record<string, unknown>;
      }
      at[keys.at(-1) ?? ''] = value;
    }
    return root;
  }

  it('is the object, when PHP reads it (2000 runs)', () => {
    const key = fc.stringMatching(/^[^[\]\s]{1,8}$/);
    const leaf = text.filter(value => !isBlank(value));
    const { tree } = fc.letrec(tie => ({
      tree: fc.oneof({ maxDepth: 3 }, leaf, fc.dictionary(key, tie('tree'), { minKeys: 1, maxKeys: 3 })),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 3 }), fields => {
        expect(parsed(call('queryString', fields) as string)).toEqual(fields);
      }),
      runs,
    );
  });

  it.each([
    [{ a: 1, b: true, c: 'я' }, 'a=1&b=true&c=%D1%8F'],
    [{ a: [{ id: 7 }] }, 'a%5B0%5D%5Bid%5D=7'],
    [{ 'a&b': "1'(2)" }, 'a%26b=1%27%282%29'],
  ])('of %j is %s', (fields, query) => {
    expect(call('queryString', fields)).toBe(query);
  });

  it('keeps a long number and refuses what is nested without end', async () => {
    expect(await evaluated("$queryString({'n': $numeral('9001234567890123456')})")).toBe(
      'n=9001234567890123456',
    );
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) deep = { deep };
    expect(() => call('queryString', deep)).toThrow('the query is too deep');
  });

  it.each([{}, { a: [] }, { a: {} }, { a: null }, { a: ' ' }, { a: [1, ''] }])('refuses %j', fields => {
    expect(() => call('queryString', fields)).toThrow('a value of the query is empty');
  });

  it('refuses half a character', () => {
    expect(() => call('queryString', { a: '\ud83d' })).toThrow(HelperError);
    expect(() => call('queryString', { '\ud83d': 'a' })).toThrow(HelperError);
  });
});
