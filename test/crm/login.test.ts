import { expect, it, vi } from 'vitest';
import type { WireCall } from '../../src/crm/wire.js';
import { gate } from '../gate.js';
import { runMapping } from '../mapping/run-steps.js';
import { type Asked, clientOf, mappingFor, realCrm, type Told } from './real-crm.js';

const secrets = {
  params: 'USER: {}\nPASSWORD: { secret: true }',
  given: { USER: 'gate', PASSWORD: 'pa55word' },
};

const LOGIN = [
  'auth:',
  '  login:',
  '    post: /auth',
  '    body: { user: "${USER}", password: "${PASSWORD}" }',
  '    token: $reply.body.token',
].join('\n');

/** Adds lines to the login of `LOGIN`. */
const login = (...lines: string[]) => [LOGIN, ...lines.map(line => `    ${line}`)].join('\n');

/** A CRM whose tokens can be taken back. Each login gives another one. */
class TokenCrm {
  logins = 0;
  /** Good tokens. */
  readonly valid = new Set<string>();
  readonly asked: Asked[] = [];
  /** What a login is answered with, before anything else is done. */
  beforeLogin: () => Promise<Told | undefined> = async () => undefined;
  more: object = {};

  constructor(readonly answer: (asked: Asked) => Told = () => ({ body: { ok: true } })) {}

  readonly handle = async (asked: Asked): Promise<Told> => {
    if (asked.target !== '/auth') {
      this.asked.push(asked);
      const isKnown = this.valid.has(String(asked.headers.authorization).replace('Bearer ', ''));
      return isKnown ? this.answer(asked) : { status: 401, body: { error: 'expired_token' } };
    }
    this.logins += 1;
    const token = `token-number-${this.logins}`;
    const refusal = await this.beforeLogin();
    if (refusal) return refusal;
    const { user, password } = JSON.parse(asked.body);
    if (user !== 'gate' || password !== 'pa55word') return { status: 403, body: { error: 'who?' } };
    this.valid.add(token);
    return { body: { token, expiresIn: 600, uid: 7, ...this.more } };
  };
}

it('logs in once for all requests, and sends the token', async () => {
  const crm = new TokenCrm();
  const client = clientOf(await realCrm(crm.handle), LOGIN, undefined, secrets);
  const trips = await Promise.all(Array.from({ length: 20 }, () => client.run()));
  expect(trips.map(({ failure }) => failure)).toEqual(Array(20).fill(undefined));
  await client.run();
  expect(crm.logins).toBe(1);
  expect(crm.asked).toHaveLength(21);
});

it('outlives its token in the middle of parallel requests: one renewal, all succeed', async () => {
  const crm = new TokenCrm(() => {
    // The twentieth takes the token from all that come after it, and from those that are under way.
    if (crm.asked.length === 20) crm.valid.clear();
    return { body: { ok: true } };
  });
  const client = clientOf(await realCrm(crm.handle), LOGIN, undefined, secrets);
  const trips = await Promise.all(Array.from({ length: 100 }, () => client.run()));
  expect(trips.map(({ failure }) => failure)).toEqual(Array(100).fill(undefined));
  expect(crm.logins).toBe(2);
  // Nobody was asked more than twice.
  for (const { calls } of trips)
    expect(calls.filter(({ url }) => url.endsWith('/a')).length).toBeLessThanOrEqual(2);
});

it('renews before the token ends', async () => {
  const crm = new TokenCrm();
  const client = clientOf(
    await realCrm(crm.handle),
    login('lifetime: $reply.body.expiresIn'),
    undefined,
    secrets,
  );
  const at = (seconds: number) => client.run({ now: () => seconds * 1_000 });
  await at(0);
  await at(539);
  expect(crm.logins).toBe(1);
  await Promise.all([at(541), at(541), at(541)]);
  // Nobody waited for it: the old token is good until its end.
  expect(crm.asked.at(-1)?.headers.authorization).toBe('Bearer token-number-1');
  await vi.waitFor(async () => {
    await at(541);
    expect(crm.asked.at(-1)?.headers.authorization).toBe('Bearer token-number-2');
  });
  expect(crm.logins).toBe(2);
});

