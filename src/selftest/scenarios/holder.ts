import { type Step, step } from '../step.js';
import { cardNumberOf } from './card-of.js';

/** The step that looks whether a person has no card yet, and what it has found. */
export function holderWithoutCard(section: 'anonymous' | 'newCard'): {
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
        const known = `${phone} has the card ${number}, perhaps of a selftest before`;
        probe.skip(`${known}: name another phone in \`${section}\``);
      },
    ),
  };
}
