import { type Scenario, step } from '../step.js';
import { stepToNobody } from './nobody.js';

const operation = 'updateCommunication';

export const consents: Scenario = {
  id: 'consents',
  title: 'Consents',
  steps: [
    step(
      'channels are allowed and denied',
      { operation, writes: true, needs: ['consents'] },
      async (probe, { consents }) => {
        const { cardNumber, allow, deny } = consents;
        await probe.call(operation, { params: { cardNumber }, body: { allow, deny } });
      },
    ),
    step(
      'either list may be absent',
      { operation, writes: true, needs: ['consents'] },
      async (probe, { consents }) => {
        const { cardNumber, allow } = consents;
        await probe.call(operation, { params: { cardNumber }, body: { allow } });
      },
    ),
    step(
      'an unknown channel is ignored',
      { operation, writes: true, needs: ['consents'] },
      async (probe, { consents }) => {
        const { cardNumber, allow, deny } = consents;
        const { exchange, isGood } = await probe.call(operation, {
          params: { cardNumber },
          // Both lists, so that it is about the channel alone.
          body: { allow: [...allow, 'carrier-pigeon'], deny },
          expect: { kind: 'any' },
        });
        if (isGood && exchange.came?.status !== 200) {
          probe.complain('unknown-channel', 'the status is 422, an error', exchange);
        }
      },
    ),
    stepToNobody(
      'an unknown card number is refused',
      { operation, needs: ['consents'] },
      async (probe, { consents: { allow, deny }, unknown }) => {
        await probe.call(operation, {
          params: { cardNumber: unknown.cardNumber },
          body: { allow, deny },
          expect: { kind: 'refused', rule: 'unknown-card-changed' },
        });
      },
    ),
  ],
};
