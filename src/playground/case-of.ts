import { writeJson } from '../json/write.js';
import { LOGIN } from '../mapping/names.js';
import { NoReplyGiven } from '../story/recorded-replies.js';
import type { RequestSketch } from '../testing/raw-request.js';
import { answerSketch, callSketch, replySketch, requestSketch } from '../testing/recording/sketches.js';
import type { CardStates } from './api-run.js';
import { Refusal } from './refusal.js';
import type { Ran } from './tell.js';

export interface NewCase {
  readonly name: string;
  /** In the place of those of the file. */
  readonly params: Readonly<Record<string, string>>;
  readonly cards?: CardStates | undefined;
  /** The file says what the CRM replies to logins. */
  readonly hasLogin: boolean;
}

/**
 * A run as a case: plain data.
 *
 * @throws Refusal `cannot` when a call has no reply
 */
export function caseOf(ran: Ran, { name, params, cards, hasLogin }: NewCase): Record<string, unknown> {
  const { answer, mapped, mapping, sent } = ran;
  const { cause } = answer.failure ?? {};
  if (cause instanceof NoReplyGiven)
    throw new Refusal(
      'cannot',
      `the call of ${cause.step} has no reply: without one there is no answer to expect`,
    );
  const isLogin = (step: string) => step === LOGIN && mapping.crm.auth.kind === 'session';
  const exchanges = ran.heard
    .filter(({ step }) => !(hasLogin && isLogin(step)))
    .map(({ call, outcome }) => ({ call: callSketch(call, mapping.crm.baseUrl), ...outcomeSketch(outcome) }));
  const request = requestSketch(sketchOf(sent));
  // What card numbers are in the end says more than the answer does.
  const states = ran.story.told(answer).cards;
  return {
    name,
    operation: mapped.operation.id,
    ...(Object.keys(params).length > 0 && { params }),
    ...(Object.keys(request).length > 0 && { request }),
    ...(exchanges.length > 0 && {
      // What was made again with the same outcome is one exchange.
      exchanges: exchanges.filter((each, at) => writeJson(each) !== writeJson(exchanges[at - 1] ?? null)),
    }),
    ...(cards && Object.keys(cards).length > 0 && { cards }),
    answer: answerSketch(answer),
    ...(states && Object.keys(states).length > 0 && { cardsAfter: states }),
  };
}

function outcomeSketch(outcome: Ran['heard'][number]['outcome']): Record<string, unknown> {
  if (!outcome) return { fault: 'refused' };
  if ('fault' in outcome) return { fault: outcome.fault };
  const text = new TextDecoder().decode(outcome.reply.body);
  return {
    reply: replySketch(
      outcome.reply,
      text,
      () => true,
      header => header,
    ),
  };
}

function sketchOf({ params, query, headers, body }: Ran['sent']): RequestSketch {
  const { 'content-type': type, ...others } = headers;
  const isUsual = type === 'application/json' || body === undefined;
  return {
    params,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: textsOf(isUsual ? others : headers),
    ...(body && { text: new TextDecoder().decode(body) }),
  };
}

function textsOf(headers: Ran['sent']['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
