import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemsOf, runSteps } from '../mapping/run-steps.js';

/** What the one call of a step holds whose reply is read in a way; or the failure. */
async function held(format: string, body: string | Uint8Array, type?: string, mayBeCut?: true) {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  const reply = {
    status: 200,
    headers,
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    ...(mayBeCut && { mayBeCut }),
  };
  const steps = `a:\n  get: /a\n  reply: ${format}`;
  const { values, failure } = await runSteps(steps, { wire: { exchange: async () => reply } });
  return failure ?? values.a;
}

const bad = (why: string) => `crmBadReply: the reply is a failure: the body ${why}`;

describe('a reply that is text', () => {
  it.each(['4700000000000072783', ' OK\r\n', '{"a":1}', '12345678901234567.890', 'Мария'])(
    '%j arrives as it is',
    async text => {
      expect(await held('text', text)).toBe(text);
    },
  );

  it.each(['<html><body>no</body></html>', '\n<!DOCTYPE html><p>', '<HTML lang="ru">'])(
    'and is a page of HTML is a failure: %s',
    async page => {
      expect(await held('text', page)).toBe(bad('is no plain text (no content type)'));
    },
  );

  it('that is empty holds nothing', async () => {
    expect(await held('text', '')).toMatch(/^crmBadReply: .*an empty body/);
  });
});

