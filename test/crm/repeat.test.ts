import { describe, expect, it } from 'vitest';
import { Guard } from '../../src/crm/guard.js';
import { parseRetryAfter } from '../../src/crm/retry-after.js';
import { RetryBudget } from '../../src/crm/retry-budget.js';
import { type Wire, WireFault, type WireFaultKind } from '../../src/crm/wire.js';
import type { ReplySketch } from '../../src/testing/recorded.js';
import {
  mappingOf,
  problemsOf,
  runMapping,
  runSteps,
  type Sections,
  type World,
} from '../mapping/run-steps.js';

type Reply = Partial<ReplySketch> | WireFault;

const fault = (kind: WireFaultKind) => new WireFault(kind, `recorded ${kind}`);
const good: Reply = { body: { ok: 1 } };

/** What becomes of a call to which these come back, one after the other; the last one stays. */
async function made(call: string, replies: readonly Reply[], world: World & Sections = {}) {
  const left = [...replies];
  const { failure, values, calls, events } = await runSteps(`a:\n  ${call.replaceAll('\n', '\n  ')}`, {
    ...world,
    replyTo: () => (left.length > 1 ? left.shift() : left[0]) as Reply,
  });
  const retries = events.filter(event => event.type === 'retry');
  return { failure, holds: values.a, times: calls.length, calls, retries };
}

const read = 'get: /a';
const write = 'post: /a';
const idempotent = 'post: /a\nidempotent: true';

describe('a call is made again', () => {
  it.each<[string, string, Reply]>([
    ['a read whose connection broke', read, fault('reset')],
    ['a read whose reply is late', read, fault('timeout')],
    ['a read that nobody took', read, fault('refused')],
    ['a read after a 502', read, { status: 502, text: '<html>' }],
    ['a read after a 503', read, { status: 503, body: {} }],
    ['a read after a 504', read, { status: 504 }],
    ['a search that the CRM wants as a post', `${write}\nsafe: true`, fault('reset')],
    ['a write that may be made twice', idempotent, fault('reset')],
    ['a write that may be made twice, after a 503', idempotent, { status: 503 }],
    ['a write that nobody took', write, fault('refused')],
    ['a read that came too often', read, { status: 429, text: '<html>' }],
    ['a write that came too often', write, { status: 429, text: '<html>' }],
    [
      'a write of which the CRM says so in its own way',
      `${write}\nthrottledOn: $reply.body.error = "LIMIT"`,
      { status: 400, body: { error: 'LIMIT' } },
    ],
    [
      'a write of which a page of HTML says so by its status',
      `${write}\nthrottledOn: $reply.status in [429, 503]`,
      { status: 503, text: '<html>' },
    ],
    ['a read after what the mapping names', `${read}\nretryOn: $reply.status = 500`, { status: 500 }],
  ])('%s', async (_, call, first) => {
    expect(await made(call, [first, first, good])).toMatchObject({
      failure: undefined,
      holds: { ok: 1 },
      times: 3,
    });
  });
});

describe('a call is made once', () => {
  it.each<[string, string, Reply, string]>([
    ['a write whose connection broke', write, fault('reset'), 'crmUnavailable'],
    ['a write whose reply is late', write, fault('timeout'), 'crmTimeout'],
    ['a write after a 503', write, { status: 503 }, 'crmError'],
    ['a put', 'put: /a', fault('reset'), 'crmUnavailable'],
    ['a delete', 'delete: /a', fault('reset'), 'crmUnavailable'],
    ['a get that changes something', `${read}\nsafe: false`, fault('reset'), 'crmUnavailable'],
    ['a read whose reply cannot be read', read, fault('unreadable'), 'crmBadReply'],
    ['a read with a page of HTML', read, { text: '<html>' }, 'crmBadReply'],
    ['a read after a 500', read, { status: 500 }, 'crmError'],
    ['a read after a 403', read, { status: 403 }, 'crmDenied'],
    [
      'a read after what the mapping names an error',
      `${read}\nerrors: [{ when: $reply.status = 503, fail: rejected }]`,
      { status: 503 },
      'rejected',
    ],
    [
      'a write of which HTML says by its status what only its body could say',
      `${write}\nthrottledOn: $reply.status = 503 and $not($exists($reply.body.id))`,
      { status: 503, text: '<html>' },
      'crmError',
    ],
    ['a read that is not to be repeated', `${read}\nretries: 0`, fault('reset'), 'crmUnavailable'],
    [
      'a write that came too often and is not to be repeated',
      `${write}\nretries: 0`,
      { status: 429 },
      'crmBusy',
    ],
  ])('%s', async (_, call, reply, error) => {
    const { failure, times } = await made(call, [reply, good]);
    expect({ error: failure?.split(':')[0], times }).toEqual({ error, times: 1 });
  });

  it('when it is missing, which is no failure', async () => {
    expect(await made(`${read}\nmissing: $reply.status = 503`, [{ status: 503 }, good])).toMatchObject({
      failure: undefined,
      holds: undefined,
      times: 1,
    });
  });
});

