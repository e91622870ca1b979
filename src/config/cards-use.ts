import type { Document } from '../document/document.js';
import type { Mapping } from '../mapping/mapping.js';
import { usesCards } from '../mapping/uses-cards.js';

/**
 * Reports a mapping that gives out card numbers where the config keeps none, and the other way round.
 *
 * @param document the config, where the findings go. Whether it keeps numbers is seen there, for who only describes a
 *   gateway does not read the secrets of `cards:`
 */
export async function reportCardsUse(document: Document, mapping: Mapping): Promise<void> {
  const cards = Object.hasOwn(Object(document.value), 'cards');
  const use = await usesCards(mapping);
  if (use && !cards) {
    const message = `the mapping takes card numbers of the gateway (${use.operation}, step ${use.step.name}), and there is no cards:`;
    const hint =
      'add cards: with key: and pool: or series:, or set the params so that the CRM gives them out';
    document.errorAtKey('missing-cards', ['mapping'], message, hint);
  } else if (cards && !use) {
    const message = 'no step of the mapping takes a card number of the gateway, with these params';
    document.report('warning', 'unused-cards', document.placeOfKey(['cards']), message);
  }
}