it('waits for no renewal as long as the token is good, not even for one that hangs', async () => {
  const crm = new TokenCrm();
  const lifetime = login('lifetime: $reply.body.expiresIn');
  const client = clientOf(await realCrm(crm.handle), lifetime, undefined, secrets);
  const at = (seconds: number) => client.run({ now: () => seconds * 1_000 });
  await at(0);
  crm.beforeLogin = () => new Promise(() => {});
  for (let time = 541; time < 544; time++) expect((await at(time)).failure).toBeUndefined();
  expect(crm.logins).toBe(2);
});

it('goes on with the token that it has, as long as it is good, when the early renewal fails', async () => {
  const crm = new TokenCrm();
  const client = clientOf(await realCrm(crm.handle), login('lifetime: 600s'), undefined, secrets);
  const at = (seconds: number) => client.run({ now: () => seconds * 1_000 });
  await at(0);
  crm.beforeLogin = async () => ({ status: 500 });
  expect((await at(550)).failure).toBeUndefined();
  expect((await at(599)).failure).toBeUndefined();
  expect((await at(700)).failure).toBe('crmError: the login failed: no 2xx status (status 500)');
});

it.each<[string, string[], Told]>([
  ['a 401, without a word', [], { status: 401 }],
  [
    'an error under 200',
    ['renewOn: $reply.body.error = "expired"'],
    { status: 200, body: { error: 'expired' } },
  ],
])('repeats a call that was refused for its token, also a write, once: %s', async (_, lines, refusal) => {
  let writes = 0;
  const crm = new TokenCrm(({ headers }) => {
    if (headers.authorization === 'Bearer token-number-1') return refusal;
    writes += 1;
    return { body: { id: 1 } };
  });
  const steps = 'a:\n  post: /a\n  body: { number: "{% $random() %}" }';
  const client = clientOf(await realCrm(crm.handle), login(...lines), steps, secrets);
  const { failure, values, events } = await client.run();
  expect(failure).toBeUndefined();
  expect(values.a).toEqual({ id: 1 });
  expect(writes).toBe(1);
  // The expressions of a call are evaluated once.
  const bodies = crm.asked.map(({ body }) => body);
  expect(bodies).toHaveLength(2);
  expect(bodies[1]).toBe(bodies[0]);
  const verdicts = events.flatMap(event => (event.type === 'verdict' ? [[event.step, event.verdict]] : []));
  expect(verdicts).toEqual([
    ['login', 'success'],
    ['a', 'renew'],
    ['login', 'success'],
    ['a', 'success'],
  ]);
});

it('repeats a call no second time, and logs in no more for a while', async () => {
  const crm = new TokenCrm(() => ({ status: 401 }));
  const client = clientOf(await realCrm(crm.handle), LOGIN, undefined, secrets);
  let now = 0;
  const failureOf = async () => (await client.run({ now: () => now })).failure;
  expect(await failureOf()).toBe('crmDenied: the reply is a failure: no 2xx status (status 401)');
  expect([crm.asked.length, crm.logins]).toEqual([2, 2]);
  expect(await failureOf()).toMatch(/^crmDenied/);
  expect([crm.asked.length, crm.logins]).toEqual([3, 2]);
  now += 10_000;
  expect(await failureOf()).toMatch(/^crmDenied/);
  expect([crm.asked.length, crm.logins]).toEqual([5, 3]);
});

it('is tried again in its time also when the clock is put back', async () => {
  const crm = new TokenCrm();
  crm.beforeLogin = async () => ({ status: 403 });
  const client = clientOf(await realCrm(crm.handle), LOGIN, undefined, secrets);
  const at = (now: number) => client.run({ now: () => now });
  await at(3_600_000);
  crm.beforeLogin = async () => undefined;
  expect((await at(3_600_000)).failure).toMatch(/^crmDenied/);
  expect((await at(0)).failure).toBeUndefined();
});

