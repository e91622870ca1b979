import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type CardKeeper, type KeeperSettings, openKeeper } from '../../../src/cards/keeper.js';
import type { StoredCard } from '../../../src/cards/stock.js';
import { Failure } from '../../../src/loyalty-api/failure.js';
import type { Cleanup } from '../cleanup.js';
import { problemsAfter } from './check.js';
import { LATEST, startStormCrm } from './crm.js';
import { startFleet } from './fleet.js';
import { startKoshelek } from './koshelek.js';

export interface StormOptions {
  /** A path, or postgres://… */
  readonly database: string;
  readonly processes: number;
  /** Milliseconds. */
  readonly lasts: number;
  /** How often one of the processes is killed, in milliseconds; never without. */
  readonly crashEvery?: number;
  /** The storm goes on until so many were killed, for a loaded machine starts processes slowly; three times as long at most. */
  readonly crashes?: number;
  /** Persons at the same time. */
  readonly persons: number;
  /** Milliseconds within which all must be settled in the end. */
  readonly settlesWithin: number;
  readonly preload?: string;
}

const KEY = 'a key of the storm';
/** Milliseconds. */
const RESERVATION = LATEST + 1_000;
/** Few, so that numbers come back: those that nobody took up, and those whose claim was in vain. */
const NUMBERS_AT_ONCE = 20;

/**
 * Many persons ask for cards at many processes, which are killed, in front of a CRM that fails. When it is over and all
 * is settled, what each of them knows is held against each other.
 */
export async function cardStorm(options: StormOptions, cleanup: Cleanup) {
  const crm = await startStormCrm(cleanup);
  const keeper = await openKeeper(settingsOf(options.database));
  cleanup(() => keeper.close());
  const pool = poolOf(keeper);
  await pool.grow();
  const fleet = await startFleet(
    {
      size: options.processes,
      crm: crm.url,
      operations: ['reserveCard', 'issueReservedCard', 'issueCard'],
      mapping: resolve('test/e2e/card-storm/mapping.yaml'),
      cards: `key: ${KEY}\ndatabase: ${JSON.stringify(options.database)}\npool: {}\nreservation: ${RESERVATION}ms`,
      preload: options.preload,
    },
    cleanup,
  );
  const began = performance.now();
  const isOver = () => {
    const lasted = performance.now() - began;
    return lasted >= options.lasts * (fleet.crashes < (options.crashes ?? 0) ? 3 : 1);
  };
  const koshelek = startKoshelek(fleet.any, isOver);

  let persons = 0;
  const lanes = Array.from({ length: options.persons }, async () => {
    while (!isOver()) await koshelek.serve(persons++);
  });
  // Some at the same time, for each takes a while to start; never all.
  const together = Math.ceil(options.processes / 6);
  const crashers = Array.from({ length: together }, () =>
    crashing(fleet.crash, options.crashEvery && options.crashEvery * together, isOver),
  );
  await Promise.all([...lanes, ...crashers, growing(keeper, pool.grow, isOver)]);

  crm.calmDown();
  const doubtfulAfter = unsettled(await keeper.status());
  await settled(keeper, options.settlesWithin);
  const stored = await allOf(keeper);
  const problems = await problemsAfter({
    crm,
    given: koshelek.given,
    stored,
    numbers: pool.numbers,
    belongsTo: (number, phone) => belongsTo(keeper, number, phone),
  });
  const exits = await fleet.stop();
  const printed = fleet.printed();
  const figures = {
    persons,
    requests: Object.values(koshelek.answers).reduce((sum, count) => sum + count, 0),
    crashes: fleet.crashes,
    numbers: pool.numbers.length,
    given: koshelek.given.length,
    issuedInCrm: crm.issued.size,
    issuedTwiceToOne: crm.lateTwice.length,
    unsettledAfterStorm: doubtfulAfter,
    settledInBackground: printed.split('"msg":"card settled"').length - 1,
    states: counted(stored),
    answers: koshelek.answers,
    fates: crm.fates,
  };
  console.info(`the storm of card numbers: ${JSON.stringify(figures)}`);
  return { figures, problems, exits, printed };
}

function settingsOf(database: string): KeeperSettings {
  return { database, key: KEY, reservation: RESERVATION, barcodeType: 'EAN_13', source: { kind: 'pool' } };
}

function poolOf(keeper: CardKeeper) {
  const numbers: string[] = [];
  const grow = async () => {
    const more = Array.from({ length: NUMBERS_AT_ONCE }, (_, at) =>
      String(2_900_000_000_001 + numbers.length + at),
    );
    numbers.push(...more);
    await keeper.import(
      (async function* () {
        yield more;
      })(),
      { skipKnown: false },
    );
  };
  return { numbers: numbers as readonly string[], grow };
}

/** Whose an issued number is. To claim it changes nothing. */
async function belongsTo(keeper: CardKeeper, number: string, phone: string): Promise<boolean> {
  try {
    return (await keeper.claim(number, phone, 1)).kind === 'repeated';
  } catch (error) {
    if (error instanceof Failure && error.error === 'cardAlreadyIssued') return false;
    throw error;
  }
}

/** A pool that is empty is filled, as people do. */
async function growing(keeper: CardKeeper, grow: () => Promise<void>, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const { free, expired } = await keeper.status();
    if (free + expired === 0) await grow();
    await delay(200);
  }
}

async function crashing(
  crash: () => Promise<void>,
  every: number | undefined,
  isOver: () => boolean,
): Promise<void> {
  if (every === undefined) return;
  while (!isOver()) {
    await delay(every * (0.5 + Math.random()));
    if (!isOver()) await crash();
  }
}

const unsettled = ({ issuing, doubtful }: { issuing: number; doubtful: number }) => issuing + doubtful;

async function settled(keeper: CardKeeper, within: number): Promise<void> {
  const end = performance.now() + within;
  while (unsettled(await keeper.status()) > 0 && performance.now() < end) await delay(500);
}

async function allOf(keeper: CardKeeper): Promise<StoredCard[]> {
  const all: StoredCard[] = [];
  for (;;) {
    const after = all.at(-1)?.number;
    const some = await keeper.list({ limit: 1_000, ...(after !== undefined && { after }) });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function counted(stored: readonly StoredCard[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of stored) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
