import type { StopSignal } from '../crm/wire.js';
import { Failure } from '../loyalty-api/failure.js';
import { claim, finish } from './claiming.js';
import { type Database, StoreError } from './database.js';
import { keyCheck, personDigest } from './digest.js';
import { identify } from './identify.js';
import { type Imported, importNumbers } from './import.js';
import { readMeta, writeMeta } from './meta.js';
import { migrate } from './migrations.js';
import { placeOthers } from './place-others.js';
import type { Asker, Cards, Claim, ClaimEnd, ClaimOutcome, Doubt } from './port.js';
import { Reserving } from './reserving.js';
import { due, release, settle, settleByHand } from './settling.js';
import { type CardFilter, exported, find, list, type StockStatus, type StoredCard, status } from './stock.js';
import type { NumberSource, Store } from './store.js';

export interface KeeperSettings {
  /** An absolute path, or postgres://… */
  readonly database: string;
  readonly key: string;
  /** Milliseconds that a reservation holds. */
  readonly reservation: number;
  readonly barcodeType: string;
  /** Where numbers come from. */
  readonly source: NumberSource;
}

/**
 * Opens the store of card numbers, and makes it or brings it up to date first.
 *
 * @throws StoreError for what a person can mend: it cannot be reached or written to, has another key or another
 *   series, or is of a newer loyalty-gw
 */
export async function openKeeper(settings: KeeperSettings): Promise<CardKeeper> {
  const database = await openDatabase(settings.database);
  try {
    await migrate(database);
    await identify(database, keyCheck(settings.key), settings.source);
    await placeOthers(database, settings.key, settings.source);
  } catch (error) {
    await database.close();
    if (error instanceof StoreError) throw error;
    if (!(error instanceof Failure)) throw error;
    throw new StoreError(`the store of card numbers cannot be used: ${(error.cause as Error).message}`, {
      cause: error.cause,
    });
  }
  const store: Store = {
    database,
    source: settings.source,
    reservation: settings.reservation,
    digestOf: person => personDigest(settings.key, person),
  };
  return new CardKeeper(store, settings.barcodeType);
}

/** Drivers are loaded only where they are used. */
async function openDatabase(database: string): Promise<Database> {
  if (/^postgres(ql)?:\/\//.test(database)) return (await import('./postgres.js')).openPostgres(database);
  return (await import('./sqlite.js')).openSqlite(database);
}

/**
 * Keeps card numbers in a database, for all processes that open it. Whatever fails with the store during a call is a
 * Failure `cardsUnavailable`.
 */
export class CardKeeper implements Cards {
  private readonly reserving: Reserving;
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly store: Store,
    readonly barcodeType: string,
  ) {
    this.reserving = new Reserving(store);
  }

  reserve(person: string | undefined, signal?: StopSignal): Promise<string> {
    return this.tracked(this.reserving.reserve(person, signal));
  }

  claim(number: string, person: string, lease: number): Promise<ClaimOutcome> {
    return this.tracked(claim(this.store, number, person, lease));
  }

  finish(ended: Claim, outcome: ClaimEnd): Promise<void> {
    return this.tracked(finish(this.store, ended, outcome));
  }

  settle(doubt: Doubt, owner: string | undefined, asker?: Asker): Promise<Claim | undefined> {
    return this.tracked(settle(this.store, doubt, owner, asker));
  }

  /**
   * Doubtful numbers whose next look has come, those with the fewest looks first. For a while, which is longer with each
   * look, they are this process's: others are not told of them.
   */
  due(limit: number): Promise<readonly Doubt[]> {
    return due(this.store, limit);
  }

  status(): Promise<StockStatus> {
    return status(this.store);
  }

  /** Numbers in their order, with the state as of now. */
  list(filter: CardFilter): Promise<StoredCard[]> {
    return list(this.store, filter);
  }

  find(number: string): Promise<StoredCard | undefined> {
    return find(this.store, number);
  }

  /**
   * Puts numbers into the store, as free ones; all or none.
   *
   * @param options.skipKnown without, a number that is known already, or comes twice, lets none be imported
   * @throws StoreError where the numbers are those of a series
   */
  import(
    chunks: AsyncIterable<readonly string[]>,
    options: { readonly skipKnown: boolean },
  ): Promise<Imported> {
    return importNumbers(this.store, chunks, options);
  }

  /** Makes a reserved number free. Another is told as it is, and left so. */
  async release(number: string): Promise<'released' | StoredCard | undefined> {
    return (await release(this.store, number)) ? 'released' : await this.find(number);
  }

  /** Ends the doubt about a number. One that is not doubtful is told as it is, and left so. */
  async settleByHand(number: string, as: 'issued' | 'free'): Promise<'settled' | StoredCard | undefined> {
    return (await settleByHand(this.store, number, as)) ? 'settled' : await this.find(number);
  }

  /**
   * Reserves numbers without an end, for a registry of Koshelek's own.
   *
   * @throws Failure `noFreeCards`, and none is reserved
   */
  reserveForExport(count: number): Promise<readonly string[]> {
    return this.reserving.reserveForExport(count);
  }

  /** All numbers that are reserved without an end, in their order. */
  exported(): AsyncIterable<readonly string[]> {
    return exported(this.store);
  }

  /**
   * Writes as well: a store that can only be read gives no number out, and so it is with a disk that is full or a
   * server that is a standby.
   *
   * @throws Failure `cardsUnavailable` when the store cannot be read or written
   */
  async ping(): Promise<void> {
    const { database } = this.store;
    await writeMeta((sql, given) => database.run(sql, given), 'pinged', String(Date.now()));
    await readMeta((sql, given) => database.read(sql, given), 'pinged');
  }

  /** Lets go of the store, once all that was asked of it is done, and what came too late is given back. */
  async close(): Promise<void> {
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
    await this.store.database.close();
  }

  private tracked<T>(work: Promise<T>): Promise<T> {
    this.underWay.add(work);
    const over = () => void this.underWay.delete(work);
    work.then(over, over);
    return work;
  }
}
