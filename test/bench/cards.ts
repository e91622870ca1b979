import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, it } from 'vitest';
import { type CardKeeper, type KeeperSettings, openKeeper } from '../../src/cards/keeper.js';
import { seriesOf } from '../../src/cards/series.js';
import { PostgresServer, postgresPrograms } from '../cards/postgres-server.js';
import { chunksOf, hour } from '../cards/stores.js';

// How fast the keeper is over both databases, with all that makes them durable, and what it costs to open one.

const million = 1_000_000;
/** Of each figure. */
const milliseconds = 3_000;

const settings: Omit<KeeperSettings, 'database'> = {
  key: 'a key of the benchmark',
  reservation: hour,
  barcodeType: 'EAN_13',
  source: { kind: 'pool' },
};

type Figures = Record<string, number>;
const results: Record<string, Figures> = {};

it('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-cards-'));
  try {
    results.SQLite = await measure(join(folder, 'cards.db'), join(folder, 'series.db'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it.skipIf(!postgresPrograms)('PostgreSQL', async () => {
  const server = await PostgresServer.start([]);
  try {
    results.PostgreSQL = await measure(await server.schema(), await server.schema());
  } finally {
    await server.remove();
  }
});

afterAll(() => {
  const { SQLite = {}, PostgreSQL = {} } = results;
  const rows = Object.keys(SQLite).map(what => {
    const [one = 0, other] = [SQLite[what], PostgreSQL[what]];
    return [what, { SQLite: one, PostgreSQL: other, ratio: other && Number((one / other).toFixed(2)) }];
  });
  console.table(Object.fromEntries(rows));
});

async function measure(database: string, other: string): Promise<Figures> {
  const figures: Figures = {};
  const opened = opening(other);
  figures['to open it, ms'] = opened.ms;
  figures['to open it, MiB'] = opened.mib;

  const keepers = await Promise.all([1, 2, 3, 4].map(() => openKeeper({ ...settings, database })));
  const [keeper, importer] = keepers as [CardKeeper, CardKeeper];
  await keeper.import(chunksOf(['1', '2']), { skipKnown: false });

  // The longest that another process waits meanwhile.
  let waited = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) waited = Math.max(waited, (await timed(() => keeper.reserve('+79620480100'))).ms);
  })();
  const imported = await timed(() => importer.import(mixed(), { skipKnown: false }));
  isOver = true;
  await watching;
  figures['import of a million, s'] = imported.ms / 1000;
  figures['longest reservation meanwhile, ms'] = waited;

  const reserve = (each: CardKeeper) => each.reserve(undefined);
  figures['reservations, one by one, /s'] = await perSecond([keeper], 1, reserve);
  figures['reservations, 16 at once, /s'] = await perSecond([keeper], 16, reserve);
  figures['reservations, 4 keepers, 64 at once, /s'] = await perSecond(keepers, 16, reserve);
  figures['to reserve 100,000 for an export, s'] =
    (await timed(() => keeper.reserveForExport(100_000))).ms / 1000;
  figures['reservations after that, 16 at once, /s'] = await perSecond([keeper], 16, reserve);
  const late = await openKeeper({ ...settings, database });
  figures['the first reservation of a new process, ms'] = (await timed(() => reserve(late))).ms;
  await late.close();
  let person = 79_620_480_100;
  figures['reservations for a person, 16 at once, /s'] = await perSecond([keeper], 16, each =>
    each.reserve(`+${person++}`),
  );
  figures['cards reserved, claimed, issued, 16 at once, /s'] = await perSecond([keeper], 16, async each => {
    const number = await each.reserve(undefined);
    const outcome = await each.claim(number, `+${person++}`, 60_000);
    if (outcome.kind === 'granted') await each.finish(outcome.claim, 'issued');
  });
  figures['status of a million, ms'] = (await timed(() => keeper.status())).ms;
  for (const each of keepers) await each.close();

  const rule = { prefix: '29', length: 13, first: 1, last: million, checkDigit: 'EAN-13' } as const;
  const source = seriesOf({ ...rule, order: 'scattered' }, settings.key);
  const series = await openKeeper({ ...settings, database: other, source });
  figures['reservations of a series, 16 at once, /s'] = await perSecond([series], 16, reserve);
  await series.close();
  return Object.fromEntries(
    Object.entries(figures).map(([what, figure]) => [what, Number(figure.toPrecision(3))]),
  );
}

/** A million numbers, in no order. */
async function* mixed(): AsyncGenerator<readonly string[]> {
  for (let first = 0; first < million; first += 5_000) {
    yield Array.from({ length: 5_000 }, (_, at) =>
      String(2_900_000_000_000 + (((first + at) * 7_919) % million)),
    );
  }
}

async function timed(work: () => Promise<unknown>): Promise<{ ms: number }> {
  const start = performance.now();
  await work();
  return { ms: performance.now() - start };
}

/** How often something can be done, `atOnce` times at the same time by each keeper. */
async function perSecond(
  keepers: readonly CardKeeper[],
  atOnce: number,
  work: (keeper: CardKeeper) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  const start = performance.now();
  const loop = async (keeper: CardKeeper) => {
    while (performance.now() - start < milliseconds) {
      await work(keeper);
      done += 1;
    }
  };
  await Promise.all(keepers.flatMap(keeper => Array.from({ length: atOnce }, () => loop(keeper))));
  return (done * 1000) / (performance.now() - start);
}

/** What it costs a process of its own: the second time, when the tables are there. */
function opening(database: string): { ms: number; mib: number } {
  const built = new URL('../../dist/cards/keeper.js', import.meta.url).href;
  const script = `
    const before = process.memoryUsage().rss;
    const start = performance.now();
    const { openKeeper } = await import(${JSON.stringify(built)});
    const keeper = await openKeeper(${JSON.stringify({ ...settings, database })});
    const ms = performance.now() - start;
    console.log(JSON.stringify({ ms, mib: (process.memoryUsage().rss - before) / 2 ** 20 }));
    await keeper.close();`;
  const run = () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  run();
  return JSON.parse(run());
}
