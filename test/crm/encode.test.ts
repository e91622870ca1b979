import { describe, expect, it } from 'vitest';
import { problemsOf, runSteps } from '../mapping/run-steps.js';

const at = 'operations.sendReceiptQr.steps.a';

async function urlOf(step: string, body: unknown): Promise<string> {
  const { calls, failure } = await runSteps(`a:\n  ${step.replaceAll('\n', '\n  ')}`, { body });
  if (failure) throw new Error(failure);
  return calls[0]?.url ?? '';
}

/** Values that would become something else if they were only pasted in. */
const hostile = [
  'a/b',
  '../x',
  'a?b=c',
  'a#b',
  '50%',
  '%2F',
  'Мария',
  'a+b',
  'a&b=c',
  ';x',
  '..%2f',
  '...',
  "a'b",
];

describe('a value in a path', () => {
  it.each(hostile)('%j stays one segment', async x => {
    const url = new URL(await urlOf('get: "/cards/{% $request.body.x %}/bonuses"', { x }));
    const [, cards, value = '', bonuses, ...more] = url.pathname.split('/');
    expect([cards, decodeURIComponent(value), bonuses, more]).toEqual(['cards', x, 'bonuses', []]);
    expect([url.search, url.hash]).toEqual(['', '']);
  });

  it.each(['', '.', '..'])('%j is refused, for it would make another path', async x => {
    for (const path of ['/cards/{% $request.body.x %}', '/cards/{% $request.body.x %}/bonuses']) {
      await expect(urlOf(`get: "${path}"`, { x })).rejects.toThrow(
        `mappingFault: ${at}.get is empty or only dots: no part of a path`,
      );
    }
  });

  it('that is nothing names its place', async () => {
    const { failure, answer, calls } = await runSteps('a:\n  get: "/cards/{% $request.body.x %}"', {
      body: {},
    });
    expect(failure).toBe(`mappingFault: ${at}.get is nothing`);
    expect(answer.failure?.place).toMatchObject({ file: 'test.yaml', line: 12, column: 14 });
    expect(calls).toEqual([]);
  });

  it.each([[null], [{}], [['1', '2']]])('%j is refused', async x => {
    await expect(urlOf('get: "/cards/{% $request.body.x %}"', { x })).rejects.toThrow('must be a text');
  });

  it('keeps all its digits', async () => {
    expect(await urlOf('get: "/cards/{% $request.body.x %}"', { x: 1e21 })).toBe(
      'http://crm.test/cards/1000000000000000000000',
    );
  });

  it('may be one of several, and literal text may be Cyrillic', async () => {
    expect(await urlOf('get: "/карты и/{% 1 %}-{% 2 %}/{% 3 %}"', {})).toBe(
      'http://crm.test/%D0%BA%D0%B0%D1%80%D1%82%D1%8B%20%D0%B8/1-2/3',
    );
  });
});

describe('a path', () => {
  it.each([
    ['cards', 'the path of a call begins with /'],
    ['https://elsewhere.example/x', 'the path of a call begins with /'],
    ['/cards?all=1', 'put them under query:'],
    ['/cards#1', 'put them under query:'],
    ['"{% $request.path %}"', 'the path of a call begins with /'],
    ['[1]', 'the path of a call is a text that begins with /'],
    ['"/a/${P}"', 'put them under query:'],
  ])('%s is a finding', (path, message) => {
    const sections = { params: 'P: {}', given: { P: 'x?y=1' } };
    expect(problemsOf(`a:\n  get: ${path}`, sections).join()).toContain(message);
  });

  it('may hold the text of a param', async () => {
    const sections = { params: 'P: {}', given: { P: 'v2/shop' } };
    const { calls } = await runSteps('a:\n  get: "/${P}/{% 1 %}"', sections);
    expect(calls[0]?.url).toBe('http://crm.test/v2/shop/1');
  });
});

