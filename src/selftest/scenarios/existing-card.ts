import type { SelftestData } from '../data.js';
import type { Probe } from '../probe.js';
import type { Query } from '../routes.js';
import type { RuleId } from '../rules.js';
import { type Scenario, step } from '../step.js';
import { complainOfOtherCard } from './card-of.js';

const operation = 'findCard';

export const existingCard: Scenario = {
  id: 'existing-card',
  title: 'Existing card',
  steps: [
    step('the known phone gives its card', { operation, needs: ['known'] }, (probe, { known }) =>
      expectCard(probe, { msisdn: known.phone }, known),
    ),
    step('the known email gives the same card', { operation, needs: ['known'] }, async (probe, { known }) => {
      if (known.email === undefined) return probe.skip('the data has no `known.email`');
      await expectCard(probe, { email: known.email }, known);
    }),
    step(
      'criteria are combined with OR: one that fits is enough',
      { operation, needs: ['known'] },
      (probe, { known }) =>
        expectCard(
          probe,
          { msisdn: known.phone, email: 'nobody-has-this@example.com' },
          known,
          'criteria-or',
        ),
    ),
    step(
      'an unknown phone gives an empty body',
      { operation, needs: ['unknown'] },
      async (probe, { unknown }) => {
        const expect = { kind: 'nothing', rule: 'not-found-empty' } as const;
        await probe.call(operation, { query: { msisdn: unknown.phone }, expect });
      },
    ),
    step(
      'a blocked card is not handed out',
      { operation, needs: ['blocked'] },
      async (probe, { blocked }) => {
        const expect = { kind: 'refused', rule: 'blocked-card' } as const;
        await probe.call(operation, { query: { msisdn: blocked.phone }, expect });
      },
    ),
  ],
};

async function expectCard(
  probe: Probe,
  query: Query,
  { cardNumber }: NonNullable<SelftestData['known']>,
  rule: RuleId = 'right-card',
): Promise<void> {
  const answer = await probe.call(operation, { query, expect: { kind: 'processed', emptyRule: rule } });
  complainOfOtherCard(probe, answer, cardNumber, rule);
}
