import { MemoryCards, type MemoryState } from '../../src/cards/memory.js';
import type { Cards } from '../../src/cards/port.js';
import { WireFault } from '../../src/crm/wire.js';
import type { EngineEvent } from '../../src/engine/events.js';
import { mappingOf, runMapping, type Sections, type Trip, type World } from '../mapping/run-steps.js';

export const NUMBER = '2900000000018';
export const ANN = '+79620480100';
export const BEN = '+79620480101';

/** Who has the card is asked of the CRM by its number. */
export const VERIFY = `cards:
  verify:
    steps:
      card: { get: "/cards/{% $request.params.cardNumber %}" }
    owner: $card.phone`;

/** The card is issued by one write, and read afterwards. */
export const ISSUE = `
claimed: { claim: $request.body.number, person: $request.body.phone }
issue: { post: "/cards/{% $claimed.cardNumber %}", body: { phone: "{% $request.body.phone %}" } }
`;

export const NOW = Date.parse('2026-03-15T12:00:00Z');

export function keeperOf(states: Readonly<Record<string, MemoryState>> = {}): MemoryCards {
  return new MemoryCards({ clock: () => NOW, states });
}

/** A keeper that does some things in another way. */
export function keeperThat(cards: Cards, does: Partial<Cards>): never {
  const keeper: Cards = {
    barcodeType: cards.barcodeType,
    reserve: (...asked) => cards.reserve(...asked),
    claim: (...asked) => cards.claim(...asked),
    finish: (...told) => cards.finish(...told),
    settle: (...told) => cards.settle(...told),
    ...does,
  };
  return keeper as never;
}

export interface Claiming extends Omit<World, 'cards'>, Sections {
  readonly cards: MemoryCards;
  readonly steps?: string;
  readonly phone?: string;
}

/** One request of a person for one number. */
export async function claim({ steps = ISSUE, phone = ANN, cards, ...rest }: Claiming): Promise<Trip> {
  const mapping = mappingOf(steps, { top: VERIFY, ...rest });
  return runMapping(mapping, { body: { number: NUMBER, phone }, cards, ...rest });
}

/** What happened to card numbers, in words. */
export function happenings(events: readonly EngineEvent[]): string[] {
  return events.flatMap(event => {
    if (event.type !== 'card') return [];
    return 'outcome' in event ? [`${event.what} ${event.outcome}`] : [event.what];
  });
}

export const faults = {
  refused: new WireFault('refused', 'nobody answers'),
  reset: new WireFault('reset', 'the connection broke'),
  timeout: new WireFault('timeout', 'no reply in time'),
  unreadable: new WireFault('unreadable', 'too large'),
};
