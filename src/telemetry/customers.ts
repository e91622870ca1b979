import { createHmac, randomBytes } from 'node:crypto';
import { isObject } from '../json/values.js';
import type { LoyaltyRequest } from '../loyalty-api/request.js';

/** Something that tells who a customer is, as the log may show it. */
export interface Trace {
  readonly kind: Kind;
  /** So little of it that it fits many: `7962***0100`. */
  readonly masked: string;
  /** The same for the same phone, card or address; without the key nobody can try which one it is. */
  readonly pseudonym: string;
}

type Kind = 'phone' | 'email' | 'card';

/** What the members of requests and answers are called that tell it. */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ['msisdn', 'phone'],
  ['phone', 'phone'],
  ['email', 'email'],
  ['cardNumber', 'card'],
]);

/** A list of all customers is nobody's trace. */
const MOST_TRACES = 8;

/** Characters of a pseudonym: 72 bits, so that no two of a billion are the same. */
const LENGTH = 12;

/** Makes, for the log at debug, traces by which the requests of one customer are found and nobody is known. */
export class Customers {
  /** @param key those with the same key give the same pseudonyms; by default one until the process ends */
  constructor(private readonly key: string | Buffer = randomBytes(32)) {}

  /**
   * Who a request and its answer are about; nothing when they are about many.
   *
   * @param body of the answer: JSON or nothing
   */
  tracesOf({ params, query, body: sent }: LoyaltyRequest, body: string): readonly Trace[] {
    const found = new Map<string, Trace>();
    const answered: unknown = body === '' ? undefined : JSON.parse(body);
    for (const part of [params, query, sent, answered]) this.collect(part, found);
    return found.size > MOST_TRACES ? [] : [...found.values()];
  }

  private collect(value: unknown, found: Map<string, Trace>): void {
    if (!isObject(value) && !Array.isArray(value)) return;
    for (const [name, member] of Object.entries(value)) {
      if (found.size > MOST_TRACES) return;
      const kind = kinds.get(name);
      if (kind && typeof member === 'string') {
        const trace = this.traceOf(kind, member);
        found.set(trace.pseudonym, trace);
      } else this.collect(member, found);
    }
  }

  private traceOf(kind: Kind, text: string): Trace {
    const same = normal[kind](text);
    const digest = createHmac('sha256', this.key).update(`${kind} ${same}`).digest('base64url');
    return { kind, masked: masked[kind](same), pseudonym: digest.slice(0, LENGTH) };
  }
}

/** One text for all ways to write the same. */
const normal: Readonly<Record<Kind, (text: string) => string>> = {
  phone: text =>
    text
      .replace(/\D/g, '')
      .replace(/^8(?=\d{10}$)/, '7')
      .replace(/^(?=9\d{9}$)/, '7'),
  email: text => text.trim().toLowerCase(),
  card: text => text.trim(),
};

/** What is short has no part that fits many. */
const masked: Readonly<Record<Kind, (text: string) => string>> = {
  phone: text => (text.length < 11 ? '***' : `${text.slice(0, 4)}***${text.slice(-4)}`),
  email: () => '***',
  card: text => (text.length < 12 ? '***' : `***${text.slice(-4)}`),
};
