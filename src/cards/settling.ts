import { newToken } from './digest.js';
import type { Asker, Claim, Doubt } from './port.js';
import { asFree, asIssued, isDoubtful } from './states.js';
import type { Store } from './store.js';

/**
 * How long one process has a doubtful number for itself, to ask the CRM about it: milliseconds. A look that fails leaves
 * it at that, so each is twice as long as the one before, up to four minutes.
 */
const turn = '15000 * case looks when 0 then 1 when 1 then 2 when 2 then 4 when 3 then 8 else 16 end';

/** Since when a number is doubtful. */
const doubtSince = `case state when 'issuing' then due else since end`;

/** See `Cards.settle`. */
export async function settle(
  store: Store,
  { number, token }: Doubt,
  owner: string | undefined,
  asker: Asker | undefined,
): Promise<Claim | undefined> {
  const { now } = store.database.dialect;
  const doubtful = `number = $1 and token = $2 and ${isDoubtful(now)}`;
  if (owner !== undefined) {
    await store.database.run(
      `update loyalty_gw_cards set ${asIssued}, since = ${now}, person = $3 where ${doubtful}`,
      [number, token, store.digestOf(owner)],
    );
    return undefined;
  }
  if (asker) {
    const fresh = newToken();
    const taken = await store.database.run(
      `update loyalty_gw_cards set state = 'issuing', since = ${now}, token = $3, due = ${now} + $4, looks = 0
        where person = $5 and (${doubtful} or number = $1 and state = 'issuing' and token = $3) returning number`,
      [number, token, fresh, asker.lease, store.digestOf(asker.person)],
    );
    if (taken.length > 0) return { number, token: fresh };
  }
  await store.database.run(
    `update loyalty_gw_cards set ${asFree}, since = ${now}
      where ${doubtful} and ${doubtSince} <= ${now} - $3`,
    [number, token, store.reservation],
  );
  // Too early to be free: the next look of the background is then.
  await store.database.run(
    `update loyalty_gw_cards set state = 'doubtful', since = ${doubtSince}, due = ${doubtSince} + $3
      where ${doubtful}`,
    [number, token, store.reservation],
  );
  return undefined;
}

/**
 * See `CardKeeper.due`. Among those that were looked at in vain again and again a new one would have to wait for all of
 * them, so the fewest looks come first; the index narrows it down to what is due.
 */
export async function due(store: Store, limit: number): Promise<Doubt[]> {
  const { now, skipLocked } = store.database.dialect;
  const rows = await store.database.run(
    `with chosen as materialized (
      select number as chosen_number from loyalty_gw_cards
        where state in ('issuing', 'doubtful') and due <= ${now} order by looks, due limit $1 ${skipLocked}
    )
    update loyalty_gw_cards
      set state = 'doubtful', since = ${doubtSince}, due = ${now} + ${turn}, looks = looks + 1
      from chosen where number = chosen_number returning number, token`,
    [limit],
  );
  return rows.map(row => ({ number: String(row.number), token: String(row.token) }));
}

/** What a person says who has looked himself. Returns whether the number was doubtful. */
export async function settleByHand(store: Store, number: string, as: 'issued' | 'free'): Promise<boolean> {
  const { now } = store.database.dialect;
  const change = { issued: asIssued, free: asFree }[as];
  const changed = await store.database.run(
    `update loyalty_gw_cards set ${change}, since = ${now} where number = $1 and ${isDoubtful(now)} returning number`,
    [number],
  );
  return changed.length > 0;
}

/** Lets go of a reserved number. Returns whether it was one. */
export async function release(store: Store, number: string): Promise<boolean> {
  const { now } = store.database.dialect;
  const changed = await store.database.run(
    `update loyalty_gw_cards set ${asFree}, since = ${now} where number = $1 and state = 'reserved' returning number`,
    [number],
  );
  return changed.length > 0;
}
