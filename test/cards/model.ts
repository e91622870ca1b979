import type { CardState } from '../../src/cards/stock.js';

/** Minutes. */
export const reservation = 60;
export const lease = 10;
/** How long after a look the next one is due, the last one for good. */
const turns = [0.25, 0.5, 1, 2, 4];

export interface Card {
  state: Exclude<CardState, 'expired'>;
  /** Of a reservation; infinite: without an end. */
  until?: number;
  heldFor?: string;
  person?: string;
  token?: string;
  since: number;
  /** When the lease ends, and when the CRM is asked next. */
  due?: number;
  /** How often the background has looked at this claim. */
  looks?: number;
}

/** What the rules of the states say, over plain objects and a clock that only tests move. */
export class Model {
  now = 0;
  readonly cards = new Map<string, Card>();

  free(number: string): void {
    this.cards.set(number, { state: 'free', since: this.now });
  }

  /** The numbers that may be given out now. */
  choices(): string[] {
    const fresh = this.numbers(card => card.state === 'free');
    if (fresh.length > 0) return fresh;
    const expired = this.numbers(card => this.stateOf(card) === 'expired');
    const longest = Math.min(...expired.map(number => this.card(number).until ?? 0));
    return expired.filter(number => this.card(number).until === longest);
  }

  /** The number that a person has already. */
  earlier(person: string): string[] {
    const inTheMiddle = this.numbers(
      card => card.person === person && ['issuing', 'doubtful'].includes(card.state),
    );
    if (inTheMiddle.length > 0) return inTheMiddle;
    const issued = this.numbers(
      card => card.person === person && card.state === 'issued' && card.since > this.now - reservation,
    );
    if (issued.length > 0) return issued;
    return this.numbers(card => card.heldFor === person && this.stateOf(card) === 'reserved');
  }

  reserve(number: string, heldFor?: string, until = this.now + reservation): void {
    this.cards.set(number, { state: 'reserved', since: this.now, until, heldFor });
  }

  /** What a claim leads to: `granted` and the like, or the error. */
  claim(number: string, person: string): string {
    const card = this.cards.get(number);
    if (!card) return 'cardNotReserved';
    switch (this.stateOf(card)) {
      case 'free':
      case 'expired':
        return 'cardNotReserved';
      case 'reserved':
        return card.heldFor && card.heldFor !== person ? 'cardNotReserved' : 'granted';
      case 'issuing':
        return card.person === person ? 'busy' : 'cardAlreadyIssued';
      case 'issued':
        return card.person === person ? 'repeated' : 'cardAlreadyIssued';
      case 'doubtful':
        return 'doubtful';
    }
  }

  issue(number: string, person: string): void {
    this.cards.set(number, { state: 'issued', person, since: this.now });
  }

  take(number: string, person: string, token: string): void {
    const due = this.now + lease;
    Object.assign(this.card(number), { state: 'issuing', person, token, since: this.now, due, looks: 0 });
  }

  finish(number: string, token: string, outcome: 'issued' | 'refused' | 'doubtful'): void {
    const card = this.cards.get(number);
    if (card?.token !== token) return;
    if (outcome === 'issued') this.issue(number, card.person ?? '');
    else if (outcome === 'refused') {
      Object.assign(card, { state: 'reserved', person: undefined, token: undefined, due: undefined });
    } else if (card.state === 'issuing') {
      Object.assign(card, { state: 'doubtful', since: this.now, due: this.now });
    }
  }

  /** @returns whether the asker takes the claim up */
  settle(number: string, token: string, owner?: string, asker?: string): boolean {
    const card = this.cards.get(number);
    if (card?.token !== token || this.stateOf(card) !== 'doubtful') return false;
    if (owner) this.issue(number, owner);
    else if (asker && asker === card.person) return true;
    else {
      this.doubt(card);
      if (card.since + reservation <= this.now) this.free(number);
      else card.due = card.since + reservation;
    }
    return false;
  }

  /** The numbers whose next look has come. */
  due(): string[] {
    return this.numbers(card => card.due !== undefined && card.due <= this.now);
  }

  look(number: string): void {
    const card = this.card(number);
    this.doubt(card);
    const looks = card.looks ?? 0;
    card.due = this.now + (turns[Math.min(looks, turns.length - 1)] ?? 0);
    card.looks = looks + 1;
  }

  card(number: string): Card {
    const card = this.cards.get(number);
    if (!card) throw new Error(`the model does not know ${number}`);
    return card;
  }

  stateOf(card: Card): CardState {
    if (card.state === 'reserved' && (card.until ?? 0) <= this.now) return 'expired';
    if (card.state === 'issuing' && (card.due ?? 0) <= this.now) return 'doubtful';
    return card.state;
  }

  states(): [string, CardState][] {
    return [...this.cards].map(([number, card]): [string, CardState] => [number, this.stateOf(card)]).sort();
  }

  private doubt(card: Card): void {
    if (card.state === 'issuing') Object.assign(card, { state: 'doubtful', since: card.due });
  }

  private numbers(which: (card: Card) => boolean): string[] {
    return [...this.cards].filter(([, card]) => which(card)).map(([number]) => number);
  }
}
