import type { StopSignal } from '../crm/wire.js';

/**
 * What an operation asks of the keeper of card numbers. `serve` has one over a database, `dry-run` and `test` one in
 * memory; the states and what leads from one to another are in docs/cards.md.
 *
 * All methods throw a Failure `cardsUnavailable` when the keeper cannot be reached; nothing is changed then, as far
 * as anybody knows.
 */
export interface Cards {
  /** What kind of barcode shows a number. */
  readonly barcodeType: string;

  /**
   * Reserves a number that nobody else gets meanwhile.
   *
   * @param person for whom; asked again for the same person, the number is the same while it is reserved, being
   *   issued, doubtful, or issued no longer ago than a reservation holds. Without, anybody may claim it
   * @param signal once it has ended nobody waits: a number that would be given then stays free
   * @throws Failure `noFreeCards`; the reason of the signal
   */
  reserve(person: string | undefined, signal?: StopSignal): Promise<string>;

  /**
   * Takes a reserved number for a person: from now on it is being issued, until `finish`, or until `lease` is over,
   * which makes it doubtful.
   *
   * @param lease milliseconds
   * @throws Failure `cardNotReserved`, `cardAlreadyIssued`
   */
  claim(number: string, person: string, lease: number): Promise<ClaimOutcome>;

  /** Ends a claim. One whose lease is over, or that somebody else has ended, is left as it is. */
  finish(claim: Claim, outcome: ClaimEnd): Promise<void>;

  /**
   * Says what the CRM said of a doubtful number. With an owner it is issued to him. Without one the claim was in vain,
   * if it is old enough that no call of it can still be under way: then the number is free. Before that it stays
   * doubtful, for everybody but the person who claimed it.
   *
   * @param owner who has the number in the CRM, as `person` of `claim`; nothing: nobody
   * @param asker who claims the number now, and so may take up his own claim where nobody owns it
   * @returns the claim that was taken up
   */
  settle(doubt: Doubt, owner: string | undefined, asker?: Asker): Promise<Claim | undefined>;
}

export type ClaimOutcome =
  | { readonly kind: 'granted'; readonly claim: Claim }
  /** It was issued to this person before: nothing is to be done again. */
  | { readonly kind: 'repeated' }
  /** Another request of the same person is at it. */
  | { readonly kind: 'busy' }
  /** Nobody knows whether an earlier claim was successful: ask the CRM, then `settle`. */
  | { readonly kind: 'doubtful'; readonly doubt: Doubt };

/** One claim of one number. Its token tells it from all others of the number. */
export interface Claim {
  readonly number: string;
  readonly token: string;
}

/** The claim that left a number doubtful. */
export type Doubt = Claim;

export interface Asker {
  readonly person: string;
  /** Milliseconds. */
  readonly lease: number;
}

/** `refused`: the CRM certainly did not issue it. `doubtful`: nobody knows. */
export type ClaimEnd = 'issued' | 'refused' | 'doubtful';
