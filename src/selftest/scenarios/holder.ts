import { type Step, step } from '../step.js';
import { cardNumberOf } from './card-of.js';

/** The step that looks whether a person has no card yet, and what it has found. */
export function holderWithoutCard(section: 'anonymous' | 'newCard'): {
  readonly step: Step;
  /** Why no card can be issued. */
  readonly problem: () => string | undefined;
} {
  let problem: string | undefined;
  return {
    problem: () => problem,
    step: step(
      `the phone of \`${section}\` has no card yet`,
      { operation: 'findCard', needs: [section] },
      async (probe, data) => {
        const { phone } = data[section];
        const answer = await probe.call('findCard', { query: { msisdn: phone }, expect: { kind: 'any' } });
        const number = cardNumberOf(answer);
        if (number === undefined) return;
        problem = `${phone} has the card ${number}, perhaps of a selftest before: name another phone in \`${section}\``;
        probe.skip(problem);
      },
    ),
  };
}
