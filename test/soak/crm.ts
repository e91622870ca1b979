import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cleanup } from '../e2e/cleanup.js';

export const CUSTOMERS = 500;
const FIRST_PHONE = 79_621_000_000;
/** Neighbours that are one number to whoever reads them as doubles. */
const FIRST_CARD = 4_700_000_000_001_000_000n;

export const phoneOf = (customer: number) => String(FIRST_PHONE + customer);
export const cardOf = (customer: number) => String(FIRST_CARD + BigInt(customer));

/** What befalls the CRM, one after the other, again and again. */
const schedule = ['well', 'slow', 'errors', 'well', 'resets', 'hangs', 'well', 'restart'] as const;
export type Weather = (typeof schedule)[number];

/** A CRM that misbehaves on a schedule, and knows what is true. */
export interface SoakCrm {
  readonly url: string;
  /** The surnames that a customer was given, in their order. How many they are is what he has in bonuses. */
  writesTo(customer: number): readonly string[];
  /** How many calls came in each weather. */
  readonly calls: Readonly<Record<string, number>>;
  readonly restarts: number;
  readonly weather: Weather;
  /** From now on all is well. */
  calmDown(): Promise<void>;
}

/** @param each milliseconds that each weather lasts */
export async function startSoakCrm(each: number, cleanup: Cleanup): Promise<SoakCrm> {
  const written = Array.from({ length: CUSTOMERS }, (): string[] => []);
  const calls: Record<string, number> = {};
  let weather: Weather = 'well';
  let restarts = 0;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    calls[weather] = (calls[weather] ?? 0) + 1;
    const luck = Math.random();
    if (weather === 'resets' && luck < 0.3) return request.socket.resetAndDestroy();
    if (weather === 'hangs' && luck < 0.3) return;
    if (weather === 'errors' && luck < 0.4) return send(response, 500, '{"error":{"code":"INTERNAL"}}');
    if (weather === 'slow') await delay(Math.random() * 300);
    send(response, 200, replyTo(request, Buffer.concat(chunks).toString('utf8'), written));
    return undefined;
  };
  let server: Server;
  const listen = async (port: number) => {
    server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      answer(request, response).catch(() => request.socket.destroy());
    });
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(port, '127.0.0.1', resolve),
    );
    return (server.address() as AddressInfo).port;
  };
  const down = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const port = await listen(0);

  const end = new AbortController();
  const changing = (async () => {
    for (let turn = 0; !end.signal.aborted; turn++) {
      weather = schedule[turn % schedule.length] ?? 'well';
      if (weather === 'restart') await down();
      await delay(each, undefined, { signal: end.signal }).catch(() => undefined);
      if (weather !== 'restart') continue;
      restarts += 1;
      await listen(port);
    }
    weather = 'well';
  })();
  const calmDown = () => {
    end.abort();
    return changing;
  };
  cleanup(async () => {
    await calmDown();
    await down();
  });
  return {
    url: `http://127.0.0.1:${port}`,
    writesTo: customer => written[customer] ?? [],
    calls,
    get weather() {
      return weather;
    },
    get restarts() {
      return restarts;
    },
    calmDown,
  };
}

/** What the demo's mapping asks for. */
function replyTo({ method, url = '' }: IncomingMessage, body: string, written: readonly string[][]): string {
  const { pathname, searchParams } = new URL(url, 'http://crm');
  const [, collection, key = '', part] = pathname.split('/');
  const customer =
    collection === 'cards'
      ? Number(BigInt(key) - FIRST_CARD)
      : Number(key === '' ? Number(searchParams.get('phone') ?? Number.NaN) - FIRST_PHONE : key);
  const writes = written[customer];
  if (!writes) return '{"items":[],"total":0}';
  if (method !== 'GET') {
    writes.push((JSON.parse(body) as { lastName: string }).lastName);
    return `{"id":${customer}}`;
  }
  if (part === 'bonuses') return `{"total":${writes.length}.5,"available":${customer},"lots":[]}`;
  if (part === 'receipts') {
    const line = `{"title":"item ${customer}","sum":${customer},"quantity":0.75,"bonus":1}`;
    return `{"items":[{"closedAt":"2026-03-02T01:30:00+03:00","store":{"name":"store ${customer}"},"lines":[${line}]}]}`;
  }
  const card = `{"number":${cardOf(customer)},"status":"ACTIVE","barcodeType":"CODE128","customerId":${customer}}`;
  if (collection === 'cards') return card;
  return `{"items":[{"id":${customer},"blocked":false,"card":${card}}],"total":1}`;
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
