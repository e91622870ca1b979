import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cleanup } from '../cleanup.js';
import { listenOnLoopback } from '../loopback.js';

/** Milliseconds that the mapping of the storm gives a call. */
const TIMEOUT = 1_500;

/**
 * Milliseconds after the beginning of an operation in which its write may still be done: longer than the gateway waits,
 * and shorter than a reservation, however busy this machine is. What comes later is not done.
 */
export const LATEST = 6_000;

/** A CRM that fails as CRMs do, and knows the truth: who got which number, and what was written when it need not be. */
export interface StormCrm {
  readonly url: string;
  /** For each number the phones that it was issued to, in the order in which that was done. */
  readonly issued: ReadonlyMap<string, readonly string[]>;
  /** Numbers that were written again, once they were issued, without having been looked for in between. */
  readonly writtenAgain: readonly string[];
  /** Numbers that were written twice to the same person, because the first time was done after he was looked for. */
  readonly lateTwice: readonly string[];
  /** How often each fate befell a call. */
  readonly fates: Readonly<Record<string, number>>;
  /** From now on nothing fails. */
  calmDown(): void;
}

/** What befalls a write, by how often it does: done or not, answered or not. */
const fatesOfWrites = {
  done: 46,
  'done slowly': 8,
  'done, answered too late': 6,
  'done when nobody waits any more': 8,
  'not done, never answered': 6,
  'done, then reset': 6,
  'reset at once': 6,
  'done, answered 500': 4,
  'not done, answered 500': 4,
  'done, reply cut': 2,
  'refused with 422': 4,
};

const fatesOfReads = { answered: 90, 'answered slowly': 4, 'answered 500': 3, reset: 2, 'never answered': 1 };

type Fates = Readonly<Record<string, number>>;

export async function startStormCrm(cleanup: Cleanup): Promise<StormCrm> {
  const issued = new Map<string, string[]>();
  /** How many writes of a number there is reason for: one, and one more each time that it is certain to be nobody's. */
  const reasons = new Map<string, number>();
  const writes = new Map<string, number>();
  const writtenAgain: string[] = [];
  const lateTwice: string[] = [];
  const fates: Record<string, number> = {};
  let isCalm = false;

  const fateAmong = <F extends Fates>(among: F, usual: keyof F & string): keyof F & string => {
    const fate = isCalm ? usual : drawn(among);
    fates[fate] = (fates[fate] ?? 0) + 1;
    return fate;
  };

  const write = async (request: IncomingMessage, response: ServerResponse) => {
    const { cardNumber, phone, begun } = JSON.parse(await bodyOf(request)) as Write;
    const isLate = () => Date.now() > begun + LATEST;
    const fate = isLate() ? 'not done, never answered' : fateAmong(fatesOfWrites, 'done');
    add(writes, cardNumber);
    const before = issued.get(cardNumber);
    const isNeedless = (writes.get(cardNumber) ?? 0) > 1 + (reasons.get(cardNumber) ?? 0);
    if (before) (isNeedless ? writtenAgain : lateTwice).push(cardNumber);
    const issue = () => {
      if (isLate()) return;
      const phones = issued.get(cardNumber) ?? [];
      issued.set(cardNumber, [...phones, phone]);
    };
    const { socket } = request;
    switch (fate) {
      case 'done':
        issue();
        return reply(response, 201, { cardNumber });
      case 'done slowly':
        await delay(Math.random() * 0.5 * TIMEOUT);
        issue();
        return reply(response, 201, { cardNumber });
      case 'done, answered too late':
        issue();
        await delay(TIMEOUT * 1.5);
        return reply(response, 201, { cardNumber });
      case 'done when nobody waits any more':
        await delay(TIMEOUT * (1 + 2 * Math.random()));
        return issue();
      case 'not done, never answered':
        return;
      case 'done, then reset':
        issue();
        return socket.resetAndDestroy();
      case 'reset at once':
        return socket.resetAndDestroy();
      case 'done, answered 500':
        issue();
        return reply(response, 500, { error: 'INTERNAL' });
      case 'not done, answered 500':
        return reply(response, 500, { error: 'INTERNAL' });
      case 'done, reply cut':
        issue();
        response.writeHead(201, { 'content-type': 'application/json', 'content-length': 100 }).write('{"ca');
        await delay(5);
        return socket.destroy();
      case 'refused with 422':
        add(reasons, cardNumber);
        return reply(response, 422, { error: 'REJECTED' });
    }
  };

  const read = async (request: IncomingMessage, response: ServerResponse) => {
    const number = request.url?.split('/').at(-1) ?? '';
    const answer = () => {
      const phone = issued.get(number)?.[0];
      if (phone !== undefined) return reply(response, 200, { number, phone });
      add(reasons, number);
      reply(response, 404, { error: 'NO_SUCH_CARD' });
    };
    switch (fateAmong(fatesOfReads, 'answered')) {
      case 'answered':
        return answer();
      case 'answered slowly':
        await delay(Math.random() * 0.5 * TIMEOUT);
        return answer();
      case 'answered 500':
        return reply(response, 500, { error: 'INTERNAL' });
      case 'reset':
        return request.socket.resetAndDestroy();
      case 'never answered':
        return;
    }
  };

  const server = createServer({ keepAlive: true }, (request, response) => {
    const work = request.method === 'POST' ? write : read;
    // The gateway may be killed in the middle of a body.
    work(request, response).catch(() => request.socket.destroy());
  });
  const { port } = await listenOnLoopback(server, cleanup);
  return {
    url: `http://127.0.0.1:${port}`,
    issued,
    writtenAgain,
    lateTwice,
    fates,
    calmDown: () => {
      isCalm = true;
    },
  };
}

interface Write {
  readonly cardNumber: string;
  readonly phone: string;
  /** When its operation began: milliseconds since 1970. */
  readonly begun: number;
}

function add(to: Map<string, number>, key: string): void {
  to.set(key, (to.get(key) ?? 0) + 1);
}

function drawn<F extends Fates>(fates: F): keyof F & string {
  const entries = Object.entries(fates);
  let left = Math.random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [fate, weight] of entries) {
    left -= weight;
    if (left < 0) return fate;
  }
  return entries[0]?.[0] ?? '';
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
