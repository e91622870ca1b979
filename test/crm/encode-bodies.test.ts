import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import qs from 'qs';
import { describe, expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { Mapping } from '../../src/mapping/mapping.js';
import { blocksOf } from '../docs/blocks.js';
import {
  findingsOf,
  problemsOf,
  runMapping,
  runSteps,
  type Sections,
  spotted,
} from '../mapping/run-steps.js';

const at = 'operations.sendReceiptQr.steps.a';

/** The call that a step makes, of whose request `x` is a member of the body. */
async function sent(step: string, x?: unknown, sections: Sections = {}) {
  const steps = `a:\n  post: /c\n  ${step.replaceAll('\n', '\n  ')}`;
  const { calls, failure } = await runSteps(steps, { ...sections, body: { x } });
  if (failure) throw new Error(failure);
  const { url = '', body = '', headers = {} } = calls[0] ?? {};
  return { query: url.slice('http://crm.test/c'.length), body, type: headers['content-type'] };
}

const x = '"{% $request.body.x %}"';
const hostile = ['a&b=c', 'a+b c', '%', '#', 'Мария', '\r\n', '\0', '😀', "!'()*~", ' ', '[0]'];

describe('a form', () => {
  it.each(hostile)('carries %j as one value', async value => {
    const { body, type } = await sent(`form: { q: ${x}, r: "<{% $request.body.x %}>" }`, value);
    expect([...new URLSearchParams(body)]).toEqual([
      ['q', value],
      ['r', `<${value}>`],
    ]);
    expect(body).toBe(String(new URLSearchParams({ q: value, r: `<${value}>` })));
    expect(type).toBe('application/x-www-form-urlencoded');
  });

  it.each<[string, unknown, string]>([
    ['{ a: 1, b: true, c: "", d: x y }', undefined, 'a=1&b=true&c=&d=x+y'],
    [
      '{ n: 4700000000000072783, m: 1e21, k: 0.10000000000000000001 }',
      undefined,
      'n=4700000000000072783&m=1000000000000000000000&k=0.10000000000000000001',
    ],
    [`{ n: ${x} }`, 1e21, 'n=1000000000000000000000'],
    [`{ n: "{% $numeral($request.body.x) %}" }`, '9001234567890123456', 'n=9001234567890123456'],
    [`{ "a?": ${x}, b: 1 }`, undefined, 'b=1'],
    [`{ "a?": ${x} }`, undefined, ''],
    [`{ a: ${x} }`, ['1', 2], 'a=1&a=2'],
    ['{ "filter[name]": 1 }', undefined, 'filter%5Bname%5D=1'],
    ['{ "why??": 1 }', undefined, 'why%3F=1'],
  ])('%s is sent', async (form, value, body) => {
    expect((await sent(`form: ${form}`, value)).body).toBe(body);
  });

  it.each<[string, unknown, string]>([
    [`{ a: ${x} }`, undefined, `${at}.form.a is nothing; write "a?" only if it may be left out`],
    [`{ a: ${x} }`, null, `${at}.form.a must be a text, a number or true/false here, not null`],
    [`{ a: ${x} }`, [], `${at}.form.a is an empty list`],
    [
      `{ a: ${x} }`,
      { b: 1 },
      `${at}.form.a must be a text, a number or true/false here, not a structure; nested: json`,
    ],
    [`{ a: ${x} }`, '\ud800', `${at}.form.a is no valid Unicode`],
  ])('%s is refused for %j', async (form, value, message) => {
    await expect(sent(`form: ${form}`, value)).rejects.toThrow(`mappingFault: ${message}`);
  });

  it('has the content type that the call says', async () => {
    const headers = 'headers: { Content-Type: application/x-www-form-urlencoded; charset=UTF-8 }';
    expect(
      (await sent(`form: { a: я }\n${headers.replace(': a', ': "a').replace('8 }', '8" }')}`)).type,
    ).toBe('application/x-www-form-urlencoded; charset=UTF-8');
  });
});

describe('nested: json', () => {
  it.each<[string, unknown, unknown]>([
    [`{ a: { b: ${x}, "c?": "{% $request.body.y %}" } }`, ['1', 2, null], { a: '{"b":["1",2,null]}' }],
    [`{ a: ${x}, b: 1 }`, { n: [] }, { a: '{"n":[]}', b: '1' }],
    ['{ a: [1, 2], b: {}, c: [] }', undefined, { a: '[1,2]', b: '{}', c: '[]' }],
    ['{ a: { n: 4700000000000072783 } }', undefined, { a: '{"n":4700000000000072783}' }],
    ['{ a: text }', undefined, { a: 'text' }],
    [`{ "a?": { "b?": "{% $request.body.y %}" }, c: 1 }`, undefined, { c: '1' }],
  ])('%s', async (fields, value, pairs) => {
    const { body } = await sent(`form: ${fields}\nnested: json`, value);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual(pairs);
    const { query } = await sent(`query: ${fields}\nnested: json`, value);
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual(pairs);
  });

  it('names the leaf that is nothing', async () => {
    await expect(sent(`form: { a: { b: [{ c: ${x} }] } }\nnested: json`)).rejects.toThrow(
      `${at}.form.a.b[0].c is nothing`,
    );
  });
});

describe('nested: brackets', () => {
  it.each<[string, unknown, [string, string][]]>([
    [
      `{ customer: { phones: [{ number: ${x} }], "email?": "{% $request.body.y %}" }, site: shop }`,
      '+79620480100',
      [
        ['customer[phones][0][number]', '+79620480100'],
        ['site', 'shop'],
      ],
    ],
    [
      '{ a: [1, [true, x]] }',
      undefined,
      [
        ['a[0]', '1'],
        ['a[1][0]', 'true'],
        ['a[1][1]', 'x'],
      ],
    ],
    ['{ "a[b]": { c: 4700000000000072783 } }', undefined, [['a[b][c]', '4700000000000072783']]],
  ])('%s', async (fields, value, pairs) => {
    const { body } = await sent(`form: ${fields}\nnested: brackets`, value);
    expect([...new URLSearchParams(body)]).toEqual(pairs);
    const { query } = await sent(`query: ${fields}\nnested: brackets`, value);
    expect([...new URLSearchParams(query)]).toEqual(pairs);
  });

  it.each<[unknown, string]>([
    [{ b: [] }, 'holds an empty list or an empty object'],
    [{ b: {} }, 'holds an empty list or an empty object'],
    [[], 'holds an empty list or an empty object'],
    [{ b: null }, 'must be a text, a number or true/false here, not null'],
    [{ 'b][c': 1 }, 'has a key that is empty or has brackets in it'],
    [{ '': 1 }, 'has a key that is empty or has brackets in it'],
  ])('refuses %j', async (value, message) => {
    for (const place of ['form', 'query'])
      await expect(sent(`${place}: { a: ${x} }\nnested: brackets`, value)).rejects.toThrow(
        `mappingFault: ${at}.${place}.a ${message}`,
      );
  });

  it('never sends a filter without its value', async () => {
    await expect(sent(`query: { f: { a: ${x} } }\nnested: brackets`, '')).rejects.toThrow(
      `${at}.query.f is an empty text`,
    );
  });

  it('says what an independent reader reads, 300 runs', { tags: ['slow'] }, async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 4 })
      .filter(key => /^[^[\]\d]+$/.test(key));
    // Names that objects have, such as `__proto__`, qs does not read.
    const key = name.filter(it => !(it in {}));
    const leaf = fc.string({ unit: 'grapheme', maxLength: 6 });
    const { tree } = fc.letrec<{ tree: unknown }>(tie => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    const mapping = `form: { a: ${x} }\nnested: brackets`;
    await fc.assert(
      fc.asyncProperty(tree, async value => {
        const { body } = await sent(mapping, value);
        expect(qs.parse(body, { depth: Number.POSITIVE_INFINITY })).toEqual({ a: value });
      }),
      { numRuns: 300 },
    );
  });
});

