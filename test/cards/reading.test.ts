import { mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Connection from 'libsql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CardKeeper, openKeeper } from '../../src/cards/keeper.js';
import { poolIn } from './keeper-of-folder.js';
import { importAll, numbers } from './stores.js';

let folder: string;
let keeper: CardKeeper;
const elsewhere = () => `${folder}-elsewhere`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cards-'));
  keeper = await openKeeper(poolIn(join(folder, 'cards.db')));
  await importAll(keeper, numbers(2));
});
afterEach(() => {
  for (const each of [folder, elsewhere()]) rmSync(each, { recursive: true, force: true });
});

it('tries again to open a file that could not be opened for reading once', async () => {
  renameSync(folder, elsewhere());
  await expect(keeper.ping()).rejects.toMatchObject({ error: 'cardsUnavailable' });
  await expect(keeper.status()).rejects.toMatchObject({ error: 'cardsUnavailable' });
  // What is open stays so.
  expect(await keeper.reserve(undefined)).toBe(numbers(1)[0]);
  renameSync(elsewhere(), folder);
  await keeper.ping();
  expect(await keeper.status()).toMatchObject({ free: 1, reserved: 1 });
  await keeper.close();
});

it('closes a file that could not be opened for reading', async () => {
  renameSync(folder, elsewhere());
  await expect(keeper.ping()).rejects.toThrow();
  await expect(keeper.close()).resolves.toBeUndefined();
  // Nor twice.
  await expect(keeper.close()).resolves.toBeUndefined();
});

it('does not work when it cannot be written', async () => {
  await keeper.ping();
  const beside = new Connection(join(folder, 'cards.db'));
  beside.exec(`create trigger full before update on loyalty_gw_meta begin select raise(abort, 'full'); end`);
  await expect(keeper.ping()).rejects.toMatchObject({ error: 'cardsUnavailable' });
  beside.exec('drop trigger full');
  beside.close();
  await keeper.ping();
  await keeper.close();
});

it('can be read by nobody but its owner', async () => {
  const modes = readdirSync(folder).map(name => [name, statSync(join(folder, name)).mode & 0o777]);
  expect(modes).toEqual(['cards.db', 'cards.db-shm', 'cards.db-wal'].map(name => [name, 0o600]));
  await keeper.close();
});