it('fails for all who wait, once, and is not tried again at once', async () => {
  const held = gate();
  const crm = new TokenCrm();
  crm.beforeLogin = async () => {
    await held.isOpen;
    return { status: 403 };
  };
  const client = clientOf(await realCrm(crm.handle), LOGIN, undefined, secrets);
  let now = 0;
  const run = () => client.run({ now: () => now });
  const waiting = Array.from({ length: 10 }, run);
  held.open();
  const failures = (await Promise.all(waiting)).map(({ answer: { failure } }) => failure);
  expect(crm.logins).toBe(1);
  for (const failure of failures) {
    expect(failure).toMatchObject({ error: 'crmDenied', step: 'login', operation: 'sendReceiptQr' });
  }
  // Each has a failure of its own, for it notes whose it is.
  expect(new Set(failures).size).toBe(10);

  await run();
  expect(crm.logins).toBe(1);
  now = 1_000;
  await run();
  expect(crm.logins).toBe(2);
  now = 2_999;
  await run();
  expect(crm.logins).toBe(2);
  now = 3_000;
  crm.beforeLogin = async () => undefined;
  expect((await run()).failure).toBeUndefined();
  expect(crm.logins).toBe(3);
});

it('is not ended by the request that began it; who waits keeps to his own time', async () => {
  const held = gate();
  const crm = new TokenCrm();
  crm.beforeLogin = async () => {
    await held.isOpen;
    return undefined;
  };
  const url = await realCrm(crm.handle);
  const client = clientOf(url, LOGIN, undefined, secrets);
  const gone = new AbortController();
  const begun = client.run({ signal: gone.signal });
  const waiting = client.run();
  gone.abort();
  expect((await begun).failure).toMatch(/^shuttingDown/);
  held.open();
  expect((await waiting).failure).toBeUndefined();
  expect(crm.logins).toBe(1);
});

it('is waited for no longer than the deadline of a request', async () => {
  const crm = new TokenCrm();
  crm.beforeLogin = () => new Promise(() => {});
  const client = clientOf(await realCrm(crm.handle), login('timeout: 1m'), undefined, {
    ...secrets,
    top: 'deadline: 50ms',
  });
  expect((await client.run()).failure).toMatch(/^deadlineExceeded/);
});

it('gives values to later calls, and moves them to another address', async () => {
  const crm = new TokenCrm(({ target, body }) => ({ body: { target, body: JSON.parse(body) } }));
  const elsewhere = await realCrm(crm.handle);
  crm.more = { instance: `${elsewhere}/v61/` };
  const client = clientOf(
    await realCrm(crm.handle),
    login('values: { baseUrl: $reply.body.instance, uid: $reply.body.uid }'),
    'a: { post: "/users/{% $session.uid %}", query: { u: "{% $session.uid %}" }, body: { uid: "{% $session.uid %}" } }',
    secrets,
  );
  const { values } = await client.run();
  expect(values.a).toEqual({ target: '/v61/users/7?u=7', body: { uid: 7 } });
});

it('gives values to the headers of all calls, which a login does not have', async () => {
  const lines = login('values: { uid: $reply.body.uid }');
  const { mapping } = mappingFor(
    'https://crm.test',
    `headers: { X-User: "{% $session.uid %}", X-Lang: "{% $request.method %}" }\n${lines}`,
    undefined,
    secrets,
  );
  if (!mapping) throw new Error('the mapping is wrong');
  const { calls, failure } = await runMapping(mapping, {
    replyTo: () => ({ body: { token: 't0ken', uid: 7 } }),
  });
  expect(failure).toBeUndefined();
  expect(calls[0]?.headers).not.toHaveProperty('x-user');
  expect(calls[1]?.headers).toMatchObject({ 'x-user': '7', 'x-lang': 'POST' });
});