describe('nested', () => {
  it('may be said for the whole CRM, and a call says it in its place', async () => {
    const { calls } = await runSteps(
      'a:\n  get: /a\n  query: { f: { n: 1 } }\nb:\n  post: /b\n  form: { f: { n: 1 } }\n  nested: json',
      { crm: 'nested: brackets' },
    );
    expect(calls.map(({ url, body }) => decodeURIComponent(body ?? url))).toEqual([
      'http://crm.test/a?f[n]=1',
      'f={"n":1}',
    ]);
  });
});

describe('a text', () => {
  it.each<[string, unknown, string]>([
    [x, ' Мария\r\n', ' Мария\r\n'],
    ['"<id>{% $request.body.x %}</id>"', 1e21, '<id>1000000000000000000000</id>'],
    ['|\n  one\n  two', undefined, 'one\ntwo\n'],
    ['4700000000000072783', undefined, '4700000000000072783'],
    ['""', undefined, ''],
  ])('%j is sent as it is', async (text, value, body) => {
    expect(await sent(`text: ${text}`, value)).toMatchObject({ body, type: 'text/plain; charset=utf-8' });
  });

  it.each<[unknown, string]>([
    [undefined, 'is nothing'],
    [{ a: 1 }, 'must be a text'],
    ['\ud800', 'is no valid Unicode'],
  ])('is refused when it is %j', async (value, message) => {
    await expect(sent(`text: ${x}`, value)).rejects.toThrow(`mappingFault: ${at}.text ${message}`);
  });

  it('has the content type that the call says', async () => {
    const { type } = await sent('text: <a/>\nheaders: { Content-Type: application/xml }');
    expect(type).toBe('application/xml');
  });
});

