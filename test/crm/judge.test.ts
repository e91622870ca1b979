import { describe, expect, it } from 'vitest';
import { WireFault, type WireFaultKind } from '../../src/crm/wire.js';
import type { ReplySketch } from '../../src/testing/recorded.js';
import { mappingOf, runMapping, runSteps, type Sections } from '../mapping/run-steps.js';

/** What became of the one call of a step `a`: what it holds, or the error, and the verdict of the judge. */
async function judged(step: string, reply: Partial<ReplySketch>, sections: Sections = {}) {
  const steps = `a:\n  ${step.replaceAll('\n', '\n  ')}`;
  const { values, answer, events } = await runSteps(steps, { ...sections, replyTo: () => reply });
  const verdict = events.find(event => event.type === 'verdict')?.verdict;
  return { verdict, ...(answer.failure ? { error: answer.failure.error } : { holds: values.a }) };
}

const get = 'get: /a';
const post = 'post: /a';
const rules = {
  crm:
    'missing: $reply.status = 404\n' +
    'errors: [{ when: $reply.body.code = "TAKEN", fail: phoneTaken }]\n' +
    'success: $reply.status < 300 and $exists($reply.body.ok)',
};

describe('without any rule', () => {
  it.each<[string, Partial<ReplySketch>, object]>([
    [get, { status: 200, body: { a: 1 } }, { verdict: 'success', holds: { a: 1 } }],
    [get, { status: 203, body: [] }, { verdict: 'success', holds: [] }],
    [get, { status: 200, body: {} }, { verdict: 'success', holds: {} }],
    [get, { status: 200 }, { verdict: 'failure', error: 'crmBadReply' }],
    [get, { status: 204 }, { verdict: 'failure', error: 'crmBadReply' }],
    [get, { status: 404 }, { verdict: 'missing', holds: undefined }],
    [get, { status: 404, body: { a: 1 } }, { verdict: 'missing', holds: undefined }],
    [get, { status: 404, text: '<html>' }, { verdict: 'failure', error: 'crmBadReply' }],
    [get, { status: 404, text: '{ "a"' }, { verdict: 'failure', error: 'crmBadReply' }],
    [get, { status: 200, text: '<html>' }, { verdict: 'failure', error: 'crmBadReply' }],
    [get, { status: 200, text: ' ' }, { verdict: 'failure', error: 'crmBadReply' }],
    [get, { status: 200, text: 'null' }, { verdict: 'failure', error: 'crmBadReply' }],
    [get, { status: 301, body: {} }, { verdict: 'failure', error: 'crmError' }],
    [get, { status: 400, body: {} }, { verdict: 'failure', error: 'crmError' }],
    [get, { status: 401, body: {} }, { verdict: 'failure', error: 'crmDenied' }],
    [get, { status: 403, text: 'no' }, { verdict: 'failure', error: 'crmDenied' }],
    [get, { status: 410, body: {} }, { verdict: 'failure', error: 'crmError' }],
    [get, { status: 429, text: 'slow down' }, { verdict: 'throttled', error: 'crmBusy' }],
    [get, { status: 500, body: {} }, { verdict: 'failure', error: 'crmError' }],
    [get, { status: 502, text: '<html>' }, { verdict: 'failure', error: 'crmError' }],
    [post, { status: 201, body: { a: 1 } }, { verdict: 'success', holds: { a: 1 } }],
    [post, { status: 204 }, { verdict: 'success', holds: undefined }],
    [post, { status: 404, body: {} }, { verdict: 'failure', error: 'crmError' }],
    [`${post}\nsafe: true`, { status: 404, body: {} }, { verdict: 'missing', holds: undefined }],
    [`${post}\nsafe: true`, { status: 204 }, { verdict: 'failure', error: 'crmBadReply' }],
    [`${post}\nifMissing: cardNotFound`, { status: 404 }, { verdict: 'missing', error: 'cardNotFound' }],
    [`${get}\nifMissing: cardNotFound`, { status: 404 }, { verdict: 'missing', error: 'cardNotFound' }],
  ])('%j, %o', async (step, reply, outcome) => {
    expect(await judged(step, reply)).toEqual(outcome);
  });
});

