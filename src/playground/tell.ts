import type { Verdict } from '../crm/events.js';
import type { WireCall } from '../crm/wire.js';
import type { Document } from '../document/document.js';
import type { Place } from '../document/place.js';
import type { Answer } from '../engine/answer.js';
import type { RawRequest } from '../loyalty-api/read-request.js';
import type { MappedOperation, Mapping, Step } from '../mapping/mapping.js';
import { isVerifyStep, LOGIN, verifyStep } from '../mapping/names.js';
import { stagesOf } from '../mapping/plan.js';
import { cardWords } from '../story/card-words.js';
import { NoReplyGiven } from '../story/recorded-replies.js';
import type { Story as ToldRun } from '../story/story.js';
import type { Told, ToldStep as ToldOfStep, ToldExchange as ToldOnce } from '../story/told.js';
import type { RecordedExchange } from '../testing/recording/recorder.js';
import type { Story, ToldAnswer, ToldExchange, ToldFailure, ToldRequest, ToldStep } from './api-run.js';
import { curlLine } from './curl.js';
import { type Hover, positionOf } from './hover.js';
import { bodyText, valueIn, valueText } from './json-text.js';
import { keyRange } from './outline.js';
import { answerText } from './raw-text.js';
import type { Timeline } from './timeline.js';
import { fieldVerdicts } from './verdicts.js';

/** All that is known of one run. */
export interface Ran {
  readonly document: Document;
  readonly mapping: Mapping;
  readonly mapped: MappedOperation;
  readonly sent: RawRequest;
  readonly story: ToldRun;
  readonly timeline: Timeline;
  readonly hover: Hover;
  /** In the order of the calls. */
  readonly heard: readonly RecordedExchange[];
  readonly answer: Answer;
}

/** A run as the page shows it. Nothing in it is masked but what only the run knows to be secret. */
export function tell(ran: Ran): { story: Story; redact: Told['redact'] } {
  const told = ran.story.told(ran.answer);
  const missing =
    ran.answer.failure?.cause instanceof NoReplyGiven ? ran.answer.failure.cause.step : undefined;
  const exchanges = toldExchanges(ran);
  const story: Story = {
    operation: told.operation,
    live: told.live,
    placeholders: told.placeholders,
    request: toldRequest(told),
    steps: told.steps.map(step => toldStep(step, exchanges, ran)),
    exchanges,
    duration: ran.timeline.duration,
    ...(told.answer && { answer: toldAnswer(ran, told.answer.body) }),
    ...(missing !== undefined && { missingReply: missing }),
    ...(told.failure && { failure: toldFailure(told.failure, ran) }),
    contract:
      missing === undefined
        ? told.contract
        : `the answer is not known: the call of ${missing} has no reply yet`,
    isGood: told.isGood && missing === undefined,
    ...(told.cards && { cards: told.cards }),
    explained: ran.hover.explained(ran.document),
  };
  return { story, redact: told.redact };
}

function toldRequest({ request, refused }: Told): ToldRequest {
  return {
    refused: refused !== undefined,
    ...(request && { seen: valueText(request) }),
  };
}

function toldStep(step: ToldOfStep, exchanges: readonly ToldExchange[], ran: Ran): ToldStep {
  const { kind, together, why, tolerated, cards } = step;
  const own = exchanges.filter(each => each.step === step.step).map(({ id }) => id);
  const planned = plannedSteps(ran).find(each => each.name === step.step);
  const span = kind === 'not reached' ? undefined : ran.timeline.ofStep(step.step, own);
  const place = planned?.place ?? (step.step === LOGIN ? loginPlace(ran.mapping) : undefined);
  return {
    step: step.step,
    kind,
    ...(place && { range: keyRange(place, nameOf(step.step)) }),
    needs: planned?.needs ?? [],
    together,
    ...(why && { why }),
    ...span,
    ...valueIn(step.value),
    ...('value' in step && step.value === undefined && { isAbsent: true }),
    ...(tolerated && { tolerated }),
    ...(cards && { cards: cards.map(card => `${card.number} ${cardWords(card)}`) }),
  };
}

/** As it stands in the mapping. */
function nameOf(step: string): string {
  return isVerifyStep(step) ? step.slice(verifyStep('').length) : step;
}

interface Planned {
  readonly name: string;
  readonly place: Place;
  readonly needs: readonly string[];
}

function plannedSteps({ mapped, mapping }: Pick<Ran, 'mapped' | 'mapping'>): Planned[] {
  const named = (step: Step, name: string, needs: readonly string[]) => ({ name, place: step.place, needs });
  return [
    ...stagesOf(mapped)
      .flat()
      .map(({ step, needs }) => named(step, step.name, needs)),
    ...(mapping.verify?.stages.flat() ?? []).map(({ step, needs }) =>
      named(step, verifyStep(step.name), needs.map(verifyStep)),
    ),
  ];
}

function loginPlace({ crm }: Mapping): Place | undefined {
  return crm.auth.kind === 'session' ? crm.auth.place : undefined;
}

function toldExchanges({ story, timeline, heard, mapping }: Ran): ToldExchange[] {
  const counts = new Map<string, number>();
  return story.toldExchanges().map(({ id, step, told }, index) => {
    const number = (counts.get(step) ?? 0) + 1;
    counts.set(step, number);
    const isLogin = step === LOGIN && mapping.crm.auth.kind === 'session';
    const pause = timeline.pauseAfter(id);
    return {
      id,
      step,
      number,
      ...timeline.ofExchange(id),
      call: toldCall(told.call, heard[index]?.call, isLogin),
      ...(told.reply && { reply: { ...told.reply, body: bodyText(told.reply.body) } }),
      ...(told.fault && { fault: told.fault }),
      ...(told.judged && { judged: { ...told.judged, isGood: !bad.has(told.judged.verdict) } }),
      // What is random of a pause is less than a second.
      ...(pause !== undefined && told.again && { retryAfter: told.again.after * 1_000 }),
      ...(told.breaker && { breaker: told.breaker }),
    };
  });
}

const bad: ReadonlySet<Verdict> = new Set(['throttled', 'error', 'failure']);

function toldCall(
  { method, url, headers, body }: ToldOnce['call'],
  sent: WireCall | undefined,
  isLogin: boolean,
) {
  // Of a login the body is shown without whatever may be a token.
  const text = !isLogin ? sent?.body : body === undefined ? undefined : bodyText(body);
  return {
    method,
    url,
    headers,
    ...(body !== undefined && { body: bodyText(body) }),
    curl: curlLine({ method, url, headers }, text),
  };
}

function toldAnswer({ mapped, answer }: Ran, body: unknown): ToldAnswer {
  return {
    status: answer.status,
    raw: answerText(answer),
    body: bodyText(body),
    fields: fieldVerdicts(mapped.operation.response, answer, body),
  };
}

function toldFailure(
  { error, message, detail, step, place }: NonNullable<Told['failure']>,
  { answer, document }: Ran,
): ToldFailure {
  return {
    error,
    code: answer.code ?? '',
    message,
    ...(detail !== undefined && { detail }),
    ...(step !== undefined && { step }),
    ...(place?.file === document.file && { at: positionOf(place) }),
  };
}