describe('check', () => {
  it.each([
    ['post: /c\n  body: {}\n  form: {}', 'key-choice: a call has one body: either body or form', 'form: {}'],
    ['post: /c\n  text: a\n  form: {}', 'key-choice: a call has one body: either form or text', 'text: a'],
    [
      'post: /c\n  body: {}\n  nested: json',
      'useless-key: nested is for a query or a form, and this call has none',
      'nested: json',
    ],
    [
      'post: /c\n  form: {}\n  nested: xml',
      'unknown-value: there is no way to nest "xml"; known: json, brackets',
      'xml',
    ],
    [
      'post: /c\n  form: { a: { b: 1 } }',
      'cannot-be-sent: operations.sendReceiptQr.steps.a.form.a must be a text',
      '{ b: 1 } }',
    ],
    [
      'post: /c\n  form: { a: { b: "{% 1 %}" } }',
      'cannot-be-sent: this is a structure (nested: json or nested: brackets',
      '{ b: "{% 1 %}" } }',
    ],
    [
      'get: /c\n  query: { a: [{ b: "{% 1 %}" }] }',
      'cannot-be-sent: this is a structure',
      '[{ b: "{% 1 %}" }] }',
    ],
    [
      'post: /c\n  nested: brackets\n  form: { a: {} }',
      'cannot-be-sent: operations.sendReceiptQr.steps.a.form.a holds an empty list',
      '{} }',
    ],
    [
      'post: /c\n  text: { a: 1 }',
      'cannot-be-sent: operations.sendReceiptQr.steps.a.text must be a text',
      '{ a: 1 }',
    ],
    ['post: /c\n  text: { a: "{% 1 %}" }', 'cannot-be-sent: a text is needed here', '{ a: "{% 1 %}" }'],
    ['post: /c\n  form: [1]', 'wrong-type: "form" must be a mapping of keys to values, not a list', '[1]'],
    ['post: /c\n  form: { a: 1, "a?": 2 }', 'duplicate-key: "a?" and "a" are the same key', '"a?": 2 }'],
  ])('%j', (step, message, spot) => {
    expect(problemsOf(`a:\n  ${step}`)).toEqual([expect.stringContaining(message)]);
    expect(spotted(`a:\n  ${step}`)).toEqual([spot]);
  });

  it.each(['get', 'delete'])('warns of the body of a %s', method => {
    expect(findingsOf(`a: { ${method}: /c, form: { a: 1 } }`)).toEqual([
      expect.objectContaining({
        level: 'warning',
        message: `many servers pass over the body of a ${method.toUpperCase()}`,
      }),
    ]);
  });

  it('sees what a form and a text read', () => {
    for (const body of ['form: { a: "{% $later %}" }', 'text: "{% $later %}"'])
      expect(problemsOf(`a:\n  post: /c\n  ${body}\nlater: { value: "1" }`).join()).toContain(
        'the step "later" comes later',
      );
  });
});

