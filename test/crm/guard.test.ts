import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { BROKEN, Breaker, type Health } from '../../src/crm/breaker.js';
import { Guard } from '../../src/crm/guard.js';
import { Rate } from '../../src/crm/rate.js';
import { Slots } from '../../src/crm/slots.js';
import { WireFault } from '../../src/crm/wire.js';
import { USUAL_LIMITS } from '../../src/mapping/compile-limits.js';
import { HeldWire } from '../engine/held-wire.js';
import {
  mappingOf,
  problemsOf,
  runMapping,
  type Sections,
  type Trip,
  type World,
} from '../mapping/run-steps.js';

/** Requests of one process, which share a guard. */
function processOf(crm: string, steps = 'a: { get: "/{% $request.body.a %}" }', sections: Sections = {}) {
  const mapping = mappingOf(steps, { crm: `retries: 0\n${crm}`, ...sections });
  const guard = new Guard(mapping.crm.limits);
  return (world: World = {}): Promise<Trip> => runMapping(mapping, { guard, ...world });
}

/** The clocks of the breaker and of its library. */
function fakeClocks(): void {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
}

describe('calls at a time', () => {
  it('are no more than the mapping says; others wait in their order, and the queue is short', async () => {
    const run = processOf('concurrency: 2\nqueue: 2');
    const wire = new HeldWire();
    const trips = ['a', 'b', 'c', 'd'].map(a => run({ wire, body: { a } }));
    expect(await wire.holds('/a', '/b')).toEqual(['/a', '/b']);
    const { failure } = await run({ wire, body: { a: 'e' } });
    expect(failure).toBe('crmBusy: too many calls to the CRM wait already');
    wire.reply('/b');
    expect(await wire.holds('/a', '/c')).toEqual(['/a', '/c']);
    wire.fail('/c', new WireFault('reset', 'why'));
    expect(await wire.holds('/a', '/d')).toEqual(['/a', '/d']);
    wire.reply('/a');
    wire.reply('/d');
    const failures = (await Promise.all(trips)).map(trip => trip.failure);
    expect(failures).toEqual([undefined, undefined, 'crmUnavailable: why', undefined]);
  });

  it('may be without a queue', async () => {
    const run = processOf('concurrency: 1\nqueue: 0');
    const wire = new HeldWire();
    const trip = run({ wire, body: { a: 'a' } });
    await wire.holds('/a');
    expect((await run({ wire, body: { a: 'b' } })).failure).toMatch(/^crmBusy:/);
    wire.reply('/a');
    expect((await trip).failure).toBeUndefined();
  });

  it('are waited for no longer than the deadline, and who gave up takes no place in the queue', async () => {
    const mapping = mappingOf('a: { get: "/{% $request.body.a %}" }', { crm: 'concurrency: 1\nqueue: 1' });
    const hasty = mappingOf('a: { get: "/hasty" }', { top: 'deadline: 50ms' });
    const world = { guard: new Guard(mapping.crm.limits), wire: new HeldWire() };
    const first = runMapping(mapping, { ...world, body: { a: 'a' } });
    await world.wire.holds('/a');
    expect((await runMapping(hasty, world)).failure).toBe(
      'crmBusy: the deadline came while the call waited for its turn',
    );
    const last = runMapping(mapping, { ...world, body: { a: 'c' } });
    world.wire.reply('/a');
    expect(await world.wire.holds('/c')).toEqual(['/c']);
    world.wire.reply('/c');
    expect([(await first).failure, (await last).failure]).toEqual([undefined, undefined]);
  });

  it('end with the process', async () => {
    const stop = new AbortController();
    const run = processOf('concurrency: 1');
    const wire = new HeldWire();
    const trips = ['a', 'b'].map(a => run({ wire, body: { a }, signal: stop.signal }));
    await wire.holds('/a');
    stop.abort();
    for (const trip of trips) expect((await trip).failure).toMatch(/^shuttingDown:/);
  });

  it('are shared out fairly: slots, and places in the queue', async () => {
    const slots = new Slots(4, 4);
    const outcomes: string[] = [];
    const take = async (key: string) => {
      outcomes.push(`${key} ${await slots.take(key, new AbortController().signal)}`);
    };
    const turn = () => new Promise(setImmediate);
    for (let call = 0; call < 9; call++) take('hangs');
    await turn();
    expect(outcomes.splice(0)).toEqual([...Array(4).fill('hangs taken'), 'hangs full']);
    // There are places for others: half of them, as two want them.
    for (let call = 0; call < 3; call++) take('works');
    await turn();
    expect(outcomes.splice(0).sort()).toEqual(['hangs full', 'hangs full', 'works full']);
    slots.give('hangs');
    slots.give('hangs');
    slots.give('works');
    await turn();
    expect(outcomes.splice(0)).toEqual(['works taken', 'works taken', 'hangs taken']);
  });

  it('leave nothing behind on a signal', async () => {
    const slots = new Slots(1, 10);
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    expect(await slots.take('a', signal)).toBe('taken');
    const waiting = Array.from({ length: 10 }, () => slots.take('a', signal));
    for (const each of waiting) {
      slots.give('a');
      expect(await each).toBe('taken');
    }
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
    slots.give('a');
    expect(await slots.take('a', AbortSignal.abort())).toBe('taken');
    expect(await slots.take('a', AbortSignal.abort())).toBe('late');
  });
});

