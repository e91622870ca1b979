import { ReplayWire } from '../crm/replay-wire.js';
import type { WireCall, WireFault, WireReply } from '../crm/wire.js';
import type { Answer } from '../engine/answer.js';
import { run } from '../engine/run.js';
import { usualErrors } from '../loyalty-api/errors.js';
import type { Mapping } from '../mapping/mapping.js';
import type { TestCase } from './case.js';
import { type Difference, differences } from './differences.js';
import type { ExchangeFields } from './fields.js';
import { callDifferences, callLine, expectedLine } from './match.js';
import { rawRequest } from './raw-request.js';
import { recordedFault, recordedReply } from './recorded.js';

/** One thing that was not as the case says. */
export interface Problem {
  readonly message: string;
  readonly differences: readonly Difference[];
}

export interface CaseResult {
  readonly test: TestCase;
  /** Empty: the case passed. */
  readonly problems: readonly Problem[];
  readonly answer: Answer;
}

/** Runs one case: the production engine, with a wire that knows only what the case says. */
export async function runCase(mapping: Mapping, test: TestCase, now: number): Promise<CaseResult> {
  const exchanges = new Exchanges(test.fields.exchanges, mapping.crm.baseUrl);
  let ids = 0;
  const raw = rawRequest(test.operation, test.fields.request);
  const answer = await run(mapping, test.operation.id, raw, {
    wire: new ReplayWire(call => exchanges.replyTo(call)),
    clock: () => now,
    ids: () => String(++ids),
    signal: new AbortController().signal,
    observer: () => {},
    errors: usualErrors,
  });
  return { test, answer, problems: [...exchanges.problems(), ...answerProblems(test, answer)] };
}

/** The exchanges of a case; each is good for one call. */
class Exchanges {
  private readonly unused: ExchangeFields[];
  private readonly unexpected: Problem[] = [];

  constructor(
    exchanges: readonly ExchangeFields[],
    private readonly baseUrl: string,
  ) {
    this.unused = [...exchanges];
  }

  replyTo(call: WireCall): WireReply | WireFault {
    const index = this.unused.findIndex(
      ({ call: expected }) => callDifferences(expected, call, this.baseUrl).length === 0,
    );
    const [exchange] = index < 0 ? [] : this.unused.splice(index, 1);
    if (exchange)
      return exchange.kind === 'fault' ? recordedFault(exchange.fault) : recordedReply(exchange.reply);

    const nearest = this.nearest(call);
    const message = `no exchange of the case is for the call ${callLine(call, this.baseUrl)}`;
    this.unexpected.push({
      message,
      differences: nearest ? callDifferences(nearest.call, call, this.baseUrl) : [],
    });
    return recordedFault('refused');
  }

  problems(): Problem[] {
    const never = this.unused.map(({ call }) => `the call never came: ${expectedLine(call)}`);
    return [...this.unexpected, ...never.map(message => ({ message, differences: [] }))];
  }

  /** The unused exchange that was probably meant: same method and path. */
  private nearest(call: WireCall): ExchangeFields | undefined {
    return this.unused.find(({ call: expected }) =>
      callDifferences(expected, call, this.baseUrl).every(({ path }) => path !== 'method' && path !== 'path'),
    );
  }
}

function answerProblems(test: TestCase, answer: Answer): Problem[] {
  const found = differences('answer', expectedAnswer(test), {
    status: answer.status,
    body: answer.body === '' ? 'nothing' : JSON.parse(answer.body),
  });
  if (found.length === 0) return [];
  const reason = answer.failure ? ` (${answer.failure.error}: ${answer.failure.message})` : '';
  return [{ message: `the answer is another one${reason}`, differences: found }];
}

function expectedAnswer({ fields: { answer } }: TestCase): { status: number; body: unknown } {
  switch (answer.kind) {
    case 'nothing':
      return { status: 200, body: 'nothing' };
    case 'error':
      return { status: 422, body: usualErrors[answer.error] };
    case 'body':
      return { status: 200, body: answer.body };
  }
}
