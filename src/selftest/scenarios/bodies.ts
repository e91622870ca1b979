import type { RuleId } from '../rules.js';
import type { Scenario, Step } from '../step.js';
import { stepToNobody } from './nobody.js';

export const bodies: Scenario = {
  id: 'bodies',
  title: 'Bodies of requests',
  steps: [
    refused('broken JSON is refused', 'broken-json', () => Buffer.from('{"locality": "Орёл"')),
    refused('an oversized body is refused', 'oversized-body', size => {
      const [head, end] = ['{"locality": "', '"}'];
      return Buffer.from(head + 'x'.repeat(size - head.length - end.length) + end);
    }),
  ],
};

/** Sent to a card that nobody has: a service that takes it changes nobody's data. */
function refused(title: string, rule: RuleId, body: (oversized: number) => Uint8Array): Step {
  const operation = 'updateCardholder';
  return stepToNobody(title, { operation }, async (probe, { unknown }) => {
    await probe.call(operation, {
      params: { cardNumber: unknown.cardNumber },
      body: body(probe.session.tuning.oversized),
      expect: { kind: 'refused', rule },
      faultRule: rule,
      // Not among the times of the operation.
      delivery: { connection: 'own' },
    });
  });
}
