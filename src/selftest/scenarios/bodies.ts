import type { Probe } from '../probe.js';
import type { RuleId } from '../rules.js';
import { type Scenario, type Step, step } from '../step.js';
import { stepToNobody } from './nobody.js';

const operation = 'updateCardholder';
const brokenJson = Buffer.from('{"locality": "Орёл"');

export const bodies: Scenario = {
  id: 'bodies',
  title: 'Bodies of requests',
  steps: [
    refused('broken JSON is refused', 'broken-json', () => brokenJson),
    // A service that looks for the card first reads the body only where there is one. What it cannot read changes nothing.
    step(
      'broken JSON is refused for a card that is there too',
      { operation, writes: true, needs: ['profile'] },
      (probe, { profile }) => expectRefusal(probe, profile.cardNumber, brokenJson, 'broken-json'),
    ),
    refused('an oversized body is refused', 'oversized-body', size => {
      const [head, end] = ['{"locality": "', '"}'];
      return Buffer.from(head + 'x'.repeat(size - head.length - end.length) + end);
    }),
  ],
};

/** Sent to a card that nobody has: a service that takes it changes nobody's data. */
function refused(title: string, rule: RuleId, body: (oversized: number) => Uint8Array): Step {
  return stepToNobody(title, { operation }, (probe, { unknown }) =>
    expectRefusal(probe, unknown.cardNumber, body(probe.session.tuning.oversized), rule),
  );
}

async function expectRefusal(
  probe: Probe,
  cardNumber: string,
  body: Uint8Array,
  rule: RuleId,
): Promise<void> {
  await probe.call(operation, {
    params: { cardNumber },
    body,
    expect: { kind: 'refused', rule },
    faultRule: rule,
    // Not among the times of the operation.
    delivery: { connection: 'own' },
  });
}
