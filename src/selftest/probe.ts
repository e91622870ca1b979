import { type OperationId, operations } from '../loyalty-api/operations.js';
import { basic } from './authorization.js';
import type { Call, Unusual } from './call.js';
import type { Delivery, Request } from './client.js';
import type { Exchange } from './exchange.js';
import { type Expected, judge } from './judge.js';
import { type Complaint, type Problem, problemOf } from './problem.js';
import { filledIn } from './routes.js';
import type { RuleId } from './rules.js';
import type { Session } from './session.js';

export interface Answer {
  readonly exchange: Exchange;
  /** The JSON of the body, when there was nothing to complain about. */
  readonly value?: unknown;
  readonly isGood: boolean;
}

/** These change nothing, so they may share a connection and be repeated. */
export const reads: ReadonlySet<OperationId> = new Set([
  'findCard',
  'getCard',
  'listPurchases',
  'listPromos',
  'listUsers',
  'listUsersExtended',
]);

/** What a step works with: it sends requests, judges each answer, and keeps what is to be told. */
export class Probe {
  readonly problems: Problem[] = [];
  readonly notes: string[] = [];
  readonly exchanges: Exchange[] = [];
  skipped: string | undefined;

  constructor(
    readonly session: Session,
    private readonly operation?: OperationId,
  ) {}

  /** Calls an operation. */
  async call(operation: OperationId, call: Call = {}): Promise<Answer> {
    const { routes, latencies, goodReads } = this.session;
    const isRead = reads.has(operation);
    const request = {
      method: routes[operation].method,
      path: filledIn(routes[operation], call.params, call.query),
      ...bodyOf(call.body),
    };
    const delivery: Delivery = { connection: isRead ? 'shared' : 'own', ...call.delivery };
    const answer = await this.exchange(request, { ...call, delivery }, operation);
    const isUsual = call.delivery === undefined && call.authorization === undefined;
    if (answer.exchange.came && isUsual) latencies.add(operation, answer.exchange.milliseconds);
    const isBetter = !goodReads.has(operation) || call.expect?.kind === 'processed' || !call.expect;
    if (isRead && isUsual && answer.isGood && isBetter) goodReads.set(operation, call);
    return answer;
  }

  /** Sends a request that need not be one of the API. */
  ask(request: Pick<Request, 'method' | 'path'>, unusual: Unusual): Promise<Answer> {
    return this.exchange({ headers: {}, ...request }, unusual);
  }

  complain(rule: RuleId, message: string, exchange?: Exchange): void {
    this.problems.push(problemOf({ rule, message }, this.operation, exchange));
  }

  note(text: string): void {
    this.notes.push(text);
  }

  /** Nothing can be said, because something before did not work. */
  skip(reason: string): void {
    this.skipped = reason;
  }

  private async exchange(request: Request, unusual: Unusual, operation?: OperationId): Promise<Answer> {
    const { credentials } = this.session;
    const { expect = usual(operation), authorization = basic(credentials), faultRule } = unusual;
    const { client = this.session.client } = unusual;
    const headers = authorization === null ? request.headers : { authorization, ...request.headers };
    const exchange = await client.send({ ...request, headers }, unusual.delivery);
    this.exchanges.push(exchange);
    const { complaints, value } = judge(exchange, expect, operation, faultRule);
    const problems = complaints.map((complaint: Complaint) =>
      problemOf(complaint, operation ?? this.operation, exchange),
    );
    this.problems.push(...problems);
    return { exchange, value, isGood: problems.length === 0 };
  }
}

function usual(operation: OperationId | undefined): Expected {
  const hasBody = operation === undefined || operations[operation].response.body.length > 0;
  return hasBody ? { kind: 'processed' } : { kind: 'nothing', rule: 'empty-body' };
}

function bodyOf(body: Call['body']): Pick<Request, 'headers' | 'body'> {
  if (body === undefined) return { headers: {} };
  return {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body)),
  };
}
