import { isDeepStrictEqual } from 'node:util';
import { createRedactor } from '../config/redact.js';
import type { Answer } from '../engine/answer.js';
import type { EngineEvent } from '../engine/events.js';
import { isFault } from '../loyalty-api/errors.js';
import type { Operation, Revision } from '../loyalty-api/operations.js';
import type { RawRequest } from '../loyalty-api/read-request.js';
import type { LoyaltyRequest } from '../loyalty-api/request.js';
import type { MappedOperation, Mapping } from '../mapping/mapping.js';
import { isVerifyStep, LOGIN, verifyStep } from '../mapping/names.js';
import { stagesOf } from '../mapping/plan.js';
import type { CaseCards } from '../testing/case-cards.js';
import type { Expected } from './case-replay.js';
import type { Explainer } from './explainer.js';
import { shownBody } from './pretty.js';
import { NoReplyGiven, type RecordedReplies } from './recorded-replies.js';
import { detailOf, shownCall, shownFailure, shownReply, shownSent } from './shown.js';
import type { Told, ToldCard, ToldExchange, ToldStep } from './told.js';

/** A mapping as a run sees it. */
export interface RunMapping {
  readonly mapping: Mapping;
  /** The revision that is served. */
  readonly api: Revision;
  /** What stands before every route. */
  readonly basePath: string;
  /** Masks every secret that is known. */
  readonly redact: (text: string) => string;
}

/** Listens to one run and tells it. */
export class Story {
  private request: LoyaltyRequest | undefined;
  private readonly steps = new Map<string, ToldStep>();
  /** By their ids, in the order of the calls. */
  private readonly exchanges = new Map<string, { step: string; sentAt: number; told: ToldExchange }>();
  /** Whether the step `login` is the mapping's login, and not a call that somebody called so. */
  private readonly logsIn: boolean;
  /** Tokens that logins gave. */
  private readonly tokens: string[] = [];

  constructor(
    private readonly prepared: RunMapping,
    private readonly mapped: MappedOperation,
    private readonly sent: RawRequest,
    private readonly live: boolean,
    private readonly recorded: RecordedReplies,
    private readonly cards: CaseCards,
    private readonly explainer?: Explainer,
  ) {
    const stages = stagesOf(mapped);
    const calls = stages.flat().some(({ step }) => step.kind === 'call');
    this.logsIn = calls && prepared.mapping.crm.auth.kind === 'session';
    if (this.logsIn) this.steps.set(LOGIN, { step: LOGIN, kind: 'not reached', together: [] });
    for (const stage of stages) {
      for (const { step, needs } of stage) {
        const together = stage.filter(other => other.step !== step && !needs.includes(other.step.name));
        const free = together.filter(other => !other.needs.includes(step.name) && other.step.kind === 'call');
        const names = step.kind === 'call' ? free.map(other => other.step.name) : [];
        this.steps.set(step.name, { step: step.name, kind: 'not reached', together: names });
        if (step.kind === 'claim') this.addVerify();
      }
    }
  }

  /** They are told only if they were reached. */
  private addVerify(): void {
    for (const { step } of this.prepared.mapping.verify?.stages.flat() ?? []) {
      const name = verifyStep(step.name);
      this.steps.set(name, { step: name, kind: 'not reached', together: [] });
    }
  }

  observe(event: EngineEvent): void {
    this.explainer?.observe(event);
    switch (event.type) {
      case 'request':
        this.request = event.request;
        break;
      case 'step':
        this.change(event.step, { kind: event.kind });
        break;
      case 'skip':
        this.change(event.step, { kind: 'skipped', ...(event.why === 'repeated' && { why: event.why }) });
        break;
      case 'card':
        this.change(event.step, {
          cards: [...(this.steps.get(event.step)?.cards ?? []), toldCard(event)],
        });
        break;
      case 'call':
        this.called(event);
        break;
      case 'tolerated':
        this.change(event.step, {
          tolerated: [...(this.steps.get(event.step)?.tolerated ?? []), event.error],
        });
        break;
      case 'session':
        this.tokens.push(...event.session.secrets);
        this.change(event.step, { value: event.session.values });
        break;
      case 'reply':
        this.replied(event, { reply: shownReply(event.reply, this.isLogin(event.step)) });
        break;
      case 'fault':
        this.replied(event, { fault: event.fault.kind });
        break;
      case 'verdict':
        this.received(event.exchange, { judged: { verdict: event.verdict, reason: event.reason } });
        break;
      case 'retry':
        // What is random of a pause is less than a second.
        this.received(event.exchange, { again: { after: Math.floor(event.pause / 1_000) } });
        break;
      case 'breaker':
        this.received(event.exchange, { breaker: event.state });
        break;
      case 'value':
        this.change(event.step, { value: event.value });
        break;
    }
  }

  told(answer: Answer, expected?: Expected): Told {
    const { failure } = answer;
    const withoutReply = failure?.cause instanceof NoReplyGiven ? failure.cause.step : undefined;
    const { mapping, api, basePath, redact } = this.prepared;
    return {
      operation: this.mapped.operation.id,
      mapping: mapping.file,
      api,
      basePath,
      live: this.live,
      placeholders: mapping.placeholders,
      request: this.request,
      refused: this.request ? undefined : shownSent(this.sent),
      steps: this.toldSteps(),
      ...(this.takesCards() && { cards: this.cards.keeper.states() }),
      ...(this.explainer && { explained: this.explainer.of(undefined) }),
      answer: withoutReply ? undefined : { status: answer.status, body: shownBody(answer.body) },
      failure: failure && !withoutReply ? shownFailure(failure) : undefined,
      contract: withoutReply ? missingReply(withoutReply) : contractSays(this.mapped.operation, answer),
      ...(expected && { expected }),
      isGood: !failure || !isFault(failure.error),
      redact: text => createRedactor(this.tokens)(redact(text)),
    };
  }

