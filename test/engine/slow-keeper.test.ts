import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Connection from 'libsql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openKeeper } from '../../src/cards/keeper.js';
import type { StopSignal } from '../../src/crm/wire.js';
import { poolIn } from '../cards/keeper-of-folder.js';
import { importAll } from '../cards/stores.js';
import { ANN, BEN, claim, happenings, ISSUE, keeperOf, keeperThat, NUMBER, VERIFY } from './claims.js';

const top = `${VERIFY}\ndeadline: 50ms`;

/** A gate that is closed until it is opened. */
function gate() {
  let open = () => {};
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, passed };
}

// Without the bound by the deadline each of these would wait until its test is over.
describe('a keeper that is slower than the deadline', () => {
  it('gets back a claim that it grants when nobody waits any more', async () => {
    const { open, passed } = gate();
    const cards = keeperOf();
    const slow = keeperThat(cards, { claim: (...asked) => passed.then(() => cards.claim(...asked)) });
    const trip = await claim({ cards: slow, top });
    expect(trip.failure).toMatch(/^deadlineExceeded/);
    expect(trip.calls).toEqual([]);
    const finish = vi.spyOn(cards, 'finish');
    open();
    await vi.waitFor(() => expect(finish).toHaveBeenCalled());
    expect(cards.states()).toEqual({ [NUMBER]: 'reserved' });
    expect((await claim({ cards, phone: BEN })).failure).toBeUndefined();
  });

  it('has a doubtful number back as a doubtful one', async () => {
    const { open, passed } = gate();
    const cards = keeperOf({ [NUMBER]: { doubtful: ANN } });
    const slow = keeperThat(cards, { settle: (...told) => passed.then(() => cards.settle(...told)) });
    const trip = await claim({ cards: slow, top, replyTo: () => ({ body: {} }) });
    expect(trip.failure).toMatch(/^deadlineExceeded/);
    expect(trip.calls.map(({ method }) => method)).toEqual(['GET']);
    const finish = vi.spyOn(cards, 'finish');
    open();
    await vi.waitFor(() => expect(finish).toHaveBeenCalled());
    expect(cards.states()).toEqual({ [NUMBER]: { doubtful: ANN } });
  });

  it('is told that nobody waits for a number', async () => {
    const { passed } = gate();
    let told: StopSignal | undefined;
    const slow = keeperThat(keeperOf(), {
      reserve: (_, signal) => {
        told = signal;
        return passed.then(() => NUMBER);
      },
    });
    const trip = await claim({ cards: slow, top, steps: 'free: { reserve: true }' });
    expect(trip.failure).toMatch(/^deadlineExceeded/);
    expect(told?.aborted).toBe(true);
  });

  it('changes no answer when it does not hear how the claim ended, and hears it later', async () => {
    const { open, passed } = gate();
    const cards = keeperOf();
    const slow = keeperThat(cards, { finish: (...told) => passed.then(() => cards.finish(...told)) });
    const trip = await claim({ cards: slow, top });
    expect(trip.failure).toBeUndefined();
    expect(happenings(trip.events)).toEqual(['claimed', 'finishFailed issued', 'finishFailed issued']);
    expect(cards.states()).toEqual({ [NUMBER]: { issuing: ANN } });
    open();
    await vi.waitFor(() => expect(cards.states()).toEqual({ [NUMBER]: { issued: ANN } }));
  });

  it('does not count as slow when it fails', async () => {
    const cards = keeperOf();
    let failures = 1;
    const broken = keeperThat(cards, {
      finish: async (...told) => {
        if (failures-- > 0) throw new Error('away');
        return cards.finish(...told);
      },
    });
    await claim({ cards: broken, steps: ISSUE });
    expect(cards.states()).toEqual({ [NUMBER]: { issued: ANN } });
  });
});

describe('a file of card numbers that another process keeps to itself', () => {
  let folder: string;
  let other: Connection.Database;
  const open = () => openKeeper(poolIn(join(folder, 'cards.db')));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cards-'));
  });
  afterEach(() => {
    other?.close();
    rmSync(folder, { recursive: true });
  });

  // The store itself would fail after five seconds, as cardsUnavailable.
  it('is waited for until the deadline, and what it gives afterwards is given back', async () => {
    const keeper = await open();
    await importAll(keeper, [NUMBER, '2900000000025']);
    await keeper.reserve(undefined);
    other = new Connection(join(folder, 'cards.db'), {});
    other.exec('begin immediate');
    const cards = keeper as never;
    const trips = [
      await claim({ cards, top }),
      await claim({ cards, top, steps: 'free: { reserve: true }' }),
    ];
    for (const trip of trips) expect(trip.failure).toMatch(/^deadlineExceeded/);
    other.exec('rollback');
    // It closes when all that was asked of it is done.
    await keeper.close();
    const later = await open();
    expect(await later.status()).toMatchObject({ free: 1, reserved: 1, issuing: 0 });
    expect(await later.claim(NUMBER, BEN, 1_000)).toMatchObject({ kind: 'granted' });
    await later.close();
  });
});
