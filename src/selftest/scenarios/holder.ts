import { type Step, step } from '../step.js';
import { cardNumberOf } from './card-of.js';

/** Whose card each number is, as far as this run knows. */
export type Owners = Map<string, string>;

/**
 * The step that looks whether a person has no card yet, and what it has found.
 *
 * @param owners of the cards that the other person without a card got
 */
export function holderWithoutCard(
  section: 'anonymous' | 'newCard',
  owners: Owners,
): {
  readonly step: Step;
  /** Whether the step has found one, so that none can be issued. */
  readonly hasCard: () => boolean;
} {
  let hasCard = false;
  return {
    hasCard: () => hasCard,
    step: step(
      `the phone of \`${section}\` has no card yet`,
      { operation: 'findCard', needs: [section] },
      async (probe, data) => {
        const { phone } = data[section];
        const answer = await probe.call('findCard', { query: { msisdn: phone }, expect: { kind: 'any' } });
        const number = cardNumberOf(answer);
        if (number === undefined) return;
        hasCard = true;
        const owner = number === data.known?.cardNumber ? 'known' : owners.get(number);
        if (owner !== undefined) {
          // No selftest before has issued one card twice.
          const message = `card.cardNumber: got ${number}, the card of \`${owner}\``;
          return probe.complain('right-card', message, answer.exchange);
        }
        owners.set(number, section);
        const known = `${phone} has the card ${number}, perhaps of a selftest before`;
        probe.skip(`${known}: name another phone in \`${section}\``);
      },
    ),
  };
}
