import { Failure } from '../loyalty-api/failure.js';
import { newToken } from './digest.js';
import type { Claim, ClaimEnd, ClaimOutcome } from './port.js';
import { asIssued } from './states.js';
import type { Store } from './store.js';

/** Tries to take a number again, when it has changed between two looks. */
const looks = 5;

/** See `Cards.claim`. */
export async function claim(
  store: Store,
  number: string,
  person: string,
  lease: number,
): Promise<ClaimOutcome> {
  const digest = store.digestOf(person);
  const token = newToken();
  for (let look = 0; look < looks; look++) {
    if (await take(store, number, digest, token, lease)) return { kind: 'granted', claim: { number, token } };
    const outcome = await whyNot(store, number, digest);
    if (outcome) return outcome;
  }
  throw new Failure('cardsUnavailable', 'the card number was not to be had: it changes all the time');
}

/** When the connection broke after it was taken, it is taken again, by its token. */
async function take(store: Store, number: string, digest: string, token: string, lease: number) {
  const { database } = store;
  const { now } = database.dialect;
  const taken = await database.run(
    `update loyalty_gw_cards
      set state = 'issuing', since = ${now}, person = $2, token = $3, due = ${now} + $4, looks = 0
      where number = $1 and (
        state = 'reserved' and (reserved_until is null or reserved_until > ${now})
          and (held_for is null or held_for = $2)
        or state = 'issuing' and token = $3
      ) returning number`,
    [number, digest, token, lease],
  );
  return taken.length > 0;
}

/** @returns nothing where it could be taken now */
async function whyNot(store: Store, number: string, digest: string): Promise<ClaimOutcome | undefined> {
  const { now } = store.database.dialect;
  // Not by read, where it might have to wait for a count of all numbers.
  const [row] = await store.database.run(
    `select state, person, token,
        case when due <= ${now} then 1 else 0 end as over,
        case when reserved_until <= ${now} then 1 else 0 end as expired,
        case when held_for is null or held_for = $2 then 1 else 0 end as may
      from loyalty_gw_cards where number = $1`,
    [number, digest],
  );
  const his = row?.person === digest;
  switch (row?.state) {
    case undefined:
      throw notReserved('the store does not know it');
    case 'free':
      throw notReserved('it is free');
    case 'reserved':
      if (row?.expired) throw notReserved('the reservation is over');
      if (!row?.may) throw notReserved('it is held for another person');
      return undefined;
    case 'issued':
      if (his) return { kind: 'repeated' };
      throw new Failure('cardAlreadyIssued', 'the card number is issued to another person');
    case 'issuing':
      if (row?.over) break;
      if (his) return { kind: 'busy' };
      throw new Failure('cardAlreadyIssued', 'the card number is being issued to another person');
  }
  return { kind: 'doubtful', doubt: { number, token: String(row?.token) } };
}

/** See `Cards.finish`. */
export async function finish(store: Store, { number, token }: Claim, outcome: ClaimEnd): Promise<void> {
  const { now } = store.database.dialect;
  const change = {
    issued: `${asIssued}, since = ${now}`,
    refused: `state = 'reserved', since = ${now}, person = null, token = null, due = null`,
    doubtful: `state = 'doubtful', since = ${now}, due = ${now}`,
  }[outcome];
  // Late is not too late while the number is still doubtful, and the truth is known now.
  const from = outcome === 'doubtful' ? `state = 'issuing'` : `state in ('issuing', 'doubtful')`;
  await store.database.run(
    `update loyalty_gw_cards set ${change} where number = $1 and token = $2 and ${from}`,
    [number, token],
  );
}

function notReserved(why: string): Failure {
  return new Failure('cardNotReserved', `the card number is not reserved: ${why}`);
}
