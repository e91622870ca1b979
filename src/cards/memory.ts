import { Failure } from '../loyalty-api/failure.js';
import type { Asker, Cards, Claim, ClaimEnd, ClaimOutcome, Doubt } from './port.js';

/** What a number is, in the words of test files. Who is not named of a reserved one is anybody. */
export type MemoryState =
  | 'free'
  | 'reserved'
  | { readonly reserved: string }
  | { readonly issuing: string }
  | { readonly issued: string }
  | { readonly doubtful: string };

interface Stored {
  state: 'free' | 'reserved' | 'issuing' | 'issued' | 'doubtful';
  /** Whose it is, or for whom it is held while it is reserved. */
  person?: string;
  /** For whom it is held when a claim is refused. */
  heldFor?: string;
  token?: string;
  /** When it became what it is; of one that is being issued the end of its lease. */
  at: number;
}

export interface MemorySettings {
  readonly clock: () => number;
  /** What numbers are at the beginning. Any other number that is asked for is reserved. */
  readonly states: Readonly<Record<string, MemoryState>>;
  readonly barcodeType?: string | undefined;
}

/** Milliseconds that a reservation holds. */
const RESERVATION = 3_600_000;

/** Milliseconds until a claim that a test file began with is given up. */
const LEASE = 60_000;

/** The keeper of `dry-run` and `test`: as that of `serve`, but in memory and with tokens that are the same each time. */
export class MemoryCards implements Cards {
  readonly barcodeType: string;
  private readonly cards = new Map<string, Stored>();
  private tokens = 0;

  constructor(private readonly settings: MemorySettings) {
    this.barcodeType = settings.barcodeType ?? 'EAN_13';
    for (const [number, state] of Object.entries(settings.states)) this.cards.set(number, this.stored(state));
  }

  /** What all numbers are that were named or came up. */
  states(): Record<string, MemoryState> {
    return Object.fromEntries([...this.cards].map(([number, card]) => [number, written(card)]));
  }

  async reserve(person: string | undefined): Promise<string> {
    const own = person === undefined ? undefined : this.ownOf(person);
    if (own !== undefined) return own;
    const [free] = [...this.cards].find(([, { state }]) => state === 'free') ?? [];
    if (free === undefined) throw new Failure('noFreeCards', 'there is no free card number');
    this.cards.set(free, { state: 'reserved', person, at: this.settings.clock() });
    return free;
  }

  async claim(number: string, person: string, lease: number): Promise<ClaimOutcome> {
    const card = this.card(number);
    this.giveUp(card);
    const isOwn = card.person === person;
    switch (card.state) {
      case 'free':
        throw notReserved();
      case 'reserved':
        if (card.person !== undefined && !isOwn) throw notReserved();
        return { kind: 'granted', claim: this.issuing(number, { person, lease }, card.person) };
      case 'issued':
        if (isOwn) return { kind: 'repeated' };
        throw alreadyIssued();
      case 'issuing':
        if (isOwn) return { kind: 'busy' };
        throw alreadyIssued();
      case 'doubtful':
        return { kind: 'doubtful', doubt: { number, token: card.token ?? '' } };
    }
  }

  async finish({ number, token }: Claim, outcome: ClaimEnd): Promise<void> {
    const card = this.cards.get(number);
    if (card?.token !== token || (card.state !== 'issuing' && card.state !== 'doubtful')) return;
    const at = this.settings.clock();
    if (outcome === 'refused') this.cards.set(number, { state: 'reserved', person: card.heldFor, at });
    else if (outcome === 'issued') this.cards.set(number, { state: 'issued', person: card.person, at });
    else if (card.state === 'issuing') this.cards.set(number, { ...card, state: 'doubtful', at });
  }

  async settle(
    { number, token }: Doubt,
    owner: string | undefined,
    asker?: Asker,
  ): Promise<Claim | undefined> {
    const card = this.card(number);
    if (card.state !== 'doubtful' || card.token !== token) return undefined;
    const at = this.settings.clock();
    if (owner !== undefined) this.cards.set(number, { state: 'issued', person: owner, at });
    else if (asker && asker.person === card.person) return this.issuing(number, asker, card.heldFor);
    else if (card.at + RESERVATION <= at) this.cards.set(number, { state: 'free', at });
    return undefined;
  }

  private ownOf(person: string): string | undefined {
    const own = [...this.cards].find(([, card]) => card.person === person && card.state !== 'free');
    return own?.[0];
  }

  private card(number: string): Stored {
    const card = this.cards.get(number) ?? this.stored('reserved');
    this.cards.set(number, card);
    return card;
  }

  private giveUp(card: Stored): void {
    if (card.state !== 'issuing' || card.at > this.settings.clock()) return;
    card.state = 'doubtful';
  }

  private issuing(number: string, { person, lease }: Asker, heldFor: string | undefined): Claim {
    const token = String(++this.tokens);
    const at = this.settings.clock() + lease;
    this.cards.set(number, { state: 'issuing', person, heldFor, token, at });
    return { number, token };
  }

  private stored(state: MemoryState): Stored {
    const at = this.settings.clock();
    if (typeof state === 'string') return { state, at };
    const [[name, person]] = Object.entries(state) as [[Stored['state'], string]];
    const token = name === 'issuing' || name === 'doubtful' ? String(++this.tokens) : undefined;
    return { state: name, person, token, at: name === 'issuing' ? at + LEASE : at };
  }
}

function written({ state, person }: Stored): MemoryState {
  if (person === undefined || state === 'free') return state === 'free' ? 'free' : 'reserved';
  return { [state]: person } as unknown as MemoryState;
}

function notReserved(): Failure {
  return new Failure('cardNotReserved', 'the number is not reserved for this person');
}

function alreadyIssued(): Failure {
  return new Failure('cardAlreadyIssued', 'the number was issued to somebody else');
}