it('ends after as many retries as the mapping says, with what went wrong last', async () => {
  const replies = [fault('reset'), { status: 503 }, fault('timeout')];
  expect(await made(`${read}\nretries: 2`, replies)).toMatchObject({
    failure: 'crmTimeout: recorded timeout',
    times: 3,
  });
  expect(await made(read, [fault('reset')])).toMatchObject({ times: 11 });
  expect(await made(read, [fault('reset')], { crm: 'retries: 1' })).toMatchObject({ times: 2 });
});

it('judges a reply in order: throttled before missing, errors and success', async () => {
  const rules = `${read}
throttledOn: $reply.body.limit = true
missing: "true"
errors: [{ when: "true", fail: rejected }]
success: "true"
retries: 0`;
  expect(await made(rules, [{ body: { limit: true } }])).toMatchObject({
    failure: 'crmBusy: the reply is a failure: `throttledOn` is true',
  });
});

it('takes the rules of the CRM section, and those of the call in their place', async () => {
  const crm = 'throttledOn: $reply.status = 420\nretryOn: $reply.status = 500';
  expect(await made(write, [{ status: 420 }, good], { crm })).toMatchObject({ times: 2 });
  expect(await made(read, [{ status: 500 }, good], { crm })).toMatchObject({ times: 2 });
  expect(await made(read, [{ status: 503 }, good], { crm })).toMatchObject({ times: 1 });
  const own = 'throttledOn: $reply.status = 421';
  expect(await made(`${write}\n${own}`, [{ status: 420 }, good], { crm })).toMatchObject({ times: 1 });
});

it('evaluates the expressions of a call once', async () => {
  let now = Date.parse('2026-03-15T12:00:00Z');
  const { calls } = await made(
    'get: /a\nquery: { at: "{% $millis() %}", by: "{% $random() %}" }',
    [fault('reset'), good],
    {
      now: () => now++,
    },
  );
  expect(calls).toHaveLength(2);
  expect(calls[1]).toEqual(calls[0]);
});

it('signs each attempt anew', async () => {
  const crm = `auth:
  hmac:
    key: key
    string: "{% $call.nonce %}"
    headers: { X-Time: "{% $millis() %}", X-Signature: "{% $signature %}" }`;
  const { calls } = await made(write, [{ status: 429, headers: { 'Retry-After': '2' } }, good], { crm });
  const [first, second] = calls.map(({ headers }) => headers);
  expect(second?.['x-signature']).not.toBe(first?.['x-signature']);
  expect(Number(second?.['x-time']) - Number(first?.['x-time'])).toBeGreaterThanOrEqual(2_000);
});

describe('the pause', () => {
  const paused = async (call: string, reply: Reply, sections: Sections = {}) =>
    (await made(call, [reply, good], sections)).retries.map(({ pause }) => pause);

  it.each([
    ['3', 3_000],
    ['0.5', 500],
    ['Sun, 15 Mar 2026 12:00:04 GMT', 4_000],
    ['Sun, 15 Mar 2026 11:00:00 GMT', 0],
    ['soon', 0],
    ['-5', 0],
    ['', 0],
  ])('is what Retry-After says, and a random part of 50 ms: %j', async (header, least) => {
    const [pause] = await paused(write, { status: 429, headers: { 'Retry-After': header } });
    expect(pause).toBeGreaterThanOrEqual(least);
    expect(pause).toBeLessThan(least + 50);
  });

  it.each([
    ['$reply.body.wait', 2, 2_000],
    ['$reply.body.wait / 1000', 1_500, 1_500],
    ['$reply.body.wait', '2.5', 2_500],
    ['$reply.body.nothing', 2, 7_000],
    ['$reply.body.wait', 'soon', 7_000],
    ['$reply.body.wait', -1, 7_000],
  ])('is what `retryAfter: %s` gives of %j, and else the header', async (retryAfter, wait, least) => {
    const reply = { status: 429, headers: { 'Retry-After': '7' }, body: { wait } };
    const [pause] = await paused(`${write}\nretryAfter: ${retryAfter}`, reply);
    expect(pause).toBeGreaterThanOrEqual(least);
    expect(pause).toBeLessThan(least + 50);
  });

  it('doubles with each attempt up to a second, and is random', async () => {
    for (let run = 0; run < 20; run++) {
      const { retries } = await made(read, [fault('reset')]);
      const longest = [50, 100, 200, 400, 800, 1_000, 1_000, 1_000, 1_000, 1_000];
      expect(retries).toHaveLength(longest.length);
      for (const [index, { pause }] of retries.entries()) expect(pause).toBeLessThan(longest[index] ?? 0);
      expect(new Set(retries.map(({ pause }) => pause)).size).toBeGreaterThan(5);
    }
  });

  it.each(['60', '99999999999999999999', '9'.repeat(400), 'Sun, 15 Mar 2026 12:00:10 GMT'])(
    'is not made when it is longer than the operation may take: Retry-After %s',
    async header => {
      const { failure, times } = await made(read, [
        { status: 429, headers: { 'Retry-After': header } },
        good,
      ]);
      expect(failure).toMatch(
        /^crmBusy: the reply is a failure: a 429; the next attempt, in \w+ s, would come/,
      );
      expect(times).toBe(1);
    },
  );

  it('is not made when there is no time left for it', async () => {
    const { failure, times } = await made(read, [{ status: 503, headers: { 'Retry-After': '4' } }], {
      top: 'deadline: 9s',
    });
    // Retry-After and a random pause of up to 50 ms, which may be none.
    expect(failure).toMatch(
      /^crmError: the reply is a failure: no 2xx status \(status 503\); the next attempt, in [45] s, would come/,
    );
    expect(times).toBe(3);
  });
});

