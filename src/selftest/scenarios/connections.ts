import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '../client.js';
import type { SelftestData } from '../data.js';
import type { Came } from '../exchange.js';
import type { Probe } from '../probe.js';
import { type Scenario, step } from '../step.js';
import { harmlessFind } from './harmless-find.js';
import { stepToNobody } from './nobody.js';

export const connections: Scenario = {
  id: 'connections',
  title: 'Connections',
  steps: [
    step('several requests go over one connection', { operation: 'findCard' }, keepAlive),
    step('a slow client is waited for', { operation: 'findCard' }, async (probe, data) => {
      await probe.call('findCard', {
        ...harmlessFind(data),
        delivery: { pace: probe.session.tuning.pace },
        faultRule: 'slow-client',
      });
    }),
    stepToNobody(
      'a slow body is waited for',
      { operation: 'updateCardholder' },
      async (probe, { unknown }) => {
        await probe.call('updateCardholder', {
          params: { cardNumber: unknown.cardNumber },
          body: { locality: 'Нижний Новгород' },
          expect: { kind: 'refused', rule: 'unknown-card-changed' },
          delivery: { pace: probe.session.tuning.pace },
          faultRule: 'slow-client',
        });
      },
    ),
  ],
};

const REQUESTS = 3;

async function keepAlive(probe: Probe, data: SelftestData): Promise<void> {
  const { target, limits } = probe.session.client;
  const client = new Client(target, limits);
  let before: Came | undefined;
  try {
    for (let count = 0; count < REQUESTS; count++) {
      const { exchange } = await probe.call('findCard', {
        ...harmlessFind(data),
        client,
        delivery: { once: true },
        faultRule: before ? 'keep-alive' : 'answered',
      });
      const { came } = exchange;
      if (!came) return;
      if (before && !came.reused) {
        return probe.complain('keep-alive', 'the connection was closed, and no answer had said so', exchange);
      }
      if (came.closes) {
        return probe.complain('connection-reuse', 'the answer closes the connection', exchange);
      }
      before = came;
      // What closes does so now; later it would cross the next request.
      await delay(probe.session.tuning.idle);
    }
  } finally {
    client.close();
  }
}
