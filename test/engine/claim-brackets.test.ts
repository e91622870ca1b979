import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemoryState } from '../../src/cards/memory.js';
import { Guard } from '../../src/crm/guard.js';
import { ReplayWire } from '../../src/crm/replay-wire.js';
import { Sessions } from '../../src/crm/sessions.js';
import { ownerOf } from '../../src/engine/owner-of.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { Failure } from '../../src/loyalty-api/failure.js';
import { recordedReply } from '../../src/testing/recorded.js';
import { mappingOf, runMapping } from '../mapping/run-steps.js';
import {
  ANN,
  BEN,
  claim,
  faults,
  happenings,
  ISSUE,
  keeperOf,
  keeperThat,
  NUMBER,
  VERIFY,
} from './claims.js';
import { HeldWire } from './held-wire.js';

const claimed = 'claimed: { claim: $request.body.number, person: $request.body.phone }\n';

/** What the number is when an operation with these steps below its claim is over. */
async function endOf(
  below: string,
  statuses: Readonly<Record<string, number>> = {},
  more: Partial<Parameters<typeof claim>[0]> = {},
) {
  const cards = keeperOf();
  const trip = await claim({
    cards,
    steps: claimed + below,
    crm: 'retries: 0',
    replyTo: ({ url }) => ({ status: statuses[new URL(url).pathname] ?? 200, body: {} }),
    ...more,
  });
  return { state: cards.states()[NUMBER], trip, cards };
}

