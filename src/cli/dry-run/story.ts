import { isDeepStrictEqual } from 'node:util';
import type { MemoryState } from '../../cards/memory.js';
import type { ClaimEnd } from '../../cards/port.js';
import { createRedactor } from '../../config/redact.js';
import type { Verdict } from '../../crm/events.js';
import type { WireCall, WireReply } from '../../crm/wire.js';
import type { Place } from '../../document/place.js';
import type { Answer } from '../../engine/answer.js';
import type { CardHappening } from '../../engine/card-events.js';
import type { EngineEvent } from '../../engine/events.js';
import { type ErrorName, isFault } from '../../loyalty-api/errors.js';
import type { Failure } from '../../loyalty-api/failure.js';
import type { Operation } from '../../loyalty-api/operations.js';
import type { RawRequest } from '../../loyalty-api/read-request.js';
import type { LoyaltyRequest } from '../../loyalty-api/request.js';
import type { MappedOperation, Step } from '../../mapping/mapping.js';
import { isVerifyStep, LOGIN, verifyStep } from '../../mapping/names.js';
import { stagesOf } from '../../mapping/plan.js';
import type { CaseCards } from '../../testing/case-cards.js';
import { isForm } from '../../testing/match.js';
import { textOfReply } from '../../testing/recording/reply-text.js';
import { sentFields } from '../../testing/sent-fields.js';
import type { Expected } from './case-replay.js';
import type { Explained, Explainer } from './explainer.js';
import type { DryRunMapping } from './mapping.js';
import { shownBody } from './pretty.js';
import { NoReplyGiven, type RecordedReplies } from './replies.js';
import { withoutTokens } from './without-tokens.js';

/** What happened at one step. */
export interface ToldStep {
  readonly step: string;
  readonly kind: 'login' | Step['kind'] | 'skipped' | 'not reached';
  /** Steps that ran at the same time. */
  readonly together: readonly string[];
  /** One for each item, page and attempt; none when the CRM was not called. */
  readonly exchanges?: readonly ToldExchange[];
  /** What its expressions gave, but for those that are told with an exchange. */
  readonly explained?: readonly Explained[];
  /** What happened to the card number that it took. */
  readonly cards?: readonly ToldCard[];
  /** It was skipped for this, and not for its `when`. */
  readonly why?: 'repeated';
  /** Failures that `mayFail` let pass. */
  readonly tolerated?: readonly ErrorName[];
  /** What the step holds; absent when it holds nothing. */
  value?: unknown;
}

export interface ToldCard {
  readonly number: string;
  readonly what: CardHappening['what'];
  readonly outcome?: ClaimEnd;
  /** Whether somebody has it in the CRM. */
  readonly isOwned?: boolean;
}

export interface ToldExchange {
  readonly call: { method: string; url: string; headers: Record<string, string>; body?: unknown };
  /** Where a recorded reply came from. */
  given?: string;
  reply?: { status: number; headers: Readonly<Record<string, string>>; body: unknown };
  fault?: string;
  judged?: { verdict: Verdict; reason: string };
  /** Made again after so many whole seconds. */
  again?: { after: number };
  /** What became of the breaker by it. */
  breaker?: 'opened' | 'closed';
  /** How often it was made again with the same outcome. */
  same?: number;
  /** Milliseconds, of a live exchange. */
  ms?: number;
  /** What the expressions gave that led to the call, and those that looked at the reply. */
  explained?: readonly Explained[];
}

/** A dry run, told from beginning to end. */
export interface Told {
  readonly operation: string;
  readonly mapping: string;
  readonly api: string;
  /** What stands before every route. */
  readonly basePath: string;
  readonly live: boolean;
  readonly placeholders: readonly string[];
  /** As expressions see it. */
  readonly request?: LoyaltyRequest;
  /** As it was sent, when the contract refused it. */
  readonly refused?: { method: string; path: string; query: string; body?: string };
  readonly steps: readonly ToldStep[];
  /** What card numbers are in the end, in the memory of the dry run; absent where no step takes one. */
  readonly cards?: Readonly<Record<string, MemoryState>>;
  /** What the expressions of the response gave. */
  readonly explained?: readonly Explained[];
  /** Absent when the run ended at a call without a reply. */
  readonly answer?: { status: number; body: unknown };
  readonly failure?: { error: ErrorName; message: string; detail?: string; step?: string; place?: Place };
  /** What the contract says of the answer. */
  readonly contract: string;
  /** What the case of `--from` says of it. */
  readonly expected?: Expected;
  /** Koshelek would get what the contract allows, and the mapping had no fault. */
  readonly isGood: boolean;
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
    private readonly prepared: DryRunMapping,
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

function shownSent({ method, path, query, body }: RawRequest): Told['refused'] {
  return { method, path, query, body: body && Buffer.from(body).toString('utf8') };
}

function shownCall({ method, url, headers, body }: WireCall, isLogin: boolean): ToldExchange['call'] {
  const masked = 'authorization' in headers ? { ...headers, authorization: '***' } : { ...headers };
  return {
    method,
    url,
    headers: masked,
    ...(body === undefined ? {} : { body: shownSentBody(headers, body, isLogin) }),
  };
}

/** A form as its fields, for nobody reads it as it was sent. */
function shownSentBody(headers: WireCall['headers'], body: string, isLogin: boolean): unknown {
  const shown = isForm(headers) ? sentFields(body) : shownBody(body);
  return isLogin ? withoutTokens(shown) : shown;
}

/** Headers that are long and no tokens. */
const tellingHeaders: ReadonlySet<string> = new Set(['content-type', 'date', 'server']);

function shownReply(reply: WireReply, isLogin: boolean): NonNullable<ToldExchange['reply']> {
  const { status, headers } = reply;
  const masked = 'set-cookie' in headers ? { ...headers, 'set-cookie': '***' } : headers;
  const shown = shownBody(textOfReply(reply));
  if (!isLogin) return { status, headers: masked, body: shown };
  const shownHeaders = Object.entries(masked).map(([name, value]): [string, string] => [
    name,
    tellingHeaders.has(name) ? value : String(withoutTokens(value)),
  ]);
  return { status, headers: Object.fromEntries(shownHeaders), body: withoutTokens(shown) };
}

function shownFailure(failure: Failure): NonNullable<Told['failure']> {
  const { error, step, place } = failure;
  const detail = detailOf(failure);
  const message = (error === 'contractFault' && detail) || failure.message;
  return {
    error,
    message,
    ...(detail && !message.includes(detail) ? { detail } : {}),
    ...(step ? { step } : {}),
    ...(place ? { place } : {}),
  };
}

/** What the log does not say, because it may quote somebody's data. */
function detailOf({ cause }: Failure): string | undefined {
  const { message } = Object(cause) as { message?: unknown };
  return typeof message === 'string' ? message : undefined;
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
