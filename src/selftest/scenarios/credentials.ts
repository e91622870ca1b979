import { isDeepStrictEqual } from 'node:util';
import { basic } from '../authorization.js';
import type { Call } from '../call.js';
import { errorOf } from '../error-answer.js';
import type { Came } from '../exchange.js';
import type { Answer, Probe } from '../probe.js';
import type { RuleId } from '../rules.js';
import { type Scenario, type Step, step } from '../step.js';
import { harmlessFind } from './harmless-find.js';

const operation = 'findCard';

const encoded = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

export const credentials: Scenario = {
  id: 'credentials',
  title: 'Credentials',
  steps: [
    refused('without credentials nothing is answered', 'auth-missing', () => null),
    refused('a wrong password is refused', 'auth-wrong-password', ({ session: { credentials } }) =>
      basic({ ...credentials, password: `${credentials.password}-wrong` }),
    ),
    refused('an empty password is refused', 'auth-wrong-password', ({ session: { credentials } }) =>
      basic({ ...credentials, password: '' }),
    ),
    refused('an unknown login is refused', 'auth-unknown-login', ({ session: { credentials } }) =>
      basic({ ...credentials, login: `${credentials.login}-unknown` }),
    ),
    refused('what is no Base64 is refused', 'auth-malformed', () => 'Basic *=*=*'),
    refused('a login without a colon is refused', 'auth-malformed', ({ session: { credentials } }) =>
      encoded(credentials.login),
    ),
    refused('another scheme is refused', 'auth-malformed', () => 'Bearer selftest'),
    step('the scheme may be written in lower case', { operation }, async (probe, data) => {
      await probe.call(operation, {
        ...harmlessFind(data),
        authorization: basic(probe.session.credentials, 'basic'),
        expect: async ({ came }) => ({
          kind: 'any',
          refusedRule: 'auth-scheme-case',
          refusal: await refusalIn(probe, harmlessFind(data), came),
        }),
      });
    }),
  ],
};

/** For the known phone: what must not be handed out has to be there. */
function refused(title: string, rule: RuleId, authorization: (probe: Probe) => string | null): Step {
  return step(title, { operation }, async (probe, data) => {
    const given = authorization(probe);
    if (given === basic(probe.session.credentials)) return probe.skip('these are the right ones');
    const find = harmlessFind(data);
    const expect = { kind: 'unauthorized', rule } as const;
    const answer = await probe.call(operation, { ...find, authorization: given, expect });
    const { exchange } = answer;
    if (exchange.came?.status !== 422) return;
    // A service that cannot do what is asked of it may say so to everybody, and look at no password.
    const right = await probe.call(operation, find);
    if (isDeepStrictEqual(errorOf(wholeOf(answer)), errorOf(wholeOf(right)))) {
      probe.complain(rule, 'the answer is the same as with the right credentials', exchange);
    }
  });
}

/** Of an exchange only the beginning of the body is kept. */
function wholeOf({ exchange: { came }, body = new Uint8Array() }: Answer) {
  return came && { status: came.status, body };
}

/** An error that the usual spelling of the scheme does not get. */
async function refusalIn(probe: Probe, find: Call, came: Came | undefined): Promise<string | undefined> {
  const error = errorOf(came);
  if (!error) return undefined;
  const usual = await probe.look(operation, find);
  if (isDeepStrictEqual(error, errorOf(usual.came))) return undefined;
  return `the answer is an error (status ${came?.status}) that Basic does not get`;
}