describe('a claim is a bracket around what stands below it', () => {
  it.each<[what: string, below: string, statuses: Record<string, number>, state: MemoryState]>([
    ['without a write that succeeds', 'a: { get: /a }', {}, { issued: ANN }],
    ['without a write that fails', 'a: { get: /a }', { '/a': 500 }, 'reserved'],
    ['that answers before the write', 'a: { answer: nothing }\nb: { post: /b }', {}, { issued: ANN }],
    ['that fails before the write', 'a: { fail: phoneTaken }\nb: { post: /b }', {}, 'reserved'],
    ['of which somebody finds that it is issued', 'a: { fail: cardAlreadyIssued }', {}, { doubtful: ANN }],
    ['whose write does not begin', 'a: { post: "/{% $request.body.none %}" }', {}, 'reserved'],
    ['whose when is no condition', 'a: { when: $request.body.none, post: /a }', {}, 'reserved'],
    ['whose read fails after the write', 'a: { post: /a }\nb: { get: /b }', { '/b': 500 }, { issued: ANN }],
    ['that fails after the write', 'a: { post: /a }\nb: { fail: phoneTaken }', {}, { issued: ANN }],
    [
      'with a second write that is refused',
      'a: { post: /a }\nb: { post: /b }',
      { '/b': 400 },
      { doubtful: ANN },
    ],
    ['whose write may fail, and does', 'a: { post: /a, mayFail: true }', { '/a': 500 }, { issued: ANN }],
    [
      'whose write may fail, is refused, and then the operation fails',
      'a: { post: /a, mayFail: true }\nb: { when: $not($exists($a)), fail: rejected }',
      { '/a': 400 },
      'reserved',
    ],
    [
      'whose write may fail, may be done, and then the operation fails',
      'a: { post: /a, mayFail: true }\nb: { when: $not($exists($a)), fail: rejected }',
      { '/a': 500 },
      { doubtful: ANN },
    ],
    [
      'one of whose writes is refused',
      'a: { forEach: "[1,2]", post: "/{% $item %}" }',
      { '/2': 400 },
      { doubtful: ANN },
    ],
    [
      'all of whose writes are refused',
      'a: { forEach: "[1,2]", post: "/{% $item %}" }',
      { '/1': 400, '/2': 400 },
      'reserved',
    ],
    ['whose write finds nothing', 'a: { post: /a, ifMissing: cardNotFound }', { '/a': 404 }, 'reserved'],
    ['of whose reply nothing can be taken', 'a: { post: /a, take: $reply.body.id }', {}, { doubtful: ANN }],
  ])('%s', async (_, below, statuses, state) => {
    expect((await endOf(below, statuses)).state).toEqual(state);
  });

  it('is not opened where its when is false', async () => {
    const { state, trip } = await endOf(
      '',
      {},
      {
        steps: `claimed: { when: '$request.body.phone = "nobody"', claim: $request.body.number, person: $request.body.phone }\nissue: { post: /a }`,
      },
    );
    expect(state).toBeUndefined();
    expect(trip.calls).toHaveLength(1);
  });

  it('is ended before the answer, which may break the contract, and does so again', async () => {
    const cards = keeperOf();
    const steps = `claimed: { claim: '"${NUMBER}"', person: $request.body.phone }
issue: { post: /cards }
card: { get: /card }`;
    const ask = () =>
      claim({ cards, steps, operation: 'issueCard', rest: 'response: { card: "{% $card %}" }' });
    const first = await ask();
    expect(first.failure).toMatch(/^contractFault/);
    expect(cards.states()).toMatchObject({ [NUMBER]: { issued: expect.any(String) } });
    const second = await ask();
    expect(second.answer.body).toBe(first.answer.body);
    expect(second.calls.map(({ method }) => method)).toEqual(['GET']);
  });

  it('counts each attempt: one that is refused after one that timed out says nothing', async () => {
    const outcomes = [faults.timeout, { status: 400, body: {} }];
    const cards = keeperOf();
    const steps = `${claimed}issue: { post: /a, idempotent: true }`;
    const trip = await claim({
      cards,
      steps,
      replyTo: ({ method }) => (method === 'GET' ? { status: 404 } : (outcomes.shift() ?? {})),
    });
    expect(trip.calls).toHaveLength(2);
    expect(cards.states()).toEqual({ [NUMBER]: { doubtful: ANN } });
  });

  it('is refused where no attempt was looked at', async () => {
    const cards = keeperOf();
    await claim({ cards, crm: 'retries: 1', replyTo: () => ({ status: 429 }) });
    expect(cards.states()).toEqual({ [NUMBER]: 'reserved' });
  });

  it('is refused when the process stops before the write, and doubtful when it is under way', async () => {
    for (const [path, state] of [
      ['/before', 'reserved'],
      ['/write', { doubtful: ANN }],
    ] as const) {
      const stop = new AbortController();
      const wire = new HeldWire();
      const cards = keeperOf();
      const steps = `${claimed}before: { get: /before }\nwrite: { when: $exists($before), post: /write }`;
      const running = claim({ cards, steps, wire, signal: stop.signal });
      await wire.holds('/before');
      if (path === '/write') {
        wire.reply('/before');
        await wire.holds('/write');
      }
      stop.abort();
      expect((await running).failure).toMatch(/^shuttingDown/);
      expect(cards.states()).toEqual({ [NUMBER]: state });
    }
  });

  it('is doubtful when the deadline comes while the write is under way', async () => {
    const wire = new HeldWire();
    const cards = keeperOf();
    const running = claim({ cards, wire, top: `${VERIFY}\ndeadline: 50ms` });
    await wire.holds(`/cards/${NUMBER}`);
    expect((await running).failure).toMatch(/^deadlineExceeded/);
    expect(cards.states()).toEqual({ [NUMBER]: { doubtful: ANN } });
  });
});

describe('a request beside another of the same person', () => {
  it('waits, and gives up before the deadline', async () => {
    const trip = await claim({ cards: keeperOf({ [NUMBER]: { issuing: ANN } }) });
    expect(trip.failure).toMatch(/^crmBusy/);
    expect(trip.calls).toEqual([]);
    expect(new Set(happenings(trip.events))).toEqual(new Set(['waiting']));
  });

  it('gets the same answer when the first is done', async () => {
    const wire = new HeldWire();
    const cards = keeperOf();
    const first = claim({ cards, wire });
    await wire.holds(`/cards/${NUMBER}`);
    let waited = 0;
    const second = claim({
      cards,
      wire,
      pause: async () => {
        if (++waited === 2) {
          wire.reply(`/cards/${NUMBER}`);
          await first;
        }
      },
    });
    expect((await second).answer).toEqual((await first).answer);
    expect(happenings((await second).events)).toEqual(['waiting', 'waiting', 'repeated']);
  });

  it('of somebody else fails at once', async () => {
    const trip = await claim({ cards: keeperOf({ [NUMBER]: { issuing: BEN } }) });
    expect(trip.failure).toMatch(/^cardAlreadyIssued/);
  });
});

