import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Connection from 'libsql/promise';
import { Turns } from '../crm/turns.js';
import { Failure } from '../loyalty-api/failure.js';
import {
  type Database,
  type Given,
  type Query,
  type Row,
  StoreError,
  type TransactionOptions,
  unavailable,
} from './database.js';

/** How long a transaction waits for its turn, behind those of this process and of others, in milliseconds. */
const patience = 5_000;
/** How long it may take with all that; the disk may hang. */
const bound = 8_000;
/** The longest pause between two tries. */
const pause = 20;

/** A file, which all processes of one machine may use at the same time. Nobody but its owner can read a new one. */
export async function openSqlite(file: string): Promise<Database> {
  try {
    makePrivate(file);
    return new SqliteDatabase(file, await connect(file));
  } catch (cause) {
    throw new StoreError(
      `the database ${file} cannot be opened: ${wordsOf(cause)}; ${adviceOn(cause, file)}`,
      { cause },
    );
  }
}

/** SQLite gives the files beside it the same permissions. What is wrong with its place SQLite tells itself. */
function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch {}
}

/** @throws Failure `cardsUnavailable` */
async function connect(file: string): Promise<Statements> {
  const statements = new Statements(opened(file));
  try {
    await statements.read('pragma journal_mode = wal');
    await statements.query('pragma synchronous = full');
    // The memory of the connection, in KiB.
    await statements.query('pragma cache_size = -2000');
    // What an import has made of the log is given back.
    await statements.query('pragma journal_size_limit = 16000000');
    return statements;
  } catch (error) {
    statements.close();
    throw error;
  }
}

function opened(file: string): Connection {
  try {
    return new Connection(file, {});
  } catch (error) {
    throw unavailable(error);
  }
}

class SqliteDatabase implements Database {
  readonly dialect = {
    name: 'sqlite',
    now: "(select cast(unixepoch('subsec') * 1000 as integer))",
    skipLocked: '',
    forUpdate: '',
    text: 'text',
    tableOptions: 'without rowid',
    rowsOf: (json: string) => `(select value, key as at from json_each(${json})) as list`,
    // A transaction has the whole file for itself.
    lock: undefined,
  } as const;

  private readonly writes = new Turns();
  private readonly reads = new Turns();
  /** To count all numbers may take a second, in which others want to write. */
  private reader: Statements | undefined;

  constructor(
    private readonly file: string,
    private readonly writer: Statements,
  ) {}

  read(sql: string, given?: readonly Given[]): Promise<Row[]> {
    return this.reads.take(async () => {
      // Only what is open is kept: after a failure the next one tries again.
      this.reader ??= await connect(this.file);
      return await this.reader.read(sql, given);
    });
  }

  run(sql: string, given?: readonly Given[]): Promise<Row[]> {
    return this.transaction(query => query(sql, given));
  }

  transaction<T>(work: (query: Query) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const end = performance.now() + patience;
    const turn = this.writes.take(() => this.writer.transaction('immediate', work, end));
    return options.patient ? turn : bounded(turn);
  }

  async staged<T>(stage: (query: Query) => Promise<void>, move: (query: Query) => Promise<T>): Promise<T> {
    const own = await connect(this.file);
    try {
      // Writes to nothing but temporary tables, which are in memory, so nobody waits for it.
      await own.transaction('deferred', stage);
      return await own.transaction('immediate', move);
    } finally {
      own.close();
    }
  }

  async close(): Promise<void> {
    await this.writes.take(async () => this.writer.close());
    await this.reads.take(async () => this.reader?.close());
  }
}

/** A connection with its prepared statements. It can do one thing at a time. */
class Statements {
  private readonly prepared = new Map<string, Promise<Statement>>();

  constructor(private readonly connection: Connection & { readonly inTransaction?: boolean }) {}

  readonly query: Query = async (sql, given = []) => {
    let statement = this.prepared.get(sql);
    if (!statement) {
      // SQLite takes $1 for a name.
      statement = this.connection.prepare(sql.replaceAll('$', '?')) as Promise<Statement>;
      this.prepared.set(sql, statement);
      statement.catch(() => this.prepared.delete(sql));
    }
    try {
      return await (await statement).all(given);
    } catch (error) {
      throw unavailable(error);
    }
  };

  /** Outside of a transaction. */
  readonly read: Query = (sql, given) => patiently(() => this.query(sql, given));

  async transaction<T>(
    kind: 'immediate' | 'deferred',
    work: (query: Query) => Promise<T>,
    end?: number,
  ): Promise<T> {
    try {
      await patiently(() => this.exec(`begin ${kind}`), end);
      const result = await work(this.query);
      await this.exec('commit');
      return result;
    } catch (error) {
      if (this.connection.inTransaction) await this.exec('rollback');
      throw error;
    }
  }

  /** Never fails: what is wrong with it then is nobody's business any more. */
  close(): void {
    try {
      this.connection.close();
    } catch {}
  }

  /** On another thread: to wait for the disk, or for another process, holds nothing up. */
  private async exec(sql: string): Promise<void> {
    try {
      await this.connection.exec(sql);
    } catch (error) {
      throw unavailable(error);
    }
  }
}

/**
 * Tries until no other process is in the way. SQLite could wait by itself, but on one of the few threads that all
 * connections share, where the one that it waits for may need it to come to an end.
 */
async function patiently<T>(work: () => Promise<T>, end = performance.now() + patience): Promise<T> {
  for (; ; await sleep(1 + Math.random() * pause)) {
    try {
      return await work();
    } catch (error) {
      const { code } = thrownBy(error);
      if (!code?.startsWith('SQLITE_BUSY') || performance.now() > end) throw error;
    }
  }
}

/** Gives up waiting. What hangs keeps its turn, and those behind it give up as well. */
async function bounded<T>(work: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const late = sleep(bound, undefined, { signal: ended.signal }).then(() => {
    throw unavailable(new Error('the disk does not answer'));
  });
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
}

function wordsOf(error: unknown): string {
  return thrownBy(error).message;
}

function adviceOn(error: unknown, file: string): string {
  const [, kind] = /^SQLITE_([A-Z]+)/.exec(thrownBy(error).code ?? '') ?? [];
  switch (kind) {
    case 'NOTADB':
    case 'CORRUPT':
      return 'let database of cards name another file, which is made if it is not there, or put this one back from a backup';
    case 'BUSY':
      return 'another process keeps it to itself: end that one';
    default:
      return `is ${dirname(file)} a folder that can be written to?`;
  }
}

/** What the driver has said. */
function thrownBy(error: unknown): Error & { readonly code?: string } {
  return (error instanceof Failure ? error.cause : error) as Error;
}

/** What libsql's own types leave open. */
interface Statement {
  all(given: readonly Given[]): Promise<Row[]>;
}