describe('a value in a query', () => {
  it.each([...hostile, '.', '..'])('%j stays one value', async x => {
    const url = new URL(
      await urlOf('get: /c\nquery: { q: "{% $request.body.x %}", r: "<{% $request.body.x %}>" }', { x }),
    );
    expect([...url.searchParams]).toEqual([
      ['q', x],
      ['r', `<${x}>`],
    ]);
    expect(url.pathname).toBe('/c');
  });

  it.each([
    [{}, 'is nothing; write "q?" only if it may be left out'],
    [{ x: '' }, 'is an empty text'],
    [{ x: ' ' }, 'is an empty text'],
    [{ x: '\ud800' }, 'is no valid Unicode'],
    [{ x: [] }, 'is an empty list'],
    [{ x: ['a', ''] }, 'is an empty text'],
    [{ x: { y: 1 } }, 'must be a text'],
  ])('%j is refused: a filter never goes out without its value', async (body, message) => {
    await expect(urlOf('get: /c\nquery: { q: "{% $request.body.x %}" }', body)).rejects.toThrow(
      `mappingFault: ${at}.query.q ${message}`,
    );
  });

  it('may be left out only where the key says so', async () => {
    const step = 'get: /c\nquery: { "q?": "{% $request.body.x %}", "r?": "a{% $request.body.x %}", s: 1 }';
    expect(await urlOf(step, {})).toBe('http://crm.test/c?s=1');
    await expect(urlOf(step, { x: '' })).rejects.toThrow(`${at}.query.q? is an empty text`);
  });

  it('that is a list is repeated', async () => {
    expect(
      await urlOf('get: /c\nquery: { id: "{% $request.body.x %}", n: [1, true] }', { x: ['a', 'b c'] }),
    ).toBe('http://crm.test/c?id=a&id=b%20c&n=1&n=true');
  });
});

describe('a header', () => {
  const header = (x: unknown) =>
    runSteps('a:\n  get: /c\n  headers: { X-Shop: "{% $request.body.x %}" }', { body: { x } });

  it('is sent with its name in lower case', async () => {
    expect((await header('a, b')).calls[0]?.headers).toMatchObject({ 'x-shop': 'a, b' });
  });

  it.each(['a\r\nX-Admin: 1', 'a\nb', 'a\0', 'Мария', 'a\u2028b', 'a\u0085b'])('%j is refused', async x => {
    const { failure, calls } = await header(x);
    expect(failure).toBe(`mappingFault: ${at}.headers.X-Shop holds characters that a header cannot carry`);
    expect(calls).toEqual([]);
  });

  it('that is nothing is an error, or left out', async () => {
    expect((await header(undefined)).failure).toContain(`${at}.headers.X-Shop is nothing`);
    const { calls } = await runSteps('a:\n  get: /c\n  headers: { X-Shop?: "{% $request.body.x %}" }', {
      body: {},
    });
    expect(calls[0]?.headers).not.toHaveProperty('x-shop');
  });

  it('of the call wins over that of the CRM, and neither over the token', async () => {
    const { calls } = await runSteps('a:\n  get: /c\n  headers: { X-B: step, Authorization: mine }', {
      params: 'TOKEN: { secret: true }',
      given: { TOKEN: 's3cret' },
      crm: 'auth: { bearer: "${TOKEN}" }\nheaders: { X-A: crm, x-b: crm, X-C: "${TOKEN}" }',
    });
    expect(calls[0]?.headers).toEqual({
      accept: 'application/json',
      'user-agent': 'loyalty-gw',
      'x-a': 'crm',
      'x-b': 'step',
      'x-c': 's3cret',
      authorization: 'Bearer s3cret',
    });
  });

  it.each(['"X Y"', '"X:"', '"Имя"', 'Host', 'content-length', 'Transfer-Encoding', 'Accept-Encoding'])(
    '%s is a finding',
    name => {
      expect(problemsOf(`a:\n  get: /c\n  headers: { ${name}: x }`)).toEqual([
        expect.stringMatching(/^header-name: /),
      ]);
    },
  );
});

describe('credentials of Koshelek', () => {
  it('never reach the CRM', async () => {
    const { calls } = await runSteps('a:\n  post: /c\n  body: "{% $request %}"', {
      top: 'requestHeaders: [X-Trace]',
      request: { headers: { Authorization: 'Basic a29zaGVsZWs=', Cookie: 'a=b', 'X-Trace': '1' } },
    });
    expect(JSON.stringify(calls)).not.toMatch(/Basic|cookie/i);
    expect(JSON.parse(calls[0]?.body ?? '').headers).toEqual({ 'x-trace': '1' });
  });

  it.each(['Authorization', 'cookie', 'Proxy-Authorization'])('%s cannot be asked for', name => {
    expect(problemsOf('a: { get: /c }', { top: `requestHeaders: [${name}]` })).toEqual([
      expect.stringContaining('it holds credentials'),
    ]);
  });
});