describe('the keeper', () => {
  it('must be there', async () => {
    const trip = await claim({ cards: undefined as never });
    expect(trip.failure).toBe(
      'mappingFault: the mapping gives out card numbers, and the config has no cards:',
    );
    expect(trip.calls).toEqual([]);
  });

  it.each([
    [1, ['claimed', 'finishFailed issued', 'finished issued']],
    [2, ['claimed', 'finishFailed issued', 'finishFailed issued']],
  ])(
    'that cannot be told how a claim ended changes no answer, and is told again: %i',
    async (count, told) => {
      const cards = keeperOf();
      let failures = count;
      const broken = keeperThat(cards, {
        finish: (...how) => {
          if (failures-- > 0) throw new Failure('cardsUnavailable', 'the database is away');
          return cards.finish(...how);
        },
      });
      const trip = await claim({ cards: broken, steps: `${ISSUE}\nread: { get: /read }` });
      expect(trip.failure).toBeUndefined();
      expect(happenings(trip.events)).toEqual(told);
      expect(cards.states()).toEqual({ [NUMBER]: { [count === 1 ? 'issued' : 'issuing']: ANN } });
    },
  );

  it('that cannot be reached fails the operation before the write', async () => {
    const away = () => Promise.reject(new Failure('cardsUnavailable', 'the database is away'));
    const trip = await claim({ cards: keeperThat(keeperOf(), { claim: away }) });
    expect(trip.failure).toMatch(/^cardsUnavailable/);
    expect(trip.calls).toEqual([]);
  });

  it('holds a claim for as long as the operation may take, and half a minute', async () => {
    const cards = keeperOf();
    const leases: number[] = [];
    await claim({
      cards: keeperThat(cards, {
        claim: (number, person, lease) => {
          leases.push(lease);
          return cards.claim(number, person, lease);
        },
      }),
      top: `${VERIFY}\ndeadline: 4s`,
    });
    expect(leases).toEqual([34_000]);
  });
});

describe('what names a number or a person', () => {
  it.each([
    ['claim: $request.body.none, person: $request.body.phone', 'claimed.claim gave nothing'],
    ['claim: $request.body.number, person: $request.body.none', 'claimed.person gave nothing'],
    [
      'claim: $request.body.number, person: \'$request.body.phone & "" = "" ? "" : " "\'',
      'claimed.person gave no text',
    ],
    ['claim: $request.body.number, person: $request.body', 'claimed.person gave no text'],
  ])('%s', async (keys, message) => {
    const trip = await claim({ cards: keeperOf(), steps: `claimed: { ${keys} }\nissue: { post: /a }` });
    expect(trip.failure).toMatch(/^mappingFault/);
    expect(trip.failure).toContain(message);
    expect(trip.failure).not.toContain(ANN);
    expect(trip.calls).toEqual([]);
  });

  it('is a second claim only when the first was not skipped', async () => {
    const both = (when: string) => `
claimed: { when: '${when}', claim: $request.body.number, person: $request.body.phone }
again: { when: $exists($request.body.phone), claim: $request.body.number, person: $request.body.phone }
issue: { post: /a }`;
    const cards = keeperOf();
    const one = await claim({ cards, steps: both('$not($exists($request.body.phone))') });
    expect(one.failure).toBeUndefined();
    const two = await claim({ cards: keeperOf(), steps: both('$exists($request.body.number)') });
    expect(two.failure).toBe('mappingFault: a second claim: claimed has claimed a number before');
  });
});

describe('a free number', () => {
  const steps = `
free: { reserve: true, person: $request.body.phone }
claimed: { claim: $free.cardNumber, person: $request.body.phone }
issue: { post: "/cards/{% $claimed.cardNumber %}" }`;

  it('is reserved and issued in one operation, and the same when Koshelek asks again', async () => {
    const cards = keeperOf({ '4700': 'free', '4701': 'free' });
    const first = await claim({ cards, steps });
    const second = await claim({ cards, steps });
    expect(first.values.free).toEqual({
      cardNumber: '4700',
      barcode: { barcodeNumber: '4700', barcodeType: 'EAN_13' },
    });
    expect(second.values.claimed).toMatchObject({ cardNumber: '4700', repeated: true });
    expect(cards.states()).toEqual({ '4700': { issued: ANN }, '4701': 'free' });
  });

  it('is another one for somebody else, until there is none', async () => {
    const cards = keeperOf({ '4700': 'free', '4701': 'free' });
    await claim({ cards, steps });
    expect((await claim({ cards, steps, phone: BEN })).values.free).toMatchObject({ cardNumber: '4701' });
    expect((await claim({ cards, steps, phone: '+79620480102' })).failure).toMatch(/^noFreeCards/);
  });
});