it('a step waits for what its form reads', async () => {
  const { calls } = await runSteps(
    'one: { get: /one }\na:\n  post: /c\n  safe: true\n  form: { id: "{% $one.id %}" }\nb:\n  post: /d\n  safe: true\n  text: "{% $one.id %}"',
    { replyTo: () => ({ body: { id: 7 } }) },
  );
  expect(calls.map(({ url, body }) => `${url} ${body}`).sort()).toEqual([
    'http://crm.test/c id=7',
    'http://crm.test/d 7',
    'http://crm.test/one undefined',
  ]);
});

/** The blocks of the page about bodies of calls, as whole mappings. */
async function onThePage(): Promise<{ xml: Mapping; rpc: Mapping }> {
  const page = await readFile('docs/mapping.md', 'utf8');
  const [xml, rpc] = blocksOf(page)
    .filter(({ text }) => /text: "<find>|\/jsonrpc/.test(text))
    .map(({ text }) => {
      const top = 'mapping: 1\nname: page\napi: "1.2.0"\ncrm: { baseUrl: http://crm.test }\n';
      return loadMapping(new Document('page', top + text), { given: {}, unset: 'error' });
    });
  if (!xml || !rpc) throw new Error('the page has no such blocks');
  return { xml, rpc };
}

describe('on the page of the mapping language', () => {
  it('the XML of a call holds what a customer wrote as text', async () => {
    const { xml } = await onThePage();
    const { calls, answer } = await runMapping(xml, {
      request: { query: { msisdn: '79620480100' } },
      replyTo: () => ({ text: '<cards><card><number>4700000000000072783</number></card></cards>' }),
    });
    expect(calls[0]?.body).toBe('<find><phone>79620480100</phone></find>');
    expect(answer.body).toContain('"cardNumber":"4700000000000072783"');

    const steps = 'a:\n  post: /c\n  text: "<a>{% $xml($request.body.x) %}</a>"';
    const functions = /xml: \|\n.*\n/.exec(await readFile('docs/mapping.md', 'utf8'))?.[0] ?? '';
    const hostile = '</a><b x="1">&amp;';
    const { calls: others } = await runSteps(steps, { functions, body: { x: hostile } });
    expect(others[0]?.body).toBe('<a>&lt;/a>&lt;b x=&quot;1&quot;>&amp;amp;</a>');
  });

  it.each<[string, object, string]>([
    ['an error under a 200', { error: { code: 200, message: 'trace' } }, 'crmError'],
    ['an error that the mapping knows', { error: { code: 100 } }, 'crmDenied'],
    ['neither result nor error', {}, 'crmError'],
    ['both of them', { result: [], error: { code: 1 } }, 'crmError'],
    ['an empty result', { result: [] }, 'cardNotFound'],
    ['a result that is no list', { result: false }, 'crmBadReply'],
  ])('a reply of JSON-RPC with %s is understood', async (_, body, error) => {
    const { rpc } = await onThePage();
    const request = { params: { cardNumber: '47' } };
    const { failure, calls } = await runMapping(rpc, { request, replyTo: () => ({ body }) });
    expect(failure).toMatch(new RegExp(`^${error}: `));
    expect(JSON.parse(calls[0]?.body ?? '').params.args[5]).toEqual([[['code', '=', '47']]]);
  });
});