it.each([
  ['what went wrong', 'get', 'crmUnavailable: recorded refused; the deadline came before another reply'],
  ['the deadline, of a write that may have been done', 'post', 'deadlineExceeded: no answer within 1000 ms'],
])(
  'tells %s when the deadline comes while it is tried once more',
  { tags: ['slow'] },
  async (_, method, told) => {
    let attempts = 0;
    const wire: Wire = {
      exchange: (_call, _limits, signal) => {
        attempts += 1;
        if (attempts === 1) return Promise.reject(fault('refused'));
        return new Promise<never>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(fault('aborted')));
        });
      },
    };
    const { failure } = await runSteps(`a: { ${method}: /a }`, { top: 'deadline: 1s', wire });
    expect(failure).toBe(told);
    expect(attempts).toBe(2);
  },
);

it('ends a pause when the process stops', async () => {
  const stop = new AbortController();
  const { failure } = await runSteps('a: { get: /a }', {
    signal: stop.signal,
    replyTo: () => fault('reset'),
    pause: async () => stop.abort(),
  });
  expect(failure).toMatch(/^shuttingDown:/);
});

describe('the budget', () => {
  it('lets a CRM that fails 30% of its calls be asked again each time', () => {
    const budget = new RetryBudget();
    for (let call = 0; call < 100_000; call++) {
      budget.called();
      while (Math.random() < 0.3) expect(budget.take()).toBe(true);
    }
  });

  it('lets a CRM that fails all of them be asked 1.6 times as often, and fifty times more', () => {
    const budget = new RetryBudget();
    let retries = 0;
    for (let call = 0; call < 1_000; call++) {
      budget.called();
      for (let again = 0; again < 10; again++) if (budget.take()) retries += 1;
    }
    expect(retries).toBeGreaterThanOrEqual(600);
    expect(retries).toBeLessThanOrEqual(650);
  });

  it('is one for all that go to the CRM; without it a call fails at once with what went wrong', async () => {
    const mapping = mappingOf('a: { get: /a }', { crm: 'breaker: { failures: 1000 }' });
    const guard = new Guard(mapping.crm.limits);
    const times: number[] = [];
    const failures = new Set<string | undefined>();
    for (let trip = 0; trip < 20; trip++) {
      const { calls, failure } = await runMapping(mapping, { guard, replyTo: () => ({ status: 503 }) });
      times.push(calls.length);
      failures.add(failure);
    }
    expect(times.slice(0, 5)).toEqual([11, 11, 11, 11, 11]);
    expect(times.slice(10).every(count => count <= 2)).toBe(true);
    expect([...failures].at(-1)).toBe(
      'crmError: the reply is a failure: no 2xx status (status 503); too many calls are repeated already',
    );
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-28T12:00:00Z');
  it.each<[string | undefined, number | undefined]>([
    ['120', 120_000],
    [' 0 ', 0],
    ['1.5', 1_500],
    ['Sat, 28 Nov 2026 12:01:00 GMT', 60_000],
    ['Saturday, 28-Nov-26 12:01:00 GMT', 60_000],
    ['Sat, 28 Nov 2026 11:00:00 GMT', 0],
    ['Sat, 99 Nov 2026 12:01:00 GMT', undefined],
    ['2026-11-28T12:01:00Z', undefined],
    ['-1', undefined],
    ['+1', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['Infinity', undefined],
    ['10s', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j', (text, milliseconds) => {
    expect(parseRetryAfter(text, now)).toBe(milliseconds);
  });
});

describe('check', () => {
  it('knows where these keys stand', () => {
    expect(problemsOf('a: { get: /a, retries: 21 }')).toHaveLength(1);
    expect(problemsOf('a: { get: /a, retries: -1 }')).toHaveLength(1);
    expect(problemsOf('a: { get: /a, throttledOn: $reqly.status = 1 }')).toHaveLength(1);
    expect(problemsOf('a: { value: "1", idempotent: true }')).toHaveLength(1);
    expect(problemsOf('a: { get: /a }', { crm: 'idempotent: true' })).toHaveLength(1);
    const auth = 'auth: { login: { post: /l, token: $reply.body.t, retries: 1 } }';
    expect(problemsOf('a: { get: /a }', { crm: auth })).toHaveLength(1);
  });
});
