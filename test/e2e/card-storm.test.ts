import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { cardStorm } from './card-storm/storm.js';
import { temporaryFolder } from './gateway.js';

// Longer ones, in which processes are killed, are in test/full.
it('issues no number twice and loses none, in front of a CRM that fails', async () => {
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
