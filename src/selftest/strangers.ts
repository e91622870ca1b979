import type { Document } from '../document/document.js';
import type { SelftestData } from './data.js';

/** Those of whom the data says that they have no card, and to whom the selftest writes as to nobody. */
const strangers = ['unknown', 'anonymous', 'newCard'] as const;

/** Those who have a card, in the order of the template. */
const holders = ['known', 'blocked', 'purchases', 'promos', 'profile', 'consents', 'receipt'] as const;

interface Person {
  readonly phone?: string;
  readonly cardNumber?: string;
}

/** Finds people who cannot have no card, because another section says that they have one, or will have one. */
export function reportStrangersWhoAreKnown(document: Document, data: SelftestData): void {
  for (const [index, stranger] of strangers.entries()) {
    const person: Person = data[stranger] ?? {};
    for (const other of [...holders, ...strangers.slice(0, index)]) {
      const somebody: Person = data[other] ?? {};
      for (const name of ['phone', 'cardNumber'] as const) {
        if (person[name] === undefined || person[name] !== somebody[name]) continue;
        const what = name === 'phone' ? 'phone' : 'card number';
        const message = `this is the ${what} of \`${other}\` too, but \`${stranger}\` must be somebody without a card`;
        document.error('shared-person', [stranger, name], message, `name another ${what}`);
      }
    }
  }
}