describe('a reply that is a form', () => {
  it.each<[string, unknown]>([
    ['a=1&b=', { a: '1', b: '' }],
    ['n=4700000000000072783&m=1.50', { n: '4700000000000072783', m: '1.50' }],
    ['n=1&n=2&n=3', { n: ['1', '2', '3'] }],
    ['q=a+b%2Bc%26&%D0%B8=%D0%9C%D0%B0%D1%80%D0%B8%D1%8F', { q: 'a b+c&', и: 'Мария' }],
    ['a[b]=1&a%5Bc%5D=2', { 'a[b]': '1', 'a[c]': '2' }],
    ['a=b=c&&d=1\r\n', { a: 'b=c', d: '1' }],
    ['__proto__=1&toString=2&__proto__[x]=3', { toString: '2', '__proto__[x]': '3' }],
  ])('%s', async (text, fields) => {
    expect(await held('form', text)).toEqual(fields);
  });

  it.each(['OK', 'a=1&b', '=1', 'a=%', 'a=%4', 'a=%zz', '<html>a=1</html>', '{"a":"="}', 'a=1 2', 'a=Мария'])(
    '%s is none',
    async text => {
      expect(await held('form', text)).toBe(bad('is no form (no content type)'));
    },
  );

  it('has its escapes in UTF-8, or in the charset that it names', async () => {
    expect(await held('form', 'a=%CC%E0%F0%E8%FF')).toBe(bad('is no UTF-8 (no content type)'));
    const type = 'application/x-www-form-urlencoded; charset=windows-1251';
    expect(await held('form', 'a=%CC%E0%F0%E8%FF', type)).toEqual({ a: 'Мария' });
  });

  it('has a bounded number of fields', async () => {
    expect(await held('form', 'a=1&'.repeat(100_001))).toBe(bad('is no form (no content type)'));
  });

  it('says what URLSearchParams wrote, 300 runs', { tags: ['slow'] }, async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 8 });
    const name = text.filter(it => it !== '' && it !== '__proto__');
    const pairs = fc.uniqueArray(fc.tuple(name, text), { selector: ([it]) => it, minLength: 1 });
    await fc.assert(
      fc.asyncProperty(pairs, async given => {
        expect(await held('form', String(new URLSearchParams(given)))).toEqual(Object.fromEntries(given));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a reply that is XML', () => {
  it.each<[string, unknown]>([
    ['<a/>', { a: '' }],
    ['<n>4700000000000072783</n>', { n: '4700000000000072783' }],
    [
      '<a><n>007</n><m>1.50</m><b>true</b><e> 1e5 </e></a>',
      { a: { n: '007', m: '1.50', b: 'true', e: ' 1e5 ' } },
    ],
    ['<a>\n  <b>1</b>\n  <b>2</b>\n  <c/>\n</a>', { a: { b: ['1', '2'], c: '' } }],
    ['<a><b>1</b></a>', { a: { b: '1' } }],
    ['<a x="1" y=\'2\'/>', { a: { '@x': '1', '@y': '2' } }],
    ['<a x="1">t</a>', { a: { '@x': '1', '#text': 't' } }],
    ['<a>x<b>y</b>z</a>', { a: { b: 'y', '#text': 'xz' } }],
    ['<a x="&quot;&lt;&#1071;&#x42F;">&amp;lt; &apos;</a>', { a: { '@x': '"<ЯЯ', '#text': "&lt; '" } }],
    ['<a><![CDATA[<b> &amp; ]]]]><![CDATA[>]]></a>', { a: '<b> &amp; ]]>' }],
    ['<s:E xmlns:s="u"><s:B/></s:E>', { 's:E': { '@xmlns:s': 'u', 's:B': '' } }],
    ['<a><toString>1</toString><length>2</length></a>', { a: { toString: '1', length: '2' } }],
    ['<?xml version="1.0" encoding="UTF-8"?>\n<!-- a --><a>1</a><!-- </a> -->\n<?b c?>\n', { a: '1' }],
    ['<a />', { a: '' }],
    ['<a></a >', { a: '' }],
  ])('%s', async (text, value) => {
    expect(await held('xml', text)).toEqual(value);
  });

  it.each([
    'OK',
    '{"a":1}',
    ' ',
    '<a>',
    '<a><b></a></b>',
    '<a/><b/>',
    '<a/>trailing',
    '<a/>trailing<!-- b -->',
    '<a></a>/>',
    '<a></a>b</a>',
    'leading<a/>',
    '<a><b></b',
    '<a x=1/>',
    '<a x="1" x="2"/>',
    '<a>& </a>',
    '<a>&nbsp;</a>',
    '<a x="&b;"/>',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>&#1114112;</a>',
    '<a><![CDATA[</a>',
    '<a><__proto__><x>1</x></__proto__></a>',
    '<a><constructor/></a>',
    '<html><body>no</body></html>',
    '<!DOCTYPE html><html/>',
    '<!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    '<!doctype a><a/>',
  ])('%s is none', async text => {
    expect(await held('xml', text)).toBe(bad('is no XML (no content type)'));
  });

  it('may be as deep as JSON and no deeper, and has a bounded number of tags', async () => {
    const deep = (depth: number) => held('xml', `${'<a>'.repeat(depth)}1${'</a>'.repeat(depth)}`);
    expect(await deep(100)).toMatchObject({ a: { a: { a: {} } } });
    expect(await deep(101)).toBe(bad('is no XML (no content type)'));
    expect(await held('xml', `<a>${'<b/>'.repeat(100_000)}</a>`)).toBe(bad('is no XML (no content type)'));
  });

  it('is one or many alike in a list', async () => {
    const list = async (text: string) => {
      const steps = 'a:\n  get: /a\n  reply: xml\n  take: "[$reply.body.rows.row]"';
      return (await runSteps(steps, { replyTo: () => ({ text }) })).values.a;
    };
    expect(await list('<rows/>')).toEqual([]);
    expect(await list('<rows><row>1</row></rows>')).toEqual(['1']);
    expect(await list('<rows><row>1</row><row>2</row></rows>')).toEqual(['1', '2']);
  });

  it('gives back every text and attribute, 300 runs', async () => {
    const char = fc.constantFrom(
      'a',
      'Я',
      '<',
      '>',
      '&',
      '"',
      "'",
      ' ',
      '\n',
      ']]>',
      '-->',
      '&amp;',
      '😀',
      '007',
    );
    const text = fc.array(char, { minLength: 1, maxLength: 8 }).map(parts => parts.join(''));
    const escaped = (it: string) => it.replace(/[<>&"'\n]/g, mark => `&#${mark.codePointAt(0)};`);
    await fc.assert(
      fc.asyncProperty(text, text, async (one, other) => {
        const cdata = one
          .split(']]>')
          .map(part => `<![CDATA[${part}]]>`)
          .join(']]&gt;');
        const xml = `<r a="${escaped(other)}"><x>${escaped(one)}</x><y>${cdata}</y></r>`;
        expect(await held('xml', xml)).toEqual({ r: { '@a': other, x: one, y: one } });
      }),
      { numRuns: 300 },
    );
  });
});

/** Мария in single bytes and in pairs of them. */
const maria: [string, number[]][] = [
  ['windows-1251', [0xcc, 0xe0, 0xf0, 0xe8, 0xff]],
  ['"WINDOWS-1251"', [0xcc, 0xe0, 0xf0, 0xe8, 0xff]],
  ['koi8-r', [0xed, 0xc1, 0xd2, 0xc9, 0xd1]],
  ['utf-16le', [...Buffer.from('Мария', 'utf16le')]],
  ['utf-16', [...Buffer.from('Мария', 'utf16le')]],
  ['utf-16be', [...Buffer.from('Мария', 'utf16le').swap16()]],
  ['utf-8', [...Buffer.from('Мария')]],
];

describe('a charset', () => {
  it.each(maria)('%s is read', async (charset, bytes) => {
    expect(await held('text', Uint8Array.from(bytes), `text/plain; charset=${charset}`)).toBe('Мария');
  });

  it.each([
    ['{"a":"Мария"}', 'json', { a: 'Мария' }],
    ['<a>Мария</a>', 'xml', { a: 'Мария' }],
    ['Мария', 'text', 'Мария'],
  ])('that the mark of the body says wins over the header: %s', async (text, format, value) => {
    const type = 'text/plain; charset=koi8-r';
    const marked = Buffer.from(`\uFEFF${text}`, 'utf16le');
    expect(await held(format, marked, type)).toEqual(value);
    expect(await held(format, Buffer.from(marked).swap16(), type)).toEqual(value);
    expect(await held(format, `\uFEFF${text}`, type)).toEqual(value);
  });

  it('of XML may stand in its declaration, and the header wins', async () => {
    const xml = (name: string) =>
      Buffer.concat([
        Buffer.from(`<?xml version="1.0" encoding="${name}"?><a>`),
        Uint8Array.from([0xcc, 0xe0, 0xf0, 0xe8, 0xff]),
        Buffer.from('</a>'),
      ]);
    expect(await held('xml', xml('windows-1251'))).toEqual({ a: 'Мария' });
    expect(await held('xml', xml('koi8-r'), 'text/xml; charset=windows-1251')).toEqual({ a: 'Мария' });
    expect(await held('xml', xml('UTF-8'))).toBe(bad('is no UTF-8 (no content type)'));
    expect(await held('xml', xml('klingon'))).toBe(
      bad('is in a charset that nobody knows (no content type)'),
    );
  });

  it.each(['json', 'form', 'text', 'xml'])('that nobody knows is a failure: %s', async format => {
    const type = 'text/plain; charset=79620480100';
    expect(await held(format, '1', type)).toBe(bad('is in a charset that nobody knows (text/plain)'));
  });

  it.each(['cp-1251x', 'windows1252x', 'ISO-8859-99', 'utf8mb4', 'x-win-1251'])(
    'that nobody knows is named where it is nearly one: %s',
    async name => {
      const message = bad(`is in the charset ${name}, which nobody knows (application/json)`);
      expect(await held('json', '[]', `application/json; charset=${name}`)).toBe(message);
    },
  );

  it.each([
    'Ivanova',
    'cp79620480100',
    'windows-Ivanova',
    'iso-8859-1-2-3-4-5',
    'utf 8',
    `cp${'-'.repeat(50)}`,
    'cp\u001b',
  ])('that nobody knows is not named where it may be anything: %j', async name => {
    const message = bad('is in a charset that nobody knows (application/json)');
    expect(await held('json', '[]', `application/json; charset="${name}"`)).toBe(message);
  });

  it('that the bytes are not in is a failure', async () => {
    expect(await held('text', Uint8Array.from([0xcc]))).toBe(bad('is no UTF-8 (no content type)'));
    expect(await held('text', Uint8Array.from([0xcc]), 'text/plain; charset=utf-16le')).toBe(
      bad('is no UTF-16LE (text/plain)'),
    );
  });
});

describe('a body that may be cut', () => {
  it.each([
    ['text', '1250'],
    ['form', 'sum=1250'],
    ['json', '1250'],
    ['json', '4700000000000072783'],
  ])('is a failure where nothing tells its end: %s', async (format, body) => {
    expect(await held(format, body, undefined, true)).toBe(
      bad('has no length, so it may be cut (no content type)'),
    );
  });

  it.each([
    ['json', '{"a":1}', { a: 1 }],
    ['json', '[]', []],
    ['xml', '<a>1</a>', { a: '1' }],
  ])('is read where it tells its end itself: %s', async (format, body, value) => {
    expect(await held(format, body, undefined, true)).toEqual(value);
  });
});

describe('reply', () => {
  it('may be said for the whole CRM, and a call says it in its place', async () => {
    const { values, calls } = await runSteps('a: { get: /a }\nb: { get: /b, reply: json }', {
      crm: 'reply: text',
      replyTo: () => ({ text: '[1]' }),
    });
    expect(values).toEqual({ a: '[1]', b: [1] });
    expect(calls.map(({ headers }) => headers.accept)).toEqual(['text/plain, */*;q=0.5', 'application/json']);
  });

  it.each([
    ['reply: jsn', 'there is no kind of reply "jsn"; did you mean "json"?'],
    ['reply: text\n  asText: [n]', 'asText is for replies in JSON, and this one is text'],
    ['reply: xml\n  keepNulls: true', 'keepNulls is for replies in JSON, and this one is xml'],
  ])('%j is a finding', (line, message) => {
    expect(problemsOf(`a:\n  get: /a\n  ${line}`).join()).toContain(message);
  });
});