it('sends the token as the mapping says', async () => {
  const sent: WireCall[] = [];
  const { run } = clientOf(
    await realCrm(new TokenCrm().handle),
    login(
      'values: { uid: $reply.body.uid }',
      'send:',
      '  headers: { X-Auth: "{% $session.uid %}:{% $session.token %}" }',
      '  query: { auth: "{% $session.token %}" }',
    ),
    undefined,
    secrets,
  );
  await run({ observer: event => event.type === 'call' && sent.push(event.call) });
  expect(sent[1]?.headers).toMatchObject({ 'x-auth': '7:token-number-1' });
  expect(sent[1]?.url).toMatch(/\/a\?auth=token-number-1$/);
  expect(sent[1]?.headers).not.toHaveProperty('authorization');
});

it.each<[string, string[], object, string]>([
  [
    'no token',
    [],
    { token: undefined },
    'crmBadReply: crm.auth.login.token gave nothing, although the login was a success',
  ],
  [
    'a token that is no text',
    [],
    { token: { secret: 'hush-hush' } },
    'crmBadReply: crm.auth.login.token gave no text, although the login was a success',
  ],
  [
    'an expression that fails over the token',
    ['success: $number($reply.body.token) > 0'],
    { token: 'hush-hush' },
    'mappingFault: crm.auth.login.success failed: D3030 Unable to cast value to a number: …',
  ],
  [
    'a lifetime that is none',
    ['lifetime: $reply.body.uid & "s"'],
    {},
    'crmBadReply: crm.auth.login.lifetime gave no number of seconds, although the login was a success',
  ],
  [
    'an address that is none',
    ['values: { baseUrl: $reply.body.token }'],
    {},
    'crmBadReply: the login gave no address for baseUrl that could be used',
  ],
])('is a failure with %s, which quotes nothing', async (_, lines, more, message) => {
  const crm = new TokenCrm();
  crm.more = more;
  const client = clientOf(await realCrm(crm.handle), login(...lines), undefined, secrets);
  const { failure, answer } = await client.run();
  expect(failure).toBe(message);
  expect(answer.failure?.cause).toBeUndefined();
});

it('never moves calls from https to http', async () => {
  const crm = login('values: { baseUrl: $reply.body.to }');
  const { mapping } = mappingFor('https://crm.test', crm, undefined, secrets);
  if (!mapping) throw new Error('the mapping is wrong');
  const moved = async (to: string) => {
    const { failure, calls } = await runMapping(mapping, {
      replyTo: () => ({ body: { token: 't0ken', to } }),
    });
    return failure ?? calls[1]?.url;
  };
  expect(await moved('https://eu.crm.test/')).toBe('https://eu.crm.test/a');
  for (const to of ['http://eu.crm.test', 'https://me@eu.crm.test', 'https://eu.crm.test?x', '/a', ''])
    expect(await moved(to)).toBe('crmBadReply: the login gave no address for baseUrl that could be used');
});

it('is judged by its own rules, and not by those of the CRM', async () => {
  const crm = `success: $reply.body.ok = true\n${login('errors: [{ when: $reply.body.locked = true, fail: crmBusy }]')}`;
  const { mapping } = mappingFor('https://crm.test', crm, undefined, secrets);
  if (!mapping) throw new Error('the mapping is wrong');
  const failureWith = async (body: object) => {
    const { failure } = await runMapping(mapping, {
      replyTo: ({ url }) => ({ body: url.endsWith('/auth') ? body : { ok: true } }),
    });
    return failure;
  };
  expect(await failureWith({ token: 't0ken' })).toBeUndefined();
  expect(await failureWith({ locked: true })).toMatch(/^crmBusy: the login failed/);
});

it('sends no call again whose reply cannot be read, for it may have been processed', async () => {
  let writes = 0;
  const crm = new TokenCrm(() => {
    writes += 1;
    return { text: '<html>502 of a proxy</html>' };
  });
  const steps = 'a:\n  post: /a\n  body: {}';
  const renewOn = "renewOn: $not($reply.body.code = '0')";
  const client = clientOf(await realCrm(crm.handle), login(renewOn), steps, secrets);
  expect((await client.run()).failure).toMatch(/^crmBadReply/);
  expect(writes).toBe(1);
});

