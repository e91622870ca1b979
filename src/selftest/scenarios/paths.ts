import { isDeepStrictEqual } from 'node:util';
import { versioned } from '../../loyalty-api/operations.js';
import type { SelftestData } from '../data.js';
import { inCommon } from '../in-common.js';
import type { Answer, Probe } from '../probe.js';
import { filledIn } from '../routes.js';
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
      if (!without.isGood || !withThem.isGood || isSame(without, withThem)) return;
      // Something in it may be another one each time, such as when it was made.
      const again = await probe.call('findCard', { ...find, again: true });
      if (!again.isGood || isSame(without, withThem, again)) return;
      const [got, expected] = [withThem, without].map(({ exchange }) => exchange.came?.status);
      const message = `the answer is another one with them (status ${got}, without them ${expected})`;
      probe.complain('unknown-parameters', message, withThem.exchange);
    }),
  ],
};

function pathOfFind({ session }: Probe, data: SelftestData): string {
  return filledIn(session.routes.findCard, {}, harmlessFind(data).query);
}

/** Whether two answers are the same; with a third one, in all that is the same in the first and the third. */
function isSame(one: Answer, other: Answer, again: Answer = one): boolean {
  const [first, second, third] = [one, other, again].map(({ exchange, value }) => [
    exchange.came?.status,
    value === undefined,
    value,
  ]);
  const lasting = inCommon(first, third);
  return isDeepStrictEqual(inCommon(lasting, second), lasting);
}
