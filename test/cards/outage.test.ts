/** @module-tag slow */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CardKeeper, openKeeper } from '../../src/cards/keeper.js';
import { poolIn } from './keeper-of-folder.js';
import { PostgresServer, postgresPrograms } from './postgres-server.js';
import { importAll, numbers } from './stores.js';

describe.skipIf(!postgresPrograms)('a keeper whose PostgreSQL goes away', () => {
  let server: PostgresServer;
  let keeper: CardKeeper;
  beforeAll(async () => {
    server = await PostgresServer.start();
    keeper = await openKeeper(poolIn(await server.schema()));
    await importAll(keeper, numbers(100));
  });
  afterAll(async () => {
    await keeper?.close();
    await server?.remove();
  });

  it.each(['SIGINT', 'SIGQUIT'] as const)(
    'goes on when it is back after %s, with all as it was',
    async signal => {
      const number = await keeper.reserve('+79620480100');
      await server.down(signal);
      const gone = await keeper.reserve(undefined).catch(error => error);
      expect(gone).toMatchObject({ error: 'cardsUnavailable' });
      // Neither where it is nor how to get in.
      expect(gone.message).not.toMatch(/127\.0\.0\.1|pass-word/);
      await expect(keeper.ping()).rejects.toMatchObject({ error: 'cardsUnavailable' });
      await server.up();
      await keeper.ping();
      expect(await keeper.reserve('+79620480100')).toBe(number);
    },
  );

  it('is not ready while it can only be read, as a standby can', async () => {
    const readOnly = async (value: 'on' | 'off') => {
      await server.query(server.url(), `alter system set default_transaction_read_only = ${value}`);
      await server.query(server.url(), 'select pg_reload_conf()');
    };
    await readOnly('on');
    try {
      await expect.poll(() => keeper.ping().catch(({ error }) => error)).toBe('cardsUnavailable');
    } finally {
      await readOnly('off');
    }
    await expect.poll(() => keeper.ping().catch(({ error }) => error)).toBe(undefined);
  });

  it('asks again over a new connection when the one that it has was cut meanwhile', async () => {
    for (let count = 0; count < 5; count++) {
      await keeper.ping();
      await server.query(
        server.url(),
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'loyalty-gw'`,
      );
      expect(await keeper.reserve(undefined)).toMatch(/^29/);
    }
  });

  it('does not wait for one that hangs', async () => {
    await keeper.ping();
    const rows = await server.query(
      server.url(),
      `select pid from pg_stat_activity where application_name = 'loyalty-gw'`,
    );
    const pids = rows.map(({ pid }) => Number(pid));
    expect(pids).not.toEqual([]);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    try {
      await expect(keeper.reserve(undefined)).rejects.toMatchObject({ error: 'cardsUnavailable' });
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
    expect(await keeper.reserve(undefined)).toMatch(/^29/);
  });

  it('does not wait for ever for what another has locked', async () => {
    const url = server.url('cards_1');
    await server.query(url, 'begin');
    const number = await keeper.reserve(undefined);
    await server.query(url, `select 1 from loyalty_gw_cards where number = '${number}' for update`);
    await expect(keeper.claim(number, '+79620480101', 1_000)).rejects.toMatchObject({
      error: 'cardsUnavailable',
    });
    await server.query(url, 'rollback');
    expect(await keeper.claim(number, '+79620480101', 1_000)).toMatchObject({ kind: 'granted' });
  });

  it('wants commits that last', async () => {
    const url = await server.schema();
    await server.query(url, 'alter role keeper set synchronous_commit = off');
    const opening = openKeeper(poolIn(url));
    await expect(opening).rejects.toThrow(/synchronous_commit/);
  });
});