describe('calls per time', () => {
  const limit = { calls: 10, per: 1_000, burst: 3 };

  it('begin at once as many as the burst, then one after the other', () => {
    const rate = new Rate(limit);
    expect(Array.from({ length: 6 }, () => rate.take(0, 1_000))).toEqual([0, 0, 0, 100, 200, 300]);
  });

  it('never come faster than the rate, whatever happens', () => {
    const rate = new Rate(limit);
    const begun: number[] = [];
    for (let now = 0; now < 60_000; now += Math.floor(Math.random() * 150)) {
      const wait = rate.take(now, 2_000);
      if (wait !== undefined) begun.push(now + wait);
    }
    begun.sort((one, other) => one - other);
    for (const [index, at] of begun.entries()) {
      const later = begun[index + 3 + 10];
      if (later !== undefined) expect(later - at).toBeGreaterThanOrEqual(1_000);
    }
    expect(begun.length).toBeGreaterThan(400);
  });

  it('are not waited for longer than somebody is ready to, and then cost nothing', () => {
    const rate = new Rate({ ...limit, burst: 1 });
    expect([rate.take(0, 150), rate.take(0, 150), rate.take(0, 150), rate.take(0, 150)]).toEqual([
      0,
      100,
      undefined,
      undefined,
    ]);
    expect(rate.take(100, 150)).toBe(100);
  });

  it('do not stop when the clock is put back by an hour', () => {
    const rate = new Rate({ ...limit, burst: 1 });
    rate.take(3_600_000, 0);
    expect(rate.take(0, 1_000)).toBe(100);
  });

  it('wait in the ports’ time, and end with crmBusy when the deadline is nearer', async () => {
    const waits: number[] = [];
    const pause = async (milliseconds: number) => void waits.push(milliseconds);
    const run = processOf('rate: 2/s\nburst: 1', undefined, { top: 'deadline: 1200ms' });
    const trips = await Promise.all(Array.from({ length: 5 }, () => run({ pause, body: { a: 'a' } })));
    expect(waits).toEqual([500, 1_000]);
    expect(trips.map(({ failure }) => failure?.split(':')[0])).toEqual([
      undefined,
      undefined,
      undefined,
      'crmBusy',
      'crmBusy',
    ]);
  });
});