  /** Each exchange by itself, in the order of the calls; `told` tells those once that came out the same. */
  toldExchanges(): { id: string; step: string; told: ToldExchange }[] {
    return [...this.exchanges].map(([id, { step, told }]) => ({ id, step, told }));
  }

  /** Which steps could run together is known from the plan; which of them did, from the calls that were made. */
  private toldSteps(): ToldStep[] {
    const called = new Set([...this.exchanges.values()].map(({ step }) => step));
    const told = [...this.steps.values()].filter(
      ({ step, kind }) => kind !== 'not reached' || !isVerifyStep(step),
    );
    return told.map(step => {
      const { value, ...head } = step;
      const explained = this.explainer && { explained: this.explainer.of(step.step) };
      const holds = 'value' in step && { value };
      if (!called.has(step.step)) return { ...head, ...explained, together: [], ...holds };
      const own = [...this.exchanges].filter(([, exchange]) => exchange.step === step.step);
      const together = step.together.filter(name => called.has(name));
      const exchanges = toldOnce(
        own.map(([id, { told }]) => ({ ...told, ...this.explainedOf(step.step, id) })),
      );
      return { ...head, together, exchanges, ...explained, ...holds };
    });
  }

  private takesCards(): boolean {
    const steps = stagesOf(this.mapped).flat();
    return steps.some(({ step }) => step.kind === 'reserve' || step.kind === 'claim');
  }

  private explainedOf(step: string, exchange: string): Pick<ToldExchange, 'explained'> {
    return this.explainer ? { explained: this.explainer.of(step, exchange) } : {};
  }

  private isLogin(name: string): boolean {
    return this.logsIn && name === LOGIN;
  }

  private called({ step, exchange, at, call }: Extract<EngineEvent, { type: 'call' }>): void {
    const isLogin = this.isLogin(step);
    // Of a login no step event tells.
    if (isLogin) this.change(step, { kind: 'login' });
    this.exchanges.set(exchange, { step, sentAt: at, told: { call: shownCall(call, isLogin) } });
  }

  private replied(
    { exchange, at }: Extract<EngineEvent, { type: 'reply' | 'fault' }>,
    part: Partial<ToldExchange>,
  ): void {
    const sentAt = this.exchanges.get(exchange)?.sentAt ?? at;
    const given = this.recorded.labelOf(exchange);
    this.received(exchange, {
      ...part,
      ...(this.live && { ms: Math.round(at - sentAt) }),
      ...(given !== undefined && { given }),
    });
  }

  private received(exchange: string, part: Partial<ToldExchange>): void {
    const before = this.exchanges.get(exchange);
    if (before) this.exchanges.set(exchange, { ...before, told: { ...before.told, ...part } });
  }

  private change(name: string, part: Partial<ToldStep>): void {
    const before = this.steps.get(name);
    if (before) this.steps.set(name, { ...before, ...part });
  }
}

function toldCard(event: Extract<EngineEvent, { type: 'card' }>): ToldCard {
  const { number, what } = event;
  return {
    number,
    what,
    ...('outcome' in event && { outcome: event.outcome }),
    ...('isOwned' in event && { isOwned: event.isOwned }),
  };
}

/** What was made again with the same outcome is told once; what was to be made again, and was not, no further. */
function toldOnce(exchanges: readonly ToldExchange[]): ToldExchange[] {
  const told: ToldExchange[] = [];
  for (const [index, { again, ...each }] of exchanges.entries()) {
    const isRepeated = exchanges.slice(index + 1).some(({ call }) => isDeepStrictEqual(call, each.call));
    const now: ToldExchange = { ...each, ...(again && isRepeated && { again }) };
    const before = told.at(-1);
    if (before?.again && isSame(before, now))
      told.splice(-1, 1, { ...now, ...explainedOnce(before), same: (before.same ?? 0) + 1 });
    else told.push(now);
  }
  return told;
}

/** Only what led to the first call is evaluated before it. */
function explainedOnce({ explained }: ToldExchange): Pick<ToldExchange, 'explained'> {
  return explained ? { explained } : {};
}

function isSame(one: ToldExchange, other: ToldExchange): boolean {
  const outcome = ({ call, reply, fault, judged }: ToldExchange) => ({ call, reply, fault, judged });
  return isDeepStrictEqual(outcome(one), outcome(other));
}

function missingReply(step: string): string {
  return `the answer is not known: give a reply with --crm ${step}=@reply.json, or send for real with --live`;
}

function contractSays({ id, response }: Operation, { status, body, failure, code }: Answer): string {
  if (failure?.error === 'contractFault')
    return `the response of the mapping does not fit the contract: ${detailOf(failure)}`;
  if (failure && isFault(failure.error))
    return `an error answer is allowed, but code ${code} (${failure.error}) says that the mapping or the gateway is at fault`;
  if (failure) return `an error answer with code ${code} (${failure.error}) is allowed`;
  if (body !== '') return `the answer fits the contract of ${id}`;
  const empty = response.body.length === 0;
  return `${status} with an empty body is ${empty ? `what ${id} answers` : 'how the contract says that nothing was found'}`;
}
