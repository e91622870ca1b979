import { describe, expect, it } from 'vitest';
import { WireFault } from '../../src/crm/wire.js';
import { HeldWire } from '../engine/held-wire.js';
import { mappingOf, problemsOf, runMapping, runSteps } from '../mapping/run-steps.js';

const read = 'ids: { value: "$request.body.ids" }\nit:\n  forEach: "[$ids]"\n  get: "/cards/{% $item %}"';
const pathOf = (url: string) => new URL(url).pathname.slice('/cards/'.length);

describe('a call for each item of a list', () => {
  it.each([
    ['an object is one item of the list', { n: 1 }, [{ n: 1 }, { n: 1 }, { n: 1 }]],
    ['a list that is taken is added item by item', [1, 2], [1, 2, 1, 2, 1, 2]],
    ['an empty list adds nothing', [], []],
  ])('%s', async (_, body, held) => {
    const { values } = await runSteps(read, { body: { ids: ['a', 'b', 'c'] }, replyTo: () => ({ body }) });
    expect(values.it).toEqual(held);
  });

  it('holds what the items took in their order, whichever reply came first', async () => {
    const wire = new HeldWire();
    const trip = runMapping(mappingOf(read), { body: { ids: ['a', 'b', 'c'] }, wire });
    expect(await wire.holds('/cards/a', '/cards/b', '/cards/c')).toHaveLength(3);
    for (const id of ['c', 'a', 'b']) wire.reply(`/cards/${id}`, { id });
    expect((await trip).values.it).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
  });

  it('leaves out what is missing', async () => {
    const { values, failure } = await runSteps(read, {
      body: { ids: ['a', 'b'] },
      replyTo: ({ url }) => (url.endsWith('a') ? { status: 404 } : { body: { id: 'b' } }),
    });
    expect([values.it, failure]).toEqual([[{ id: 'b' }], undefined]);
  });

  it('fails with ifMissing for any of them', async () => {
    const { failure } = await runSteps(`${read}\n  ifMissing: cardNotFound`, {
      body: { ids: ['a', 'b'] },
      replyTo: ({ url }) => (url.endsWith('b') ? { status: 404 } : { body: { id: 'a' } }),
    });
    expect(failure).toBe('cardNotFound: the CRM has nothing there');
  });

  it('of no items makes no call and holds an empty list', async () => {
    const { values, calls } = await runSteps(read, { body: { ids: [] } });
    expect([values.it, calls]).toEqual([[], []]);
  });

  it('of one value makes one call', async () => {
    const { calls } = await runSteps('it:\n  forEach: $request.body.id\n  get: "/cards/{% $item %}"', {
      body: { id: 'a' },
    });
    expect(calls.map(({ url }) => pathOf(url))).toEqual(['a']);
  });

  it('of nothing is a fault that says what to write', async () => {
    const { failure, calls } = await runSteps(
      'it:\n  forEach: $request.body.id\n  get: "/cards/{% $item %}"',
    );
    expect(failure).toBe(
      'mappingFault: forEach gave nothing; write "[…]" for a list that may be empty, or say in when: that there is one',
    );
    expect(calls).toEqual([]);
  });

  it.each([
    [undefined, 101],
    [2, 3],
  ])('of more items than max (%s) makes no call', async (max, count) => {
    const { failure, calls } = await runSteps(`${read}${max === undefined ? '' : `\n  max: ${max}`}`, {
      body: { ids: Array.from({ length: count }, (_, index) => `c${index}`) },
    });
    expect(failure).toBe(`crmBadReply: forEach has ${count} items, and max is ${max ?? 100}`);
    expect(calls).toEqual([]);
  });

  it('of more items than max leaves a step absent that may fail', async () => {
    const { failure, calls, values } = await runSteps(`${read}\n  max: 2\n  mayFail: true`, {
      body: { ids: ['a', 'b', 'c'] },
    });
    expect(failure).toBeUndefined();
    expect(calls).toEqual([]);
    expect(values.it).toBeUndefined();
  });

  it.each([
    ['', 4],
    ['\n  concurrency: 2', 2],
  ])('runs so many at the same time%s: %i', async (said, together) => {
    const wire = new HeldWire();
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const trip = runMapping(mappingOf(read + said), { body: { ids }, wire });
    const open = new Set(ids.slice(0, together).map(id => `/cards/${id}`));
    for (const [index, id] of ids.entries()) {
      expect(await wire.holds(...open)).toHaveLength(open.size);
      wire.reply(`/cards/${id}`, { id });
      open.delete(`/cards/${id}`);
      const next = ids[index + together];
      if (next !== undefined) open.add(`/cards/${next}`);
    }
    expect((await trip).values.it).toHaveLength(6);
  });

  it('tells the failure of the item that is written first, and begins no further ones', async () => {
    const wire = new HeldWire();
    const trip = runMapping(mappingOf(`${read}\n  concurrency: 2\n  retries: 0`), {
      body: { ids: ['a', 'b', 'c', 'd'] },
      wire,
    });
    await wire.holds('/cards/a', '/cards/b');
    wire.reply('/cards/b', {}, 500);
    await wire.holds('/cards/a');
    wire.fail('/cards/a', new WireFault('reset', 'the connection broke'));
    const { failure, calls } = await trip;
    expect(failure).toBe('crmUnavailable: the connection broke');
    expect(calls.map(({ url }) => pathOf(url)).sort()).toEqual(['a', 'b']);
  });

  it('sees its item in all of the call', async () => {
    const steps = `
it:
  forEach: $request.body.items
  post: "/cards/{% $item.id %}"
  safe: true
  query: { q: "{% $item.q %}" }
  headers: { X-Item: "{% $item.q %}" }
  body: { n: "{% $item.n %}" }
  missing: $reply.status = 404 and $item.id = "b"
  errors: [{ when: $reply.status = 409 and $item.id = "c", fail: cardBlocked }]
  success: $reply.status = 200 and $exists($item.id)
  take: '{ "id": $item.id, "of": $reply.body.of }'`;
    const items = ['a', 'b'].map((id, n) => ({ id, n, q: `q${n}` }));
    const replyTo = ({ url }: { url: string }) =>
      url.includes('/b') ? { status: 404, body: {} } : { body: { of: 1 } };
    const { calls, values } = await runSteps(steps, { body: { items }, replyTo });
    expect(calls.map(({ url, body, headers }) => [url, body, headers['x-item']])).toEqual([
      ['http://crm.test/cards/a?q=q0', '{"n":0}', 'q0'],
      ['http://crm.test/cards/b?q=q1', '{"n":1}', 'q1'],
    ]);
    expect(values.it).toEqual([{ id: 'a', of: 1 }]);
    const lost = { body: { items: { id: 'c', n: 1, q: 'q' } }, replyTo: () => ({ status: 409, body: {} }) };
    expect((await runSteps(steps, lost)).failure).toMatch(/^cardBlocked/);
  });
});

