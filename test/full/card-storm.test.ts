import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PostgresServer, postgresPrograms } from '../cards/postgres-server.js';
import { cardStorm } from '../e2e/card-storm/storm.js';
import { temporaryFolder } from '../e2e/gateway.js';

/** As long as two cores can bear, and then the leases of killed processes, which last for half a minute. */
const times = { lasts: 30_000, crashes: 4, settlesWithin: 120_000 };

it('two processes over one file, in front of a CRM that fails', async () => {
  const { problems, exits, figures } = await cardStorm(
    {
      database: join(temporaryFolder(onTestFinished), 'cards.db'),
      processes: 2,
      lasts: 5_000,
      persons: 24,
      settlesWithin: 45_000,
    },
    onTestFinished,
  );
  expect(problems).toEqual([]);
  expect(exits).toEqual([0, 0]);
  expect(figures.given).toBeGreaterThan(0);
  expect(figures.settledInBackground).toBeGreaterThan(0);
});

it('one process that is killed again and again, over a file', async () => {
  const database = join(temporaryFolder(onTestFinished), 'cards.db');
  const { problems, exits, figures } = await cardStorm(
    { ...times, database, processes: 1, crashEvery: 4_000, persons: 32 },
    onTestFinished,
  );
  expect(problems).toEqual([]);
  expect(exits).toEqual([0]);
  expect(figures.crashes).toBeGreaterThanOrEqual(times.crashes);
});

describe.skipIf(!postgresPrograms)('over PostgreSQL', () => {
  it('sixteen processes that are killed one after the other', async () => {
    const server = await PostgresServer.start([]);
    onTestFinished(() => server.remove());
    const { problems, exits, figures } = await cardStorm(
      { ...times, database: await server.schema(), processes: 16, crashEvery: 2_000, persons: 48 },
      onTestFinished,
    );
    expect(problems).toEqual([]);
    expect(exits).toEqual(Array(16).fill(0));
    expect(figures.crashes).toBeGreaterThanOrEqual(times.crashes);
  });
});

it('is not survived by a gateway that takes a write of which nobody knows for one that was refused', async () => {
  const { problems } = await cardStorm(
    {
      database: join(temporaryFolder(onTestFinished), 'cards.db'),
      processes: 1,
      lasts: 20_000,
      persons: 48,
      settlesWithin: 40_000,
      preload: resolve('test/e2e/card-storm/sabotage.js'),
    },
    onTestFinished,
  );
  expect(problems).toContainEqual(expect.stringMatching(/issued to two persons in the CRM|written again/));
});
