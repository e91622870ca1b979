import { type OperationId, operations } from '../loyalty-api/operations.js';
import { basic } from './authorization.js';
import type { Call, Unusual } from './call.js';
import { excerptOf } from './excerpt.js';
import type { Exchange } from './exchange.js';
import type { Expected } from './expected.js';
import { judge } from './judge.js';
import { type Complaint, type Problem, problemOf } from './problem.js';
import type { Delivery, Request } from './request.js';
import { filledIn, reads } from './routes.js';
import type { RuleId } from './rules.js';
import type { Session } from './session.js';

export interface Answer {
  /** As it is kept. */
  readonly exchange: Exchange;
  /** All that came as the body, if there was an answer. */
  readonly body?: Uint8Array;
  /** The JSON of the body, when there was nothing to complain about. */
  readonly value?: unknown;
  readonly isGood: boolean;
}

/** Characters of a message. */
const LONGEST = 300;

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
    const { expect = usual(operation) } = call;
    const isBetter =
      !goodReads.has(operation) || (typeof expect !== 'function' && expect.kind === 'processed');
    if (isRead && isUsual && answer.isGood && isBetter) goodReads.set(operation, call);
    return answer;
  }

  /** Calls an operation to decide by its answer what to do: nothing is judged, and nothing kept. */
  look(operation: OperationId, { params, query, authorization }: Call): Promise<Exchange> {
    const { routes, credentials, client } = this.session;
    const headers = { authorization: authorization ?? basic(credentials) };
    const { method } = routes[operation];
    return client.send({ method, path: filledIn(routes[operation], params, query), headers });
  }

  /** Sends a request that need not be one of the API. */
  ask(request: Pick<Request, 'method' | 'path'>, unusual: Unusual): Promise<Answer> {
    return this.exchange({ headers: {}, ...request }, unusual);
  }

  complain(rule: RuleId, message: string, exchange?: Exchange): void {
    this.problems.push(this.problem({ rule, message }, this.operation, exchange));
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
    const whole = await client.send({ ...request, headers }, unusual.delivery);
    const expected = typeof expect === 'function' ? await expect(whole) : expect;
    const { complaints, value } = judge(whole, expected, operation, faultRule);
    const exchange = excerptOf(whole, this.session.redact);
    if (!unusual.again || complaints.length > 0) this.exchanges.push(exchange);
    for (const complaint of complaints) {
      this.problems.push(this.problem(complaint, operation ?? this.operation, exchange));
    }
    return { exchange, body: whole.came?.body, value, isGood: complaints.length === 0 };
  }

  /** A message quotes what came. It is cut last, or half a secret would be left at its end. */
  private problem({ rule, message }: Complaint, operation?: OperationId, exchange?: Exchange): Problem {
    const text = this.session.redact(message);
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    return problemOf({ rule, message: short }, operation, exchange);
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