describe('a body', () => {
  const bodyOf = async (body: string, x?: unknown) => {
    const { calls, failure } = await runSteps(`a:\n  post: /c\n  body: ${body}`, { body: { x } });
    if (failure) throw new Error(failure);
    return calls[0]?.body;
  };

  it.each([
    ['{ "b?": "{% $request.body.x %}" }', '{}'],
    ['{ a: { "b?": "{% $request.body.x %}" } }', '{"a":{}}'],
    ['{ "a?": { "b?": "{% $request.body.x %}" } }', '{}'],
    ['{ "a?": { "b?": "{% $request.body.x %}", c: 1 } }', '{"a":{"c":1}}'],
    ['{ "a?": { b: { "c?": "{% $request.body.x %}" } } }', '{"a":{"b":{}}}'],
    ['{ "a?": { "b?": { "c?": "{% $request.body.x %}" } } }', '{}'],
    ['{ "a?": {}, "b?": [], c: {}, d: [], e: null }', '{"a":{},"b":[],"c":{},"d":[],"e":null}'],
    ['{ "why??": 1, "a?": "" }', '{"why?":1,"a":""}'],
    [
      '{ n: 4700000000000072783, m: 1e21, k: -0.0000001 }',
      '{"n":4700000000000072783,"m":1000000000000000000000,"k":-0.0000001}',
    ],
    [`{ n: "{% $numeral('9001234567890123456') %}" }`, '{"n":9001234567890123456}'],
    ['[]', '[]'],
    ['"{% 1 %}"', '1'],
    ['null', 'null'],
  ])('%s is sent as %s', async (yaml, json) => {
    expect(await bodyOf(yaml)).toBe(json);
  });

  it.each([
    ['{ b: "{% $request.body.x %}" }', 'body.b is nothing; write "b?" only if it may be left out'],
    ['{ "a?": { b: "{% $request.body.x %}" } }', 'body.a?.b is nothing'],
    ['{ a: [1, { b: { c: "{% $request.body.x %}" } }] }', 'body.a[1].b.c is nothing'],
    ['{ a: [1, "{% $request.body.x %}"] }', 'body.a[1] is nothing'],
    ['{ a: "<{% $request.body.x %}>" }', 'body.a is nothing'],
    ['"{% $request.body.x %}"', 'body is nothing'],
  ])('%s names the leaf that is nothing', async (yaml, message) => {
    await expect(bodyOf(yaml)).rejects.toThrow(`mappingFault: ${at}.${message}`);
  });

  it('carries what JSONata made without losing null and false', async () => {
    expect(await bodyOf('{ a: "{% $request.body.x %}" }', { n: null, f: false, e: '', l: [] })).toBe(
      '{"a":{"n":null,"f":false,"e":"","l":[]}}',
    );
  });

  it('says what it is', async () => {
    const { calls } = await runSteps(
      'a:\n  post: /c\n  body: { a: я }\nb:\n  post: /c\n  headers: { Content-Type: application/vnd.crm+json }\n  body: {}\nc:\n  post: /c',
    );
    expect(calls.map(call => [call.headers['content-type'], call.body])).toEqual([
      ['application/json; charset=utf-8', '{"a":"я"}'],
      ['application/vnd.crm+json', '{}'],
      [undefined, undefined],
    ]);
  });
});

describe('a key whose param has no value', () => {
  const params = 'FIELD: {}\nOTHER: { default: o }';
  const step = (mark: string) => `a:
  post: /a
  query: { q: 1, "\${FIELD}${mark}": 2 }
  headers: { "\${FIELD}${mark}": x }
  body: { "\${FIELD}${mark}": 3, "\${OTHER}${mark}": 4 }`;

  it('is left out where the key may be', async () => {
    const { calls, failure } = await runSteps(step('?'), { params });
    expect(failure).toBeUndefined();
    expect([calls[0]?.url, calls[0]?.body]).toEqual(['http://crm.test/a?q=1', '{"o":4}']);
  });

  it('is an error of check where it may not', () => {
    expect(problemsOf(step(''), { params })).toEqual(
      Array(3).fill(
        'unset-param: a param in this key has no value and no default (set it, or let the member be left out: "${FIELD}?")',
      ),
    );
  });
});
