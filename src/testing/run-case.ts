import { Guard } from '../crm/guard.js';
import { replayTime } from '../crm/pause.js';
import { ReplayWire } from '../crm/replay-wire.js';
import { Sessions } from '../crm/sessions.js';
import { type WireCall, WireFault, type WireReply } from '../crm/wire.js';
import type { Answer } from '../engine/answer.js';
import type { EngineEvent, Observer } from '../engine/events.js';
import { run } from '../engine/run.js';
import { usualErrors } from '../loyalty-api/errors.js';
import type { Mapping } from '../mapping/mapping.js';
import { LOGIN } from '../mapping/names.js';
import type { TestCase } from './case.js';
import { CaseCards } from './case-cards.js';
import { differences, type Match } from './differences.js';
import type { CaseFields, ExchangeFields, LoginReply } from './fields.js';
import { callDifferences, callLine, expectedLine, sentParts } from './match.js';
import { Order } from './order.js';
import type { Problem } from './problem.js';
import { rawRequest } from './raw-request.js';
import { recordedFault, recordedReply } from './recorded.js';

export interface CaseResult {
  readonly test: TestCase;
  /** Empty: the case passed. */
  readonly problems: readonly Problem[];
  readonly answer: Answer;
  /** Calls that no exchange was for, and exchanges that no call was for. */
  readonly unmatched: { readonly calls: readonly WireCall[]; readonly exchanges: readonly ExchangeFields[] };
}

/** What comes of a call that no exchange of a case is for. */
export class NoExchange extends WireFault {
  constructor() {
    super('refused', 'no exchange is given for this call');
  }
}

/** Runs one case: the production engine, with a wire that knows only what the case says. */
export async function runCase(
  test: TestCase,
  now: number,
  login?: LoginReply,
  observer: Observer = () => {},
): Promise<CaseResult> {
  const { mapping } = test;
  const exchanges = new Exchanges(test.fields, mapping.crm.baseUrl, login);
  let ids = 0;
  const raw = rawRequest(test.operation, test.fields.request);
  const time = replayTime(() => now);
  const cards = new CaseCards(test.fields, time.clock);
  const answer = await run(mapping, test.operation.id, raw, {
    wire: new ReplayWire(call => exchanges.replyTo(call)),
    sessions: new Sessions(mapping),
    guard: new Guard(mapping.crm.limits),
    ...time,
    cards: cards.keeper,
    ids: () => String(++ids),
    signal: new AbortController().signal,
    observer: event => {
      exchanges.observe(event, mapping);
      observer(event);
    },
    errors: usualErrors,
  });
  const problems = [...exchanges.problems(), ...answerProblems(test, answer), ...cards.problems()];
  return { test, answer, problems, unmatched: exchanges.unmatched() };
}

/**
 * The exchanges of a case. Each is good for one call, and for what is repeated of it once none is left; one that says
 * how often is good for just so many.
 */
export class Exchanges {
  private readonly unused: ExchangeFields[];
  private readonly unexpected: Problem[] = [];
  private readonly used: ExchangeFields[] = [];
  private readonly refused: WireCall[] = [];
  private readonly logins = new Set<WireCall>();
  private readonly retrying = new Set<string>();
  /** Calls of steps that have repeated one. */
  private readonly repeats = new Set<WireCall>();
  private readonly order: Order;

  constructor(
    { exchanges, inOrder }: CaseFields,
    private readonly baseUrl: string,
    private readonly login: LoginReply | undefined,
  ) {
    this.order = new Order(exchanges, inOrder);
    this.unused = exchanges.flatMap(exchange => Array<ExchangeFields>(exchange.times ?? 1).fill(exchange));
  }

  /** The wire sees calls only; which of them log in or come again is told by the events before. */
  observe(event: EngineEvent, { crm }: Mapping): void {
    if (event.type === 'retry') this.retrying.add(event.step);
    if (event.type !== 'call') return;
    if (event.step === LOGIN && crm.auth.kind === 'session') this.logins.add(event.call);
    if (this.retrying.has(event.step)) this.repeats.add(event.call);
  }

  replyTo(call: WireCall): WireReply | WireFault {
    const index = this.unused.findIndex(
      ({ call: expected }) => callDifferences(expected, call, this.baseUrl).length === 0,
    );
    const [exchange] = index < 0 ? [] : this.unused.splice(index, 1);
    if (exchange && exchange.times === undefined) this.used.unshift(exchange);
    const taken = exchange ?? this.before(call);
    if (taken) this.order.came(taken);
    const outcome = taken ?? (this.logins.has(call) ? this.login : undefined);
    if (outcome)
      return outcome.kind === 'fault' ? recordedFault(outcome.fault) : recordedReply(outcome.reply);
    if (!this.repeats.has(call) || !this.refused.some(other => isSameCall(call, other))) this.refuse(call);
    return new NoExchange();
  }

  /** What came of a call when it was made the last time: the last exchange for it stays. */
  private before(call: WireCall): ExchangeFields | undefined {
    if (!this.repeats.has(call)) return undefined;
    return this.used.find(({ call: expected }) => callDifferences(expected, call, this.baseUrl).length === 0);
  }

  private refuse(call: WireCall): void {
    this.refused.push(call);

    const nearest = this.nearest(call);
    const advice = this.logins.has(call) ? '; a reply to all logins stands under login: of the file' : '';
    const message = `no exchange of the case is for the call ${callLine(call, this.baseUrl)}${advice}`;
    this.unexpected.push({
      message,
      differences: nearest ? callDifferences(nearest.call, call, this.baseUrl) : [],
      ...(nearest && { came: { name: '', value: sentParts(nearest.call, call, this.baseUrl) } }),
    });
  }

  unmatched(): CaseResult['unmatched'] {
    return { calls: this.refused, exchanges: this.unused };
  }

  problems(): Problem[] {
    const never = this.unused.map(({ call }) => `the call never came: ${expectedLine(call)}`);
    const told = [...never, ...this.order.problems()];
    return [...this.unexpected, ...told.map(message => ({ message, differences: [] }))];
  }

  /** The unused exchange that was probably meant: same method and path. */
  private nearest(call: WireCall): ExchangeFields | undefined {
    return this.unused.find(({ call: expected }) =>
      callDifferences(expected, call, this.baseUrl).every(({ path }) => path !== 'method' && path !== 'path'),
    );
  }
}

function isSameCall(one: WireCall, other: WireCall): boolean {
  return one.method === other.method && one.url === other.url && one.body === other.body;
}

/** In what the answer is another one than a case expects. */
export function answerProblems(test: TestCase, answer: Answer): Problem[] {
  const expected = expectedAnswer(test);
  const value = { status: answer.status, body: bodyOf(answer) };
  const found = [
    ...differences('answer.status', expected.status, value.status),
    ...differences('answer.body', expected.body, value.body, expected.match),
  ];
  if (found.length === 0) return [];
  const reason = answer.failure ? ` (${answer.failure.error}: ${answer.failure.message})` : '';
  return [
    { message: `the answer is another one${reason}`, differences: found, came: { name: 'answer', value } },
  ];
}

function bodyOf({ body }: Answer): unknown {
  return body === '' ? 'nothing' : JSON.parse(body);
}

function expectedAnswer({ fields: { answer } }: TestCase): { status: number; body: unknown; match?: Match } {
  switch (answer.kind) {
    case 'nothing':
      return { status: 200, body: 'nothing' };
    case 'error':
      return { status: 422, body: usualErrors[answer.error] };
    case 'body':
      return { status: 200, body: answer.body, match: answer.match.body };
  }
}