describe('rules of the CRM', () => {
  it.each<[string, Partial<ReplySketch>, object]>([
    [get, { status: 200, body: { ok: 1 } }, { verdict: 'success', holds: { ok: 1 } }],
    [get, { status: 200, body: {} }, { verdict: 'failure', error: 'crmError' }],
    [get, { status: 201, body: { code: 'TAKEN', ok: 1 } }, { verdict: 'error', error: 'phoneTaken' }],
    [get, { status: 404, body: { code: 'TAKEN', ok: 1 } }, { verdict: 'missing', holds: undefined }],
    // The CRM's `missing` is for reads: a write that found nothing to change did nothing.
    [post, { status: 404, body: {} }, { verdict: 'failure', error: 'crmError' }],
    [`${post}\nsafe: true`, { status: 404, body: {} }, { verdict: 'missing', holds: undefined }],
    [
      `${post}\nifMissing: cardNotFound`,
      { status: 404, body: {} },
      { verdict: 'missing', error: 'cardNotFound' },
    ],
    [
      `${post}\nmissing: $reply.status = 404`,
      { status: 404, body: {} },
      { verdict: 'missing', holds: undefined },
    ],
    // What is no list is not taken for an empty one.
    [
      `${get}\ntake: $list($reply.body.rows)`,
      { body: { ok: 1, rows: [] } },
      { verdict: 'success', holds: [] },
    ],
    [get, { status: 404, text: 'gone' }, { verdict: 'failure', error: 'crmBadReply' }],
    [get, { status: 409, body: { code: 'OTHER' } }, { verdict: 'failure', error: 'crmError' }],
    // Overridden one by one.
    [
      `${get}\nmissing: $reply.body.code = "NONE"`,
      { status: 200, body: { code: 'NONE' } },
      { verdict: 'missing', holds: undefined },
    ],
    [
      `${get}\nmissing: $reply.body.code = "NONE"`,
      { status: 404, body: {} },
      { verdict: 'failure', error: 'crmError' },
    ],
    [`${get}\nmissing: "false"`, { status: 404, body: { ok: 1 } }, { verdict: 'failure', error: 'crmError' }],
    [
      `${get}\nsuccess: $reply.status = 409`,
      { status: 409, body: { code: 'X' } },
      { verdict: 'success', holds: { code: 'X' } },
    ],
    // A call's own errors come first, the CRM's stay.
    [
      `${get}\nerrors: [{ when: $reply.status = 409, fail: emailTaken }]`,
      { status: 409, body: { code: 'TAKEN' } },
      { verdict: 'error', error: 'emailTaken' },
    ],
    [
      `${get}\nerrors: [{ when: $reply.status = 410, fail: emailTaken }]`,
      { status: 409, body: { code: 'TAKEN' } },
      { verdict: 'error', error: 'phoneTaken' },
    ],
    [
      `${get}\nerrors: [{ when: $reply.status > 1, fail: emailTaken }, { when: $reply.status > 0, fail: rejected }]`,
      { body: {} },
      { verdict: 'error', error: 'emailTaken' },
    ],
  ])('%j, %o', async (step, reply, outcome) => {
    expect(await judged(step, reply, rules)).toEqual(outcome);
  });

  it('see status, headers and body of the reply, the request and the steps above', async () => {
    const { values } = await runSteps(
      'one: { value: "1" }\na:\n  get: /a\n  success: $reply.headers.`x-ok` = "yes" and $one = 1 and $request.body.b = 2\n  take: "[$reply.status, $reply.headers.`x-ok`, $reply.body, $one]"',
      { body: { b: 2 }, replyTo: () => ({ status: 299, headers: { 'X-OK': 'yes' }, body: 'b' }) },
    );
    expect(values.a).toEqual([299, 'yes', 'b', 1]);
  });
});

describe('a condition that gives neither true nor false is a fault, never a no', () => {
  it.each([
    ['missing: $reply.body.missing', 'nothing'],
    ['success: $reply.body.text', 'a text'],
    ['success: $count($reply.body)', 'a number'],
    ['success: $reply.body.list', 'a list'],
    ['success: $reply.body.nil', 'null'],
    ['success: $reply.body', 'an object'],
    ['errors: [{ when: $reply.body.missing, fail: rejected }]', 'nothing'],
    ['when: $request.body.nothing', 'nothing'],
    ['missing: $not($reply.body.missing)', 'nothing'],
    ['success: $reply.body.missing < 1', 'nothing'],
  ])('%s gives %s', async (rule, what) => {
    const { failure } = await runSteps(`a:\n  get: /a\n  keepNulls: true\n  ${rule}`, {
      body: {},
      replyTo: () => ({ body: { text: 'yes', list: [true], nil: null } }),
    });
    expect(failure).toMatch(/^mappingFault: operations\.sendReceiptQr\.steps\.a\./);
    expect(failure).toContain(`gave ${what};`);
  });
});

