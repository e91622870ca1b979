import type { StopSignal } from '../crm/wire.js';
import { Failure } from '../loyalty-api/failure.js';
import type { Given, Query, Row } from './database.js';
import { refill } from './refill.js';
import { asFree } from './states.js';
import type { Store } from './store.js';

/** Gives out numbers that nobody else gets meanwhile. */
export class Reserving {
  private readonly order: Order;
  /**
   * Where the last fresh number stands that was given out here. To go on from there, not from the first, keeps it
   * fast: PostgreSQL leaves the entries of numbers that are given out in the index until it has time to clean up.
   */
  private last: Given;

  constructor(private readonly store: Store) {
    const { source } = store;
    this.order = source.kind === 'series' && source.isScattered ? byPlace : byNumber;
    this.last = this.order.start;
  }

  /** See `Cards.reserve`. */
  async reserve(person: string | undefined, signal?: StopSignal): Promise<string> {
    const { database, digestOf } = this.store;
    if (person === undefined) {
      const run: Query = (sql, given) => database.run(sql, given);
      const taken = (await this.next(run)) ?? (await database.transaction(query => this.anywhere(query)));
      if (signal?.aborted) await this.giveBack(taken);
      signal?.throwIfAborted();
      return numberOf(taken);
    }
    const digest = digestOf(person);
    return await database.transaction(async query => {
      const { lock } = database.dialect;
      if (lock) await query(lock, [`loyalty_gw_person ${digest}`]);
      const number =
        (await this.earlier(query, digest)) ??
        numberOf((await this.next(query, digest)) ?? (await this.anywhere(query, digest)));
      // All is as it was then. What is held for a person may have been told to him before: it cannot be given back.
      signal?.throwIfAborted();
      return number;
    });
  }

  /** Of nobody, who has not heard of it. What another has reserved since, be it by a trick of time, stays his. */
  private async giveBack({ number = null, since = null }: Row): Promise<void> {
    const { database } = this.store;
    await database.run(
      `update loyalty_gw_cards set ${asFree}, since = ${database.dialect.now}
        where number = $1 and since = $2 and state = 'reserved' and held_for is null`,
      [number, since],
    );
  }

  /**
   * Reserves numbers without an end.
   *
   * @throws Failure `noFreeCards`, and none is reserved
   */
  async reserveForExport(count: number): Promise<string[]> {
    const reserve = async (query: Query) => {
      const numbers: string[] = [];
      const take = async (from: (query: Query, taking: Taking) => Promise<Row[]>) => {
        const rows = await from(query, { limit: count - numbers.length, forEver: true });
        numbers.push(...rows.map(numberOf));
      };
      do await take((...how) => this.first(...how));
      while (numbers.length < count && (await refill(this.store, query, count - numbers.length)));
      if (numbers.length < count) await take((...how) => this.expired(...how));
      if (numbers.length < count) throw noFreeCards(`only ${numbers.length} of ${count} are free`);
      return numbers.sort();
    };
    return await this.store.database.transaction(reserve, { once: true, patient: true });
  }

  /** The number that the person has already, or has nearly. */
  private async earlier(query: Query, digest: string): Promise<string | undefined> {
    const { now } = this.store.database.dialect;
    const [had] = await query(
      `select number from loyalty_gw_cards where person = $1
        and (state in ('issuing', 'doubtful') or state = 'issued' and since > ${now} - $2)
        order by case state when 'issued' then 1 else 0 end, since desc limit 1`,
      [digest, this.store.reservation],
    );
    if (had) return String(had.number);
    // Held for as long again: the claim that follows must not come a moment too late.
    const [held] = await query(
      `update loyalty_gw_cards set reserved_until = ${now} + $2
        where held_for = $1 and state = 'reserved' and reserved_until > ${now} returning number`,
      [digest, this.store.reservation],
    );
    return held && String(held.number);
  }

  private async next(query: Query, digest: string | null = null): Promise<Row | undefined> {
    return this.given(await this.fresh(query, this.order, this.last, { digest }));
  }

  private given([row]: readonly Row[]): Row | undefined {
    if (row) this.last = row[this.order.by] ?? this.order.start;
    return row;
  }

  /** @throws Failure `noFreeCards` */
  private async anywhere(query: Query, digest: string | null = null): Promise<Row> {
    for (let block = 500; ; block = Math.min(block * 2, 20_000)) {
      const row = this.given(await this.first(query, { digest }));
      if (row) return row;
      if (!(await refill(this.store, query, block))) break;
    }
    const [expired] = await this.expired(query, { digest });
    if (expired) return expired;
    // Others are at those that are left, but may not take them: only now is it worth to wait.
    const waiting = { digest, waiting: true };
    const [left] = await this.fresh(query, byNumber, byNumber.start, waiting);
    const [last = left] = left ? [] : await this.expired(query, waiting);
    if (!last) throw noFreeCards('all are given out');
    return last;
  }

  /** Of all that are fresh. In a scattered series those without a place come last: nobody knows their order. */
  private async first(query: Query, taking: Taking): Promise<Row[]> {
    const { limit = 1 } = taking;
    const rows = await this.fresh(query, this.order, this.order.start, taking);
    if (rows.length === limit || this.order === byNumber) return rows;
    const rest = { ...taking, limit: limit - rows.length };
    return [...rows, ...(await this.fresh(query, byNumber, byNumber.start, rest))];
  }

  private fresh(query: Query, { by }: Order, after: Given, taking: Taking): Promise<Row[]> {
    return this.take(query, taking, `state = 'free' and ${by} > $4 order by ${by}`, [after]);
  }

  private expired(query: Query, taking: Taking): Promise<Row[]> {
    const { now } = this.store.database.dialect;
    return this.take(
      query,
      taking,
      `state = 'reserved' and reserved_until <= ${now} order by reserved_until`,
      [],
    );
  }

  private async take(query: Query, taking: Taking, which: string, given: readonly Given[]): Promise<Row[]> {
    const { limit = 1, digest = null, forEver = false, waiting = false } = taking;
    const { now, skipLocked, forUpdate } = this.store.database.dialect;
    return await query(
      `with chosen as materialized (
        select number as chosen_number from loyalty_gw_cards where ${which} limit $1 ${waiting ? forUpdate : skipLocked}
      )
      update loyalty_gw_cards set state = 'reserved', since = ${now}, reserved_until = ${now} + $2, held_for = $3
        from chosen where number = chosen_number returning number, place, since`,
      [limit, forEver ? null : this.store.reservation, digest, ...given],
    );
  }
}

/** How fresh numbers follow one another: by this column, from behind this value on. */
interface Order {
  readonly by: 'number' | 'place';
  readonly start: Given;
}

const byNumber: Order = { by: 'number', start: '' };
const byPlace: Order = { by: 'place', start: Number.MIN_SAFE_INTEGER };

interface Taking {
  readonly limit?: number;
  readonly digest?: string | null;
  readonly forEver?: boolean;
  /** For those that others are changing; else they are passed over. */
  readonly waiting?: boolean;
}

function numberOf(row: Row): string {
  return String(row.number);
}

function noFreeCards(why: string): Failure {
  return new Failure('noFreeCards', `there are no free card numbers: ${why}`);
}