describe('until', () => {
  const claim = `
it:
  forEach: $request.body.free
  until: $reply.status = 200
  post: "/cards/{% $item %}"
  missing: $reply.status = 409
  take: $item`;
  const free = ['a', 'b', 'c'];

  it('tries the next one after a lost race, and no more after a won one', async () => {
    const { calls, values } = await runSteps(claim, {
      body: { free },
      replyTo: ({ url }) => ({ status: url.endsWith('b') ? 200 : 409, body: {} }),
    });
    expect(calls.map(({ url }) => pathOf(url))).toEqual(['a', 'b']);
    expect(values.it).toEqual(['b']);
  });

  it('ends with the list when none was won', async () => {
    const { calls, values } = await runSteps(claim, {
      body: { free },
      replyTo: () => ({ status: 409, body: {} }),
    });
    expect(calls).toHaveLength(3);
    expect(values.it).toEqual([]);
  });

  it('does not try the next one after a failure: that write may have been done', async () => {
    const { calls, failure } = await runSteps(claim, {
      body: { free },
      replyTo: () => new WireFault('timeout', 'late'),
    });
    expect(calls).toHaveLength(1);
    expect(failure).toBe('crmTimeout: late');
  });

  it('does not try it either when the failure is let pass; of reads it does', async () => {
    const replyTo = ({ url }: { url: string }) =>
      url.endsWith('a') ? new WireFault('timeout', 'late') : { body: {} };
    const lost = await runSteps(`${claim}\n  mayFail: true`, { body: { free }, replyTo });
    expect([lost.calls.length, lost.values.it]).toEqual([1, []]);
    const read = `${claim}\n  mayFail: true\n  safe: true\n  retries: 0`;
    expect((await runSteps(read, { body: { free }, replyTo })).values.it).toEqual(['b']);
  });
});

it('writes go out one after another', async () => {
  const wire = new HeldWire();
  const steps = 'it:\n  forEach: $request.body.ids\n  put: "/cards/{% $item %}"';
  const trip = runMapping(mappingOf(steps), { body: { ids: ['a', 'b'] }, wire });
  expect(await wire.holds('/cards/a')).toEqual(['/cards/a']);
  wire.reply('/cards/a');
  expect(await wire.holds('/cards/b')).toEqual(['/cards/b']);
  wire.reply('/cards/b');
  await trip;
});

describe('check', () => {
  it.each([
    ['concurrency: 2', 'useless-key: concurrency is for a call that has forEach'],
    ['until: $reply.status = 200', 'useless-key: until is for a call that has forEach'],
    ['max: 2', 'useless-key: max is for a call that has forEach'],
    ['forEach: "[1]"\n  max: 0', 'wrong-value: this must be a whole number from 1 on'],
    ['forEach: "[1]"\n  safe: false\n  concurrency: 2', 'useless-key: writes are made one after another'],
    [
      'forEach: "[1]"\n  until: $reply.status = 200\n  concurrency: 2',
      'useless-key: until tries one item after another',
    ],
    ['forEach: "[1]"\n  until: $page = 1', 'unknown-variable: there is no variable $page here'],
  ])('refuses %s', (said, problem) => {
    expect(problemsOf(`it:\n  get: /it\n  ${said}`).join('\n')).toContain(problem);
  });

  it('knows $item in no other step and in no `when`', () => {
    const hint = 'there is an item in a call that has forEach';
    expect(problemsOf('it:\n  get: "/it/{% $item %}"')[0]).toContain(hint);
    expect(problemsOf('it:\n  when: $item = 1\n  forEach: "[1]"\n  get: /it')[0]).toContain(hint);
  });
});