it('takes no token that cannot be sent, and tries again with the next one', async () => {
  const crm = new TokenCrm();
  crm.more = { token: 'token\nwith-a-line-break' };
  const client = clientOf(await realCrm(crm.handle), LOGIN, undefined, secrets);
  const { failure } = await client.run();
  expect(failure).toBe('crmBadReply: the login gave a token that cannot be sent');
  crm.more = {};
  expect((await client.run({ now: () => Date.parse('2027-01-01') })).failure).toBeUndefined();
});

const inBody = login('values: { uid: $reply.body.uid }', 'send: { body: { auth: "{% $session.token %}" } }');

/** What reaches the CRM of a call with this body, when the token goes into it. */
async function postedBodies(body: string) {
  const bodies: unknown[] = [];
  const url = await realCrm(async asked => {
    if (asked.target === '/auth') return { body: { token: 'token-number-1', uid: 7 } };
    bodies.push(asked.body);
    return { body: {} };
  });
  const { failure } = await clientOf(url, inBody, `a: { post: /a, safe: true, ${body} }`, secrets).run();
  return { failure, bodies };
}

it.each([
  ['an object', 'body: { n: 1 }', '{"n":1,"auth":"token-number-1"}'],
  ['an empty object', 'body: {}', '{"auth":"token-number-1"}'],
  ['a form', 'form: { n: "1" }', 'n=1&auth=token-number-1'],
])('goes into a body that is %s', async (_, body, sent) => {
  const { failure, bodies } = await postedBodies(body);
  expect(failure).toBeUndefined();
  expect(bodies).toEqual([sent]);
});

it.each([
  'a: { get: /a }',
  'a: { post: /a, safe: true, body: [1] }',
  'a: { post: /a, safe: true, text: "{" }',
])('that goes into the body is a fault of the mapping in %s', async steps => {
  const crm = new TokenCrm();
  const { failure } = await clientOf(await realCrm(crm.handle), inBody, steps, secrets).run();
  expect(failure).toBe(
    'mappingFault: the token goes into the body, and this call has none that is an object or a form',
  );
  expect(crm.asked).toEqual([]);
});

it.each([
  [
    'an object',
    'body: { auth: x }',
    'mappingFault: the body of this call has a member of the name of the token',
  ],
  ['a form, in the place of the other', 'form: { auth: x, n: "1" }', undefined],
])('never stands twice in %s', async (_, body, told) => {
  const { failure, bodies } = await postedBodies(body);
  expect(failure).toBe(told);
  expect(bodies).toEqual(told ? [] : ['n=1&auth=token-number-1']);
});

it('may give values alone', async () => {
  const asked: Asked[] = [];
  const url = await realCrm(async request => {
    asked.push(request);
    return request.target === '/auth' ? { body: { uid: 7 } } : { body: {} };
  });
  const crm =
    'auth: { login: { post: /auth, values: { uid: $reply.body.uid }, send: none, renewOn: $reply.status = 403 } }';
  const { failure } = await clientOf(url, crm, 'a: { get: "/{% $session.uid %}" }', secrets).run();
  expect(failure).toBeUndefined();
  expect(asked.map(({ target, headers }) => [target, headers.authorization])).toEqual([
    ['/auth', undefined],
    ['/7', undefined],
  ]);
});

it('stands in the place of a parameter that has its name already', async () => {
  const crm = login('send: { query: { auth: "{% $session.token %}" } }');
  const asked: Asked[] = [];
  const url = await realCrm(async request => {
    asked.push(request);
    return request.target === '/auth' ? { body: { token: 'token-number-1' } } : { body: {} };
  });
  await clientOf(url, crm, 'a: { get: /a, query: { auth: old, auth2: kept } }', secrets).run();
  expect(asked[1]?.target).toBe('/a?auth2=kept&auth=token-number-1');
});
