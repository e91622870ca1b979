import pg from 'pg';
import {
  type Database,
  type Query,
  type Row,
  StoreError,
  type TransactionOptions,
  unavailable,
} from './database.js';

/** Bounds, in milliseconds: a database that hangs does not hang a request. */
const connecting = 5_000;
const locking = 3_000;
const executing = 5_000;
/** The server ends a statement before; this is for one that cannot be reached any more. */
const answering = 6_000;
const anHour = 3_600_000;

/** Of the process: a number is given out in a millisecond or two, so few connections serve many requests. */
const connections = 5;

/** A server, which all machines may use at the same time. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: checkingCertificates(url),
    application_name: 'loyalty-gw',
    max: connections,
    keepAlive: true,
    connectionTimeoutMillis: connecting,
    statement_timeout: executing,
    lock_timeout: locking,
    idle_in_transaction_session_timeout: executing,
    query_timeout: answering,
    types: { getTypeParser },
  });
  // Lost connections are dropped, and the next request makes a new one. Unheard, an error would end the process.
  pool.on('error', () => {});
  pool.on('connect', client => client.on('error', () => {}));
  try {
    const { rows } = await pool.query('show synchronous_commit');
    if (rows[0]?.synchronous_commit !== 'off') return new PostgresDatabase(pool);
  } catch (cause) {
    await pool.end();
    const { code, message } = cause as pg.DatabaseError;
    throw new StoreError(`the database of card numbers cannot be reached: ${message || code}`, { cause });
  }
  await pool.end();
  throw new StoreError(
    'the database of card numbers has synchronous_commit off: after a crash it would give out numbers a second time; switch it on for this user, by alter role … set synchronous_commit = on',
  );
}

/** What pg makes of them anyway; written out, it does not warn of it on stderr. */
function checkingCertificates(url: string): string {
  if (/[?&]uselibpqcompat=true(&|$)/.test(url)) return url;
  return url.replace(/([?&]sslmode=)(prefer|require|verify-ca)(?=&|$)/, '$1verify-full');
}

class PostgresDatabase implements Database {
  readonly dialect = {
    name: 'postgres',
    now: '(select (extract(epoch from clock_timestamp()) * 1000)::bigint)',
    skipLocked: 'for update skip locked',
    forUpdate: 'for update',
    text: 'text collate "C"',
    tableOptions: '',
    rowsOf: (json: string) =>
      `(select value, ordinal - 1 as at
        from json_array_elements_text(cast(${json} as json)) with ordinality as each(value, ordinal)) as list`,
    lock: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
  } as const;

  constructor(private readonly pool: pg.Pool) {}

  read: Query = (sql, given) => this.run(sql, given);

  run: Query = (sql, given) => this.withClient({}, query => query(sql, given));

  transaction<T>(work: (query: Query) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.withClient(options, async query => {
      await query('begin');
      if (options.patient) await query(withoutBounds);
      try {
        const result = await work(query);
        await query('commit');
        return result;
      } catch (error) {
        // A connection that is broken has rolled back already.
        await query('rollback').catch(() => {});
        throw error;
      }
    });
  }

  staged<T>(stage: (query: Query) => Promise<void>, move: (query: Query) => Promise<T>): Promise<T> {
    const work = async (query: Query) => {
      await stage(query);
      return await move(query);
    };
    return this.transaction(work, { once: true, patient: true });
  }

  async close(): Promise<void> {
    await this.pool.end().catch(() => {});
  }

  private async withClient<T>(options: TransactionOptions, work: (query: Query) => Promise<T>): Promise<T> {
    for (let isAgain = false; ; isAgain = true) {
      const client = await this.pool.connect().catch(error => {
        throw unavailable(error);
      });
      let broken: unknown;
      const query: Query = async (text, values = []) => {
        if (broken) throw unavailable(broken);
        try {
          const query_timeout = options.patient ? anHour : answering;
          const { rows } = await client.query({ text, values: [...values], query_timeout } as pg.QueryConfig);
          return rows as Row[];
        } catch (error) {
          if (!isOfStatement(error)) broken = error;
          throw unavailable(error);
        }
      };
      try {
        return await work(query);
      } catch (error) {
        if (isAgain || options.once || !mayGoWellNow((error as Error).cause)) throw error;
      } finally {
        client.release(broken !== undefined);
      }
    }
  }
}

/** What an import needs: it reads from somewhere, and others may be at it. */
const withoutBounds =
  'set local statement_timeout = 0; set local lock_timeout = 0; set local idle_in_transaction_session_timeout = 0';

/** bigint arrives as text, because not all fit a number; milliseconds and counts do. */
function getTypeParser(type: number, format?: 'text' | 'binary') {
  return type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format as 'text');
}

/** That the connection is as good as before: the server has said what is wrong with the statement. */
function isOfStatement(error: unknown): boolean {
  const { code } = error as { code?: string };
  return /^[0-9A-Z]{5}$/.test(code ?? '') && !/^(08|57P|25P03)/.test(code ?? '');
}

/** Others were in the way, or the connection was an old one, from before the server went down and came up. */
function mayGoWellNow(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  return (
    /^(40001|40P01|08...|57P01|57P02|ECONNRESET|EPIPE)$/.test(code) ||
    message.startsWith('Connection terminated')
  );
}
