import { Failure } from '../loyalty-api/failure.js';

/**
 * What the keeper asks of a database. Both kinds understand the same statements, with `$1` for what is given; where
 * they differ, a statement is put together from the fragments of the dialect. What goes wrong with the database is a
 * Failure `cardsUnavailable`.
 */
export interface Database {
  readonly dialect: Dialect;

  /** Runs one statement that changes nothing. */
  read(sql: string, given?: readonly Given[]): Promise<Row[]>;

  /**
   * Runs one statement in a transaction of its own. When the connection breaks it is run again, although the first
   * may have been successful: so it must do no harm twice.
   */
  run(sql: string, given?: readonly Given[]): Promise<Row[]>;

  /**
   * Runs several statements, all or none. What `work` throws is thrown, and nothing has changed.
   *
   * @param options.once not again when the connection breaks, where it would do harm twice
   * @param options.patient it may take as long as it needs
   */
  transaction<T>(work: (query: Query) => Promise<T>, options?: TransactionOptions): Promise<T>;

  /**
   * Runs `stage`, which may take its time, make temporary tables and read, and then `move`, which changes others by
   * what is in those, all or nothing. Others are held up by `move` only, if at all.
   */
  staged<T>(stage: (query: Query) => Promise<void>, move: (query: Query) => Promise<T>): Promise<T>;

  /** Never fails. */
  close(): Promise<void>;
}

export interface TransactionOptions {
  readonly once?: boolean;
  readonly patient?: boolean;
}

export type Query = (sql: string, given?: readonly Given[]) => Promise<Row[]>;
export type Given = string | number | null;
export type Row = Readonly<Record<string, string | number | null>>;

export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  /** Milliseconds since 1970, once a statement: in an index condition a clock that goes on would not be looked up. */
  readonly now: string;
  /** After a select that chooses rows to change: those which others are changing are passed over. */
  readonly skipLocked: string;
  /** After a select: its rows change no more until the end of the transaction. */
  readonly forUpdate: string;
  /** The type of a text that is ordered as bytes are. */
  readonly text: string;
  /** What stands after a table without a hidden key. */
  readonly tableOptions: string;
  /** The texts of a JSON array as rows with the columns `value` and `at`, which counts from 0 on. */
  rowsOf(json: string): string;
  /** A statement that lets one at a time pass, until the end of its transaction, of those who give the same text. */
  readonly lock: string | undefined;
}

/** Something about the store that a person can mend: the message says what and how, and holds no secret. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** What a driver has thrown, as a Failure. The driver's words stay in the cause: they may quote a row. */
export function unavailable(cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  const { code } = cause as { code?: string };
  return new Failure('cardsUnavailable', `the store of card numbers failed${code ? `: ${code}` : ''}`, {
    cause,
  });
}
