import { setTimeout as delay } from 'node:timers/promises';
import { usualErrors } from '../../../src/loyalty-api/errors.js';
import { type Answer, call } from '../gateway.js';
import type { Given } from './check.js';

/** How Koshelek asks, as one of many instances behind a balancer: each time another gateway may answer. */
export interface Koshelek {
  readonly given: readonly Given[];
  /** How often each answer came, by what was asked and by status or code. */
  readonly answers: Readonly<Record<string, number>>;
  /** One person who wants a card, and what people do. Ends when he has one, or nothing more comes of it. */
  serve(person: number): Promise<void>;
}

const FIRST_PHONE = 79_621_000_000;
const phoneOf = (person: number) => String(FIRST_PHONE + person);

/** How often something is asked again when no good answer came. */
const PATIENCE = 12;

/** Repeating makes it no better. */
const final: ReadonlySet<string | undefined> = new Set(
  (['noFreeCards', 'cardNotReserved', 'cardAlreadyIssued'] as const).map(error => usualErrors[error].code),
);

export function startKoshelek(gateway: () => string, isOver: () => boolean): Koshelek {
  const given: Given[] = [];
  const answers: Record<string, number> = {};

  const ask = async (method: string, path: string, body?: object): Promise<Answer | undefined> => {
    const what = method === 'GET' ? 'reserve' : path.endsWith('/anonymous') ? 'issue' : 'issue reserved';
    const answer = await call(method, gateway() + path, { body }).catch(() => undefined);
    const { code } = Object(answer?.json) as { code?: string };
    const count = `${what}: ${code ?? answer?.status ?? 'no answer'}`;
    answers[count] = (answers[count] ?? 0) + 1;
    return answer;
  };

  /** Asks again and again, as Koshelek does, for up to a number of times. */
  const insist = async (
    times: number,
    once: () => Promise<Answer | undefined>,
  ): Promise<Answer | undefined> => {
    for (let count = 1; count <= times; count++) {
      const answer = await once();
      const { code } = Object(answer?.json) as { code?: string };
      if (answer?.status === 200 || final.has(code) || isOver()) return answer;
      await delay(50 + Math.random() * 300);
    }
    return undefined;
  };

  const issueReserved = async (number: string, phone: string, times: number): Promise<Answer | undefined> => {
    const answer = await insist(times, () => ask('POST', `/v1/card/anonymous/${number}`, { phone }));
    if (answer?.status === 200) given.push({ number, phone });
    return answer;
  };

  const issue = async (phone: string, times: number): Promise<void> => {
    const answer = await insist(times, () => ask('POST', '/v1/card/anonymous', { phone }));
    if (answer?.status !== 200) return;
    const { card } = answer.json as { card: { cardNumber: string } };
    given.push({ number: card.cardNumber, phone });
  };

  const serve = async (person: number): Promise<void> => {
    // The rival of a person is nobody else's, nor a person himself.
    const [phone, rival] = [phoneOf(2 * person), phoneOf(2 * person + 1)];
    const manner = Math.random();
    if (manner < 0.3) return issue(phone, PATIENCE);
    if (manner < 0.38) return void (await Promise.all([issue(phone, PATIENCE), issue(phone, PATIENCE)]));
    if (manner < 0.42) return issue(phone, 1);

    const answer = await insist(PATIENCE, () => ask('GET', '/v1/card/anonymous'));
    if (answer?.status !== 200) return;
    const { cardNumber } = answer.json as { cardNumber: string };
    // Goes away with a reserved number.
    if (manner < 0.5) return;
    // Gives up when it does not work at once: nobody repeats what may be done or not.
    if (manner < 0.6) return void (await issueReserved(cardNumber, phone, 1));
    const tries = [issueReserved(cardNumber, phone, PATIENCE)];
    if (manner < 0.7) tries.push(issueReserved(cardNumber, phone, PATIENCE));
    else if (manner < 0.8) tries.push(issueReserved(cardNumber, rival, PATIENCE));
    await Promise.all(tries);
  };
  return { given, answers, serve };
}
