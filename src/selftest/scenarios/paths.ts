import { isDeepStrictEqual } from 'node:util';
import type { SelftestData } from '../data.js';
import type { Probe } from '../probe.js';
import { filledIn, versioned } from '../routes.js';
import { type Scenario, step } from '../step.js';
import { harmlessFind } from './harmless-find.js';

export const paths: Scenario = {
  id: 'paths',
  title: 'Methods, paths and parameters',
  steps: [
    step('HEAD is answered without a body', {}, async (probe, data) => {
      await probe.ask({ method: 'HEAD', path: pathOfFind(probe, data) }, { expect: { kind: 'any' } });
    }),
    step('HEAD does not reserve a number', { operation: 'reserveCard', writes: true }, async probe => {
      const path = filledIn(probe.session.routes.reserveCard);
      const { exchange } = await probe.ask({ method: 'HEAD', path }, { expect: { kind: 'any' } });
      if (exchange.came?.status === 200) probe.complain('head-reserves', 'the status is 200', exchange);
    }),
    step('OPTIONS is answered as any other request', {}, async (probe, data) => {
      await probe.ask({ method: 'OPTIONS', path: pathOfFind(probe, data) }, { expect: { kind: 'any' } });
    }),
    step('an unknown path is refused', {}, async probe => {
      const path = versioned('/v1/no-such-operation', probe.session.segment);
      await probe.ask({ method: 'GET', path }, { expect: { kind: 'refused', rule: 'unknown-path' } });
    }),
    step('unknown parameters are ignored', { operation: 'findCard' }, async (probe, data) => {
      const find = harmlessFind(data);
      const without = await probe.call('findCard', find);
      // Cyrillic in a query is UTF-8 too, percent-encoded.
      const query = { ...find.query, shoeSize: '37', имя: 'Мария' };
      const withThem = await probe.call('findCard', { ...find, query });
      if (!without.isGood || !withThem.isGood) return;
      const [expected, got] = [without, withThem].map(({ exchange, value }) => [
        exchange.came?.status,
        value,
      ]);
      if (isDeepStrictEqual(expected, got)) return;
      const message = `the answer is another one with them (status ${got?.[0]}, without them ${expected?.[0]})`;
      probe.complain('unknown-parameters', message, withThem.exchange);
    }),
  ],
};

function pathOfFind({ session }: Probe, data: SelftestData): string {
  return filledIn(session.routes.findCard, {}, harmlessFind(data).query);
}
