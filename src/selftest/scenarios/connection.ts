import { isDeepStrictEqual } from 'node:util';
import { basic } from '../authorization.js';
import type { SelftestData } from '../data.js';
import { errorOf } from '../error-answer.js';
import type { Came } from '../exchange.js';
import type { Probe } from '../probe.js';
import { type Scenario, step } from '../step.js';
import { harmlessFind } from './harmless-find.js';

const operation = 'findCard';

export const connection: Scenario = {
  id: 'connection',
  title: 'Connection',
  steps: [
    step('the service answers, and accepts the login', {}, async (probe, data) => {
      await probe.call(operation, {
        ...harmlessFind(),
        expect: async ({ came }) => ({
          kind: 'any',
          refusedRule: 'auth-accepted',
          refusal: await refusalIn(probe, data, came),
        }),
      });
    }),
  ],
};

/** An error may be a refusal: then a password that is surely wrong gets the same one, and everybody gets it. */
async function refusalIn(
  probe: Probe,
  data: SelftestData,
  came: Came | undefined,
): Promise<string | undefined> {
  const error = errorOf(came);
  if (!error) return undefined;
  const { credentials } = probe.session;
  const authorization = basic({ ...credentials, password: `${credentials.password}-wrong` });
  const wrong = await probe.look(operation, { ...harmlessFind(), authorization });
  if (!isDeepStrictEqual(error, errorOf(wrong.came))) return undefined;
  // Perhaps a service that looks at no password says so of nobody.
  const known = await probe.look(operation, harmlessFind(data));
  if (!errorOf(known.came)) return undefined;
  return `the answer is the same error as for a wrong password (status ${came?.status})`;
}
