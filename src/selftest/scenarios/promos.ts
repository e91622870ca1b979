import { type Scenario, step } from '../step.js';

export const promos: Scenario = {
  id: 'promos',
  title: 'Promos',
  steps: [
    step(
      'the offers for the holder of a card are listed',
      { operation: 'listPromos', needs: ['promos'] },
      async (probe, { promos }) => {
        await probe.call('listPromos', { query: { cardNumber: promos.cardNumber } });
      },
    ),
  ],
};