it.each([
  ['text/html; charset=utf-8', 'text/html'],
  ['application/problem+json', 'application/problem+json'],
  ['Мария 79620480100', 'another content type'],
  ['text/79620480100', 'another content type'],
])(
  'names the content type %s of a body that it cannot read only if it is a usual one',
  async (type, named) => {
    const headers = { 'content-type': type };
    const { failure } = await runSteps('a: { get: /a }', { replyTo: () => ({ headers, text: '<html>' }) });
    expect(failure).toBe(`crmBadReply: the reply is a failure: the body is no JSON (${named})`);
  },
);

it.each([
  ['{"a": 1, "a": 2}', 'a name stands twice in an object'],
  ['['.repeat(200) + ']'.repeat(200), 'the JSON is nested too deep'],
])('says why JSON such as %.20s cannot be read', async (text, why) => {
  const headers = { 'content-type': 'application/json' };
  const { failure } = await runSteps('a: { get: /a }', { replyTo: () => ({ headers, text }) });
  expect(failure).toBe(
    `crmBadReply: the reply is a failure: the body cannot be read: ${why} (application/json)`,
  );
});

describe('take', () => {
  it.each<[string, unknown, object]>([
    ['', { a: 1 }, { verdict: 'success', holds: { a: 1 } }],
    ['take: $reply.body.items', { items: [] }, { verdict: 'success', holds: [] }],
    ['take: $reply.body.items', { items: [{ id: 1 }] }, { verdict: 'success', holds: [{ id: 1 }] }],
    ['take: $reply.body.items', {}, { verdict: 'success', error: 'crmBadReply' }],
    ['take: $reply.body.items', { items: null }, { verdict: 'success', error: 'crmBadReply' }],
    ['take?: $reply.body.items', {}, { verdict: 'success', holds: undefined }],
    ['take?: $reply.body.items', { items: [1] }, { verdict: 'success', holds: [1] }],
    ['take: $reply.body.items', [], { verdict: 'success', error: 'crmBadReply' }],
  ])('%s of %o', async (take, body, outcome) => {
    expect(await judged(`get: /a\n${take}`, { body })).toEqual(outcome);
  });

  it('names its own place', async () => {
    const { answer } = await runSteps('a:\n  get: /a\n  take: $reply.body.items');
    expect(answer.failure?.place).toMatchObject({ line: 13, column: 15 });
  });

  it('is not asked when there is nothing', async () => {
    expect(await judged('get: /a\ntake: $number($reply.body.n)', { status: 404, body: { n: 'x' } })).toEqual({
      verdict: 'missing',
      holds: undefined,
    });
  });
});

