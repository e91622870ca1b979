import { MemoryCards, type MemoryState } from '../cards/memory.js';
import { differences } from './differences.js';
import type { CaseFields } from './fields.js';
import type { Problem } from './problem.js';

/** A number that is free where a case says nothing else of it. */
const FREE = '2900000000018';

export type CardsOfCase = Pick<CaseFields, 'cards' | 'cardsAfter'>;

/** The card numbers of a case. */
export class CaseCards {
  readonly keeper: MemoryCards;

  constructor(
    private readonly fields: CardsOfCase,
    clock: () => number,
    barcodeType?: string,
  ) {
    this.keeper = new MemoryCards({
      clock,
      barcodeType,
      states: { ...fields.cards, [FREE]: fields.cards?.[FREE] ?? 'free' },
    });
  }

  /** What is not as `cardsAfter` says. */
  problems(): Problem[] {
    const { cardsAfter = {} } = this.fields;
    const states = this.keeper.states();
    const came: Record<string, MemoryState> = {};
    for (const number of Object.keys(cardsAfter)) came[number] = states[number] ?? 'reserved';
    const found = differences('cardsAfter', cardsAfter, came);
    if (found.length === 0) return [];
    return [
      {
        message: 'card numbers are otherwise in the end',
        differences: found,
        came: { name: 'cardsAfter', value: came },
      },
    ];
  }
}
