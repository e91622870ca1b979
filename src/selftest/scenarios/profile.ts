import { type Scenario, step } from '../step.js';
import { stepToNobody } from './nobody.js';

const operation = 'updateCardholder';

export const profile: Scenario = {
  id: 'profile',
  title: 'Profile change',
  steps: [
    step(
      'the profile of a card is changed',
      { operation, writes: true, needs: ['profile'] },
      async (probe, { profile }) => {
        const { cardNumber, ...body } = profile;
        await probe.call(operation, { params: { cardNumber }, body });
      },
    ),
    stepToNobody(
      'an unknown card number is refused',
      { operation, needs: ['profile'] },
      async (probe, { profile, unknown }) => {
        const { cardNumber: _, ...body } = profile;
        await probe.call(operation, {
          params: { cardNumber: unknown.cardNumber },
          body,
          expect: { kind: 'refused', rule: 'unknown-card-changed' },
        });
      },
    ),
  ],
};
