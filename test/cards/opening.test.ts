import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Connection from 'libsql';
import { expect, it, onTestFinished } from 'vitest';
import { StoreError } from '../../src/cards/database.js';
import { openKeeper } from '../../src/cards/keeper.js';
import type { Series } from '../../src/cards/series.js';
import { describeStores, importAll, numbers } from './stores.js';

const seriesFrom = (id: string, first: number, size: number): Series => ({
  kind: 'series',
  id,
  size,
  isScattered: false,
  lowest: String(first),
  highest: String(first + size - 1),
  numberAt: place => String(first + place),
});

const settings = {
  key: 'a key of the tests',
  reservation: 1,
  barcodeType: 'EAN_13',
  source: { kind: 'pool' } as const,
};

describeStores('opening a store', stores => {
  it('finds all as it was', async () => {
    const database = await stores.empty();
    const keeper = await stores.open({ database });
    await importAll(keeper, numbers(2));
    const number = await keeper.reserve('+79620480100');
    const again = await stores.open({ database });
    expect(await again.reserve('+79620480100')).toBe(number);
  });

  it('refuses another key', async () => {
    const database = await stores.empty();
    await stores.open({ database });
    await expect(stores.open({ database, key: 'another key of tests' })).rejects.toThrow(StoreError);
    await expect(stores.open({ database, key: 'another key of tests' })).rejects.toThrow(/another key/);
  });

  it('refuses another series in the middle of one, but lets its end move', async () => {
    const database = await stores.empty();
    const first = await stores.open({ database, source: seriesFrom('a', 1000, 2) });
    expect(await first.reserve(undefined)).toBe('1000');
    // Further than what is in the store already.
    const longer = await stores.open({ database, source: seriesFrom('a', 1000, 2000) });
    for (const number of ['1001', '1002']) expect(await longer.reserve(undefined)).toBe(number);
    await expect(stores.open({ database, source: seriesFrom('b', 5000, 5) })).rejects.toThrow(
      /in the middle of another series/,
    );
  });

  it('takes another series when none of the first is given out, or all', async () => {
    const database = await stores.empty();
    await stores.open({ database, source: seriesFrom('a mistake', 1000, 100) });
    const old = await stores.open({ database, source: seriesFrom('b', 2000, 2) });
    await old.reserve(undefined);
    // It has one number that b has, too.
    const next = await stores.open({ database, source: seriesFrom('c', 2001, 2) });
    expect(await next.reserve(undefined)).toBe('2001');
    expect(await next.reserve(undefined)).toBe('2002');
    await expect(next.reserve(undefined)).rejects.toMatchObject({ error: 'noFreeCards' });
    // One that still has the config of before does not go on with it.
    await expect(old.reserve(undefined)).rejects.toMatchObject({ error: 'noFreeCards' });
  });

  it('imports nothing where the numbers are computed', async () => {
    const keeper = await stores.open({ source: seriesFrom('a', 1000, 2) });
    await expect(importAll(keeper, ['1'])).rejects.toThrow(/only a pool/);
  });

  it('works side by side with a newer version that says so, and with no other', async () => {
    const database = await stores.empty();
    const keeper = await stores.open({ database });
    const newer = (compatibleFrom: number) =>
      stores.sql(
        database,
        `update loyalty_gw_migrations set version = 7, compatible_from = ${compatibleFrom}
          where version = (select max(version) from loyalty_gw_migrations)`,
      );
    await newer(1);
    await importAll(await stores.open({ database }), numbers(1));
    expect(await keeper.reserve(undefined)).toBe(numbers(1)[0]);
    await newer(7);
    await expect(stores.open({ database })).rejects.toThrow(/newer loyalty-gw/);
  });
});

it('says what is wrong with a place where no file can be', async () => {
  const opening = openKeeper({ ...settings, database: '/no/such/folder/cards.db' });
  await expect(opening).rejects.toThrow(StoreError);
  await expect(opening).rejects.toThrow(/\/no\/such\/folder/);
  const nobody = openKeeper({ ...settings, database: 'postgres://me:secret-word@127.0.0.1:9/cards' });
  await expect(nobody).rejects.toThrow(/cannot be reached/);
  await expect(nobody).rejects.not.toThrow(/secret-word/);
  const unreadable = openKeeper({ ...settings, database: 'postgres://me:secret-word@[bad/cards' });
  await expect(unreadable).rejects.toThrow(StoreError);
  await expect(unreadable).rejects.not.toThrow(/secret-word/);
});

it('does not wait for ever for another process that keeps a file to itself', { tags: ['slow'] }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cards-'));
  const database = join(folder, 'cards.db');
  const keeper = await openKeeper({ ...settings, database });
  const other = new Connection(database, {});
  try {
    other.exec('begin immediate');
    // One after another they would wait for a minute, longer than this test may take.
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => keeper.reserve(undefined)));
    for (const outcome of all) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { error: 'cardsUnavailable' } });
    }
    // Reads go on.
    expect(await keeper.status()).toMatchObject({ free: 0 });
    other.exec('rollback');
    await expect(keeper.reserve(undefined)).rejects.toMatchObject({ error: 'noFreeCards' });
  } finally {
    other.close();
    await keeper.close();
    rmSync(folder, { recursive: true });
  }
});

it.each(['prefer', 'require', 'verify-ca'])('says nothing on the console of sslmode=%s', async mode => {
  const warnings: Error[] = [];
  const heard = (warning: Error) => void warnings.push(warning);
  process.on('warning', heard);
  onTestFinished(() => void process.off('warning', heard));
  const database = `postgres://nobody@127.0.0.1:1/x?application_name=x&sslmode=${mode}`;
  await expect(openKeeper({ ...settings, database })).rejects.toThrow(/cannot be reached/);
  expect(warnings).toEqual([]);
});