describe('the owner', () => {
  const mapping = mappingOf(ISSUE, { top: VERIFY });
  const ownerIn = (body: unknown) =>
    ownerOf(mapping, NUMBER, {
      wire: new ReplayWire(() => recordedReply({ status: 200, headers: {}, body })),
      sessions: new Sessions(mapping),
      guard: new Guard(mapping.crm.limits),
      clock: Date.now,
      pause: async () => {},
      ids: () => '1',
      signal: new AbortController().signal,
      observer: () => {},
      errors: usualErrors,
    });

  it.each<[what: string, reply: unknown, owner: string | undefined]>([
    ['a text', { phone: ANN }, ANN],
    ['a number', { phone: 79620480100 }, '79620480100'],
    ['nobody', {}, undefined],
  ])('is %s', async (_, reply, owner) => {
    expect(await ownerIn(reply)).toBe(owner);
  });

  it.each<[what: string, reply: unknown]>([
    ['a blank text', { phone: ' ' }],
    ['an object', { phone: { country: 7 } }],
  ])('that is %s is a fault of the mapping, and not nobody', async (_, reply) => {
    await expect(ownerIn(reply)).rejects.toMatchObject({ error: 'mappingFault' });
  });
});

describe('whatever the attempts of a write come to', () => {
  /** When the CRM does a call, and what comes back of it. */
  const attempt = fc.constantFrom(
    { does: 'now', reply: { status: 200, body: {} } },
    { does: 'now', reply: { status: 500, body: {} } },
    { does: 'now', reply: faults.timeout },
    { does: 'now', reply: faults.reset },
    { does: 'now', reply: { status: 502 } },
    { does: 'now', reply: { status: 200, text: '{' } },
    { does: 'later', reply: faults.timeout },
    { does: 'later', reply: { status: 504 } },
    { does: 'never', reply: { status: 500, body: {} } },
    { does: 'never', reply: { status: 400, body: {} } },
    { does: 'never', reply: { status: 503 } },
    { does: 'never', reply: { status: 429 } },
    { does: 'never', reply: faults.refused },
    { does: 'never', reply: faults.timeout },
  );
  const request = fc.record({
    person: fc.constantFrom(ANN, BEN),
    attempts: fc.array(attempt, { minLength: 1, maxLength: 3 }),
    canRead: fc.boolean(),
    /** Whether what the CRM was slow with is done before this request. */
    lands: fc.boolean(),
  });
  const once = mappingOf(ISSUE, { top: VERIFY });
  const twice = mappingOf(ISSUE.replace('{ post', '{ idempotent: true, post'), { top: VERIFY });

  it('a card is issued to one person at most, and a number that is reserved to nobody', {
    tags: ['slow'],
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (requests, isIdempotent) => {
          const cards = keeperOf();
          const owners = new Set<string>();
          const late = new Set<string>();
          for (const { person: phone, attempts, canRead, lands } of requests) {
            if (lands) for (const owner of late) owners.add(owner);
            const left = [...attempts];
            const trip = await runMapping(isIdempotent ? twice : once, {
              cards,
              body: { number: NUMBER, phone },
              replyTo: ({ method }) => {
                if (method === 'GET') {
                  const [owner] = owners;
                  if (!canRead) return { status: 500 };
                  return owner === undefined ? { status: 404 } : { body: { phone: owner } };
                }
                const { does, reply } = left.shift() ?? { does: 'never', reply: { status: 400, body: {} } };
                if (does === 'now') owners.add(phone);
                if (does === 'later') late.add(phone);
                return reply;
              },
            });
            const state = cards.states()[NUMBER];
            if (trip.failure === undefined) expect([...owners]).toEqual([phone]);
            if (state === 'reserved') expect([...owners, ...late]).toEqual([]);
            if (typeof state === 'object' && 'issued' in state) expect([...owners]).toEqual([state.issued]);
            expect(new Set([...owners, ...late]).size).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
