import { type Scenario, step } from '../step.js';
import { complainOfOtherCard } from './card-of.js';

const operation = 'getCard';

export const balance: Scenario = {
  id: 'balance',
  title: 'Balance',
  steps: [
    step(
      'the known card is told with its balance',
      { operation, needs: ['known'] },
      async (probe, { known }) => {
        const answer = await probe.call(operation, { params: { cardNumber: known.cardNumber } });
        complainOfOtherCard(probe, answer, known.cardNumber, 'right-card');
        const { card } = (answer.value ?? {}) as { card?: { bonus?: unknown } };
        if (card && card.bonus === undefined)
          probe.complain('balance', 'card.bonus: is missing', answer.exchange);
      },
    ),
    step(
      'an unknown card number is refused',
      { operation, needs: ['unknown'] },
      async (probe, { unknown }) => {
        await probe.call(operation, {
          params: { cardNumber: unknown.cardNumber },
          expect: { kind: 'refused', rule: 'unknown-card' },
        });
      },
    ),
  ],
};