describe('numbers, nulls and texts of a reply', () => {
  const held = async (text: string, options = '') =>
    (await runSteps(`a:\n  get: /a\n  ${options}`, { replyTo: () => ({ text }) })).values.a;

  it.each([
    ['{"n":4700000000000072783}', { n: '4700000000000072783' }],
    ['{"n":490000000031}', { n: 490000000031 }],
    ['{"n":9007199254740993}', { n: '9007199254740993' }],
    ['{"n":0.1}', { n: 0.1 }],
    ['{"n":1250.50}', { n: 1250.5 }],
    ['{"n":0.30000000000000004}', { n: 0.30000000000000004 }],
    ['{"n":0.300000000000000044}', { n: '0.300000000000000044' }],
    ['{"n":1e21}', { n: 1e21 }],
    ['{"n":4.700000000000072783e19}', { n: '47000000000000727830' }],
    ['{"a":null,"b":[null,{"c":null}]}', { b: [null, {}] }],
    ['{"a":"null","b":""}', { a: 'null', b: '' }],
  ])('%s', async (text, body) => {
    expect(await held(text)).toEqual(body);
  });

  it('asText makes a field text whatever its length, so that it can be compared', async () => {
    const text = '{"n":490000000031,"m":1.50,"l":[{"n":4700000000000072783}],"x":{"m":[1,2.0]}}';
    expect(await held(text, 'asText: [n, m]')).toEqual({
      n: '490000000031',
      m: '1.50',
      l: [{ n: '4700000000000072783' }],
      x: { m: ['1', '2.0'] },
    });
  });

  it('asText of a call adds to that of the CRM', async () => {
    const { values } = await runSteps('a:\n  get: /a\n  asText: [m]', {
      crm: 'asText: [n]',
      replyTo: () => ({ text: '{"n":1,"m":2,"k":3}' }),
    });
    expect(values.a).toEqual({ n: '1', m: '2', k: 3 });
  });

  it('keepNulls keeps them, and a call can take that back', async () => {
    expect(await held('{"a":null}', 'keepNulls: true')).toEqual({ a: null });
    const { values } = await runSteps('a: { get: /a }\nb: { get: /b, keepNulls: false }', {
      crm: 'keepNulls: true',
      replyTo: () => ({ text: '{"a":null}' }),
    });
    expect(values).toEqual({ a: { a: null }, b: {} });
  });

  it('two cards that doubles would make one stay two', async () => {
    const { values } = await runSteps('a: { get: /a }\nb: { value: "$a.x = $a.y" }', {
      replyTo: () => ({ text: '{"x":4700000000000072783,"y":4700000000000072784}' }),
    });
    expect(values.b).toBe(false);
  });

  it.each<[string, Uint8Array]>([
    ['no UTF-8', Uint8Array.from([0x22, 0xff, 0x22])],
    ['no JSON', new TextEncoder().encode('{"a":1}}')],
    ['too deep', new TextEncoder().encode('['.repeat(200) + ']'.repeat(200))],
  ])('a body that is %s is a failure', async (_, body) => {
    const wire = { exchange: async () => ({ status: 200, headers: {}, body }) };
    const { failure } = await runSteps('a: { get: /a }', { wire });
    expect(failure).toMatch(/^crmBadReply: /);
  });

  it('a body that is larger than allowed is a failure', async () => {
    const reply = { text: JSON.stringify('x'.repeat(1000)) };
    const { failure } = await runSteps('a: { get: /a }', { crm: 'maxReply: 1kB', replyTo: () => reply });
    expect(failure).toBe('crmBadReply: the reply is larger than 1000 bytes');
  });
});

describe('a fault of the wire', () => {
  it.each<[WireFaultKind, string]>([
    ['refused', 'crmUnavailable'],
    ['reset', 'crmUnavailable'],
    ['timeout', 'crmTimeout'],
    ['unreadable', 'crmBadReply'],
  ])('%s is %s, never "no such card"', async (kind, error) => {
    const { answer } = await runSteps('a:\n  get: /a\n  ifMissing: cardNotFound\nb: { answer: nothing }', {
      replyTo: () => new WireFault(kind, 'why'),
    });
    expect(answer.failure).toMatchObject({ error, step: 'a' });
    expect(answer.status).toBe(422);
  });

  it('of another kind is an internal error and not the end of the process', async () => {
    const wire = { exchange: () => Promise.reject(new Error('a bug')) };
    expect((await runSteps('a: { get: /a }', { wire })).failure).toBe('internalError: unexpected Error');
  });
});

describe('text of the CRM', () => {
  it('reaches neither Koshelek nor the message of the failure', async () => {
    const secret = 'trace on crm-app-02.internal';
    const replies: Partial<ReplySketch>[] = [
      { status: 500, body: { error: secret } },
      { status: 200, text: `<html>${secret}</html>` },
      { status: 200, headers: { 'X-Trace': secret }, text: `{"${secret}` },
      { status: 404, body: { error: secret } },
    ];
    const mapping = mappingOf('a:\n  get: /a\n  ifMissing: cardNotFound\n  take: $number($reply.body.error)');
    for (const reply of replies) {
      const { answer, failure } = await runMapping(mapping, { replyTo: () => reply });
      expect(answer.status).toBe(422);
      expect(answer.body + failure).not.toContain('crm-app');
    }
  });
});
