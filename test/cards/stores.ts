import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Connection from 'libsql';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { type CardKeeper, type KeeperSettings, openKeeper } from '../../src/cards/keeper.js';
import { poolIn } from './keeper-of-folder.js';
import { PostgresServer, postgresPrograms } from './postgres-server.js';

export const hour = 3_600_000;

/** What tests need of one kind of database. */
export interface Stores {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** Where an empty database can be, as `database` of the settings. */
  empty(): Promise<string>;
  /** Opens a keeper that is closed after the test; a pool in an empty database where nothing else is said. */
  open(settings?: Partial<KeeperSettings>): Promise<CardKeeper>;
  /** Runs a statement beside all keepers. */
  sql(database: string, sql: string): Promise<Record<string, unknown>[]>;
  /** Lets time pass: all that is kept becomes so much older. */
  age(database: string, milliseconds: number): Promise<void>;
}

/** Declares the same tests for both kinds of database, or for SQLite alone where there is no PostgreSQL. */
export function describeStores(subject: string, declare: (stores: Stores) => void): void {
  describe(`${subject}, SQLite`, () => {
    const folders: string[] = [];
    afterEach(() => {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    });
    const empty = async () => {
      const folder = mkdtempSync(join(tmpdir(), 'cards-'));
      folders.push(folder);
      return join(folder, 'cards.db');
    };
    const sql = async (database: string, text: string) => {
      const connection = new Connection(database, { timeout: 5_000 });
      try {
        return connection.prepare(text).all([]) as Record<string, unknown>[];
      } finally {
        connection.close();
      }
    };
    declare(storesOf('SQLite', empty, sql));
  });

  // Slow: a server of its own takes a second or two to make.
  describe.skipIf(!postgresPrograms)(`${subject}, PostgreSQL`, { tags: ['slow'] }, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await PostgresServer.start();
    });
    afterAll(() => server?.remove());
    const sql = (database: string, text: string) => server.query(database, text);
    declare(storesOf('PostgreSQL', () => server.schema(), sql));
  });
}

if (!postgresPrograms) console.log('There is no PostgreSQL here: what is tested with it is left out.');

function storesOf(name: Stores['name'], empty: Stores['empty'], sql: Stores['sql']): Stores {
  const opened: CardKeeper[] = [];
  afterEach(async () => {
    for (const keeper of opened.splice(0)) await keeper.close();
  });
  return {
    name,
    empty,
    sql,
    open: async settings => {
      const keeper = await openKeeper({ ...poolIn(settings?.database ?? (await empty())), ...settings });
      opened.push(keeper);
      return keeper;
    },
    age: async (database, milliseconds) => {
      await sql(
        database,
        `update loyalty_gw_cards set since = since - ${milliseconds},
          reserved_until = reserved_until - ${milliseconds}, due = due - ${milliseconds}`,
      );
    },
  };
}

/** Imports these numbers. */
export async function importAll(keeper: CardKeeper, numbers: readonly string[]): Promise<void> {
  await keeper.import(chunksOf(numbers), { skipKnown: false });
}

export async function* chunksOf(
  ...chunks: readonly (readonly string[])[]
): AsyncGenerator<readonly string[]> {
  yield* chunks;
}

/** Numbers of cards that follow one another. */
export function numbers(count: number, first = 2_900_000_000_000): string[] {
  return Array.from({ length: count }, (_, index) => String(first + index));
}