describe('the breaker', () => {
  const elapse = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);
  const make = () => {
    fakeClocks();
    const breaker = new Breaker<{ health: Health }>(
      { failures: 3, window: 1_000, openFor: 5_000 },
      ({ health }) => health,
    );
    const come = async (...healths: Health[]) => {
      const results = [];
      for (const health of healths) {
        elapse(500);
        const result = await breaker.run(async () => ({ health }));
        results.push(result === BROKEN ? 'broken' : result.health);
      }
      return results;
    };
    return { breaker, come };
  };

  it('opens after so many failures in a row', async () => {
    const { come, breaker } = make();
    expect(await come('down', 'down', 'up', 'down', 'down')).not.toContain('broken');
    expect(breaker.isOpen()).toBe(false);
    expect(breaker.takeChange()).toBeUndefined();
    await come('down');
    expect([breaker.isOpen(), breaker.takeChange(), breaker.takeChange()]).toEqual([
      true,
      'opened',
      undefined,
    ]);
    expect(await come('up')).toEqual(['broken']);
  });

  it('closes in its time also when the clock is put back', async () => {
    const { come, breaker } = make();
    await come('down', 'down', 'down');
    expect(breaker.isOpen()).toBe(true);
    vi.setSystemTime(Date.now() - 3_600_000);
    elapse(5_000);
    expect(await come('up', 'up')).toEqual(['up', 'up']);
    expect(breaker.isOpen()).toBe(false);
  });

  it('does not open for failures that come together', async () => {
    const { breaker } = make();
    for (let call = 0; call < 50; call++) await breaker.run(async () => ({ health: 'down' }));
    expect(breaker.isOpen()).toBe(false);
    elapse(1_000);
    await breaker.run(async () => ({ health: 'down' }));
    expect(breaker.isOpen()).toBe(true);
  });

  it('counts a call that is repeated as one failure, and its success as one', async () => {
    const { breaker } = make();
    const make10 = async (health: Health) => {
      for (let call = 0; call < 10; call++) {
        elapse(500);
        expect(await breaker.run(async () => ({ health }), true)).not.toBe(BROKEN);
      }
    };
    await breaker.run(async () => ({ health: 'down' }));
    await breaker.run(async () => ({ health: 'down' }));
    await make10('down');
    await make10('up');
    await breaker.run(async () => ({ health: 'down' }));
    expect(breaker.isOpen()).toBe(false);
  });

  it('does not count what says nothing', async () => {
    const { come } = make();
    expect(await come('down', 'down', 'unknown', 'unknown', 'down', 'up')).toEqual([
      'down',
      'down',
      'unknown',
      'unknown',
      'down',
      'broken',
    ]);
  });

  it('lets one call pass after a while, and answers the others at once', async () => {
    const { come, breaker } = make();
    await come('down', 'down', 'down');
    elapse(4_499);
    expect(await come('up')).toEqual(['broken']);
    elapse(1);
    let finish = (_: { health: Health }) => {};
    const probe = breaker.run(
      () =>
        new Promise<{ health: Health }>(resolve => {
          finish = resolve;
        }),
    );
    expect(await come('up', 'up')).toEqual(['broken', 'broken']);
    finish({ health: 'up' });
    await probe;
    expect(breaker.takeChange()).toBe('closed');
    expect(await come('up', 'down', 'down', 'up')).not.toContain('broken');
  });

  it.each<Health>(['down', 'unknown'])(
    'stays open when the probe is %s, and tells it no second time',
    async health => {
      const { come, breaker } = make();
      await come('down', 'down', 'down');
      breaker.takeChange();
      elapse(5_000);
      expect(await come(health, 'up')).toEqual([health, 'broken']);
      expect(breaker.takeChange()).toBeUndefined();
      elapse(5_000);
      expect(await come('up', 'up')).toEqual(['up', 'up']);
      expect(breaker.takeChange()).toBe('closed');
    },
  );

  it('stays open when the probe comes upon a fault of ours', async () => {
    const { come, breaker } = make();
    await come('down', 'down', 'down');
    elapse(5_000);
    await expect(breaker.run(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(await come('up')).toEqual(['broken']);
  });
});

describe('what counts against the breaker', () => {
  const crm =
    'breaker: { failures: 2, window: 1s, openFor: 5s }\nerrors: [{ when: $reply.status = 510, fail: rejected }]';
  const calls = 'a: { get: /a, ifMissing: cardNotFound }';

  it.each<[string, World['replyTo'], boolean]>([
    ['a connection that breaks', () => new WireFault('reset', 'why'), true],
    ['nobody there', () => new WireFault('refused', 'why'), true],
    ['a late reply', () => new WireFault('timeout', 'why'), true],
    ['a 500', () => ({ status: 500 }), true],
    ['a 502 in HTML', () => ({ status: 502, text: '<html>' }), true],
    ['a 404 that is missing', () => ({ status: 404 }), false],
    ['a 400', () => ({ status: 400 }), false],
    ['a 403', () => ({ status: 403 }), false],
    ['a 429', () => ({ status: 429 }), false],
    ['an error that the mapping names', () => ({ status: 510 }), false],
    ['a reply that cannot be read', () => ({ text: '<html>' }), false],
    ['a reply that is not HTTP', () => new WireFault('unreadable', 'why'), false],
  ])('%s: %s', async (_, replyTo, opens) => {
    fakeClocks();
    const run = processOf(crm, calls);
    const trips = [];
    for (let trip = 0; trip < 3; trip++) {
      trips.push(await run({ replyTo }));
      vi.advanceTimersByTime(1_000);
    }
    const isBroken = trips.at(-1)?.failure?.startsWith('crmUnavailable: the CRM was down just now') ?? false;
    expect({ calls: trips.at(-1)?.calls.length, isBroken }).toEqual({
      calls: opens ? 0 : 1,
      isBroken: opens,
    });
  });

  it('is told in the events of the call that did it', async () => {
    fakeClocks();
    const run = processOf(crm, calls);
    const states = async (replyTo: World['replyTo']) => {
      vi.advanceTimersByTime(1_000);
      const { events } = await run({ replyTo });
      return events.flatMap(event => (event.type === 'breaker' ? [event.state] : []));
    };
    expect(await states(() => ({ status: 500 }))).toEqual([]);
    expect(await states(() => ({ status: 500 }))).toEqual(['opened']);
    expect(await states(() => ({}))).toEqual([]);
    vi.advanceTimersByTime(5_000);
    expect(await states(() => ({ body: {} }))).toEqual(['closed']);
  });

  it('ends the repeats of a call with what went wrong, as nothing further is sent', async () => {
    fakeClocks();
    const run = processOf(crm, 'a: { get: /a, retries: 10 }');
    const replyTo = () => new WireFault('timeout', 'late');
    const pause = async () => {
      vi.advanceTimersByTime(1_000);
      // Meanwhile it happens to somebody else too.
      expect((await run({ replyTo, pause: async () => {} })).calls).toHaveLength(1);
    };
    const { failure, calls: made } = await run({ pause, replyTo });
    expect(failure).toBe('crmTimeout: late; the CRM was down just now, so no call is made for a while');
    expect(made).toHaveLength(1);
  });
});

describe('the CRM section', () => {
  const limits = (crm: string, given: Record<string, string> = {}) =>
    mappingOf('a: { get: /a }', { crm, given, params: 'N: { default: "7" }\nR: { default: 600/m }' }).crm
      .limits;

  it('has limits that need no key', () => {
    expect(limits('')).toEqual(USUAL_LIMITS);
  });

  it.each<[string, object]>([
    ['concurrency: 8', { concurrency: 8 }],
    ['concurrency: ${N}\nqueue: ${N}', { concurrency: 7, queue: 7 }],
    ['queue: 0', { queue: 0 }],
    ['rate: 10/s', { rate: { calls: 10, per: 1_000, burst: 10 } }],
    ['rate: ${R}', { rate: { calls: 600, per: 60_000, burst: 10 } }],
    ['rate: 30/m', { rate: { calls: 30, per: 60_000, burst: 1 } }],
    ['rate: 0.5/s', { rate: { calls: 0.5, per: 1_000, burst: 1 } }],
    ['rate: 5000/h\nburst: 20', { rate: { calls: 5_000, per: 3_600_000, burst: 20 } }],
    ['breaker: { failures: 5 }', { breaker: { failures: 5, window: 1_000, openFor: 5_000 } }],
    ['breaker: { openFor: 1m }', { breaker: { failures: 20, window: 1_000, openFor: 60_000 } }],
  ])('%s', (crm, expected) => {
    expect(limits(crm)).toEqual({ ...USUAL_LIMITS, ...expected });
  });

  it.each([
    'concurrency: 0',
    'concurrency: many',
    'concurrency: 1.5',
    'concurrency: -1',
    'queue: -1',
    'rate: 10',
    'rate: 0/s',
    'rate: 10/d',
    'burst: 5',
    'rate: 1/s\nburst: 0',
    'breaker: { failures: 0 }',
    'breaker: { openFor: 5 }',
    'breaker: 5',
    'rate: "{% 1 %}"',
  ])('finds a mistake in %j', crm => {
    expect(problemsOf('a: { get: /a }', { crm })).toHaveLength(1);
  });
});
