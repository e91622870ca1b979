import { describe, expect, it } from 'vitest';
import type { MemoryState } from '../../src/cards/memory.js';
import type { WireFault } from '../../src/crm/wire.js';
import type { ReplySketch } from '../../src/testing/recorded.js';
import { ANN, BEN, claim, faults, happenings, keeperOf, NUMBER } from './claims.js';

type Outcome = Partial<ReplySketch> | WireFault;

/** A CRM that replies to the write with this; whether it did it, only the reply of a later read tells. */
const crm = (write: Outcome, card: Outcome = { status: 404 }) => ({
  replyTo: ({ method }: { method: string }) => (method === 'GET' ? card : write),
});

const once = 'retries: 0';

describe('how a claim ends is told by what the exchange of its write did', () => {
  it.each<[what: string, write: Outcome, failure: string | undefined, after: MemoryState]>([
    ['a success', { body: {} }, undefined, { issued: ANN }],
    ['a success without a body', { status: 204 }, undefined, { issued: ANN }],
    ['a 400', { status: 400, body: {} }, 'crmError', 'reserved'],
    ['a 403', { status: 403, body: {} }, 'crmDenied', 'reserved'],
    ['a 404', { status: 404, body: {} }, 'crmError', 'reserved'],
    ['a 422', { status: 422, body: {} }, 'crmError', 'reserved'],
    ['too many calls', { status: 429 }, 'crmBusy', 'reserved'],
    ['nobody there', faults.refused, 'crmUnavailable', 'reserved'],
    ['a 408', { status: 408, body: {} }, 'crmError', { doubtful: ANN }],
    [
      'a 409, which may be about an earlier attempt',
      { status: 409, body: {} },
      'crmError',
      { doubtful: ANN },
    ],
    ['a 400 that cannot be read', { status: 400, text: '<html>' }, 'crmBadReply', { doubtful: ANN }],
    ['a success that cannot be read', { status: 200, text: '{"a":' }, 'crmBadReply', { doubtful: ANN }],
    ['a redirect', { status: 302, body: {} }, 'crmError', { doubtful: ANN }],
    ['a 500', { status: 500, body: {} }, 'crmError', { doubtful: ANN }],
    ['a 503', { status: 503 }, 'crmError', { doubtful: ANN }],
    ['a timeout', faults.timeout, 'crmTimeout', { doubtful: ANN }],
    ['a reset', faults.reset, 'crmUnavailable', { doubtful: ANN }],
    ['a reply that is too large', faults.unreadable, 'crmBadReply', { doubtful: ANN }],
  ])('%s', async (_, write, failure, after) => {
    const cards = keeperOf();
    const trip = await claim({ cards, crm: once, ...crm(write) });
    expect(trip.answer.failure?.error).toBe(failure);
    expect(cards.states()).toEqual({ [NUMBER]: after });
  });

  it.each<[error: string, after: MemoryState]>([
    ['phoneTaken', 'reserved'],
    ['badDate', 'reserved'],
    ['crmError', { doubtful: ANN }],
    ['internalError', { doubtful: ANN }],
    // It may be issued by an earlier attempt of the same claim.
    ['cardAlreadyIssued', { doubtful: ANN }],
  ])('a reply that the mapping calls %s', async (error, after) => {
    const cards = keeperOf();
    const rule = `errors: [{ when: $reply.status = 200, fail: ${error} }]`;
    const trip = await claim({ cards, crm: rule, ...crm({ body: {} }) });
    expect(trip.answer.failure?.error).toBe(error);
    expect(cards.states()).toEqual({ [NUMBER]: after });
  });
});

describe('a second request', () => {
  it('of the same person does without the writes and answers the same', async () => {
    const cards = keeperOf();
    const first = await claim({ cards });
    const second = await claim({ cards });
    expect(second.answer).toEqual(first.answer);
    expect(first.calls).toHaveLength(1);
    expect(second.calls).toEqual([]);
    expect(happenings(second.events)).toEqual(['repeated']);
    expect(second.values.claimed).toMatchObject({ cardNumber: NUMBER, repeated: true });
    expect(second.events).toContainEqual(
      expect.objectContaining({ type: 'skip', step: 'issue', why: 'repeated' }),
    );
  });

  it('of somebody else fails', async () => {
    const cards = keeperOf({ [NUMBER]: { issued: ANN } });
    const trip = await claim({ cards, phone: BEN });
    expect(trip.failure).toMatch(/^cardAlreadyIssued/);
    expect(trip.calls).toEqual([]);
  });
});

describe('a doubtful number', () => {
  const doubtful = () => keeperOf({ [NUMBER]: { doubtful: ANN } });

  it('is a repeated request, if the CRM has it as that of the same person', async () => {
    const cards = doubtful();
    const trip = await claim({ cards, ...crm({ body: {} }, { body: { phone: ANN } }) });
    expect(trip.failure).toBeUndefined();
    expect(trip.calls.map(({ method }) => method)).toEqual(['GET']);
    expect(happenings(trip.events)).toEqual(['doubtful', 'settled', 'repeated']);
  });

  it('is issued by the same person once more, if nobody has it', async () => {
    const cards = doubtful();
    const trip = await claim({ cards, ...crm({ body: {} }) });
    expect(trip.calls.map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(cards.states()).toEqual({ [NUMBER]: { issued: ANN } });
  });

  it.each<[what: string, write: Outcome]>([
    ['is refused, be it because the first try was late', { status: 400, body: {} }],
    ['reaches nobody', faults.refused],
  ])('stays doubtful when the second try %s', async (_, write) => {
    const cards = doubtful();
    await claim({ cards, crm: once, ...crm(write) });
    expect(cards.states()).toEqual({ [NUMBER]: { doubtful: ANN } });
  });

  it('is nobody else’s while the first claim may be under way', async () => {
    const cards = doubtful();
    const trip = await claim({ cards, phone: BEN, ...crm({ body: {} }) });
    expect(trip.failure).toMatch(/^cardNotReserved/);
    expect(trip.calls.map(({ method }) => method)).toEqual(['GET']);
    expect(cards.states()).toEqual({ [NUMBER]: { doubtful: ANN } });
  });

  it('is somebody else’s, if the CRM says so', async () => {
    const cards = doubtful();
    const trip = await claim({ cards, ...crm({ body: {} }, { body: { phone: BEN } }) });
    expect(trip.failure).toMatch(/^cardAlreadyIssued/);
    expect(cards.states()).toEqual({ [NUMBER]: { issued: BEN } });
  });

  it('stays doubtful while the CRM cannot be asked', async () => {
    const cards = doubtful();
    const trip = await claim({ cards, crm: once, ...crm({ body: {} }, { status: 500 }) });
    expect(trip.answer.failure).toMatchObject({ error: 'crmError', step: 'verify.card' });
    expect(cards.states()).toEqual({ [NUMBER]: { doubtful: ANN } });
  });
});
