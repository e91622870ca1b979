import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { Document } from '../../src/document/document.js';
import { startGateway } from '../../src/gateway/start.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { Mapping } from '../../src/mapping/mapping.js';
import { beside, configOf, minimal } from '../config/reading.js';
import { expectAllowed, type HttpResponse, responsesIn } from './http-responses.js';

/** A gateway as `serve` starts it, with the shipped mapping, between raw sockets and a CRM that always says yes. */
export interface GatewayScene {
  /** What the CRM was asked, as `GET /cards/1`; all but what `expectAlive` asks. */
  readonly calls: string[];
  /** The lines of the log. */
  readonly log: string[];
  /** Sends bytes as they are, in pieces, and ends; gives what came back until the connection was closed. */
  send(pieces: readonly Uint8Array[]): Promise<Received>;
  /** Sees that an ordinary request gets its ordinary answer. */
  expectAlive(): Promise<void>;
}

export interface Received {
  readonly responses: readonly HttpResponse[];
}

export const credentials = `Basic ${Buffer.from('koshelek:koshelek-demo').toString('base64')}`;

const card = { number: 4700000000000072, status: 'ACTIVE', barcodeType: 'EAN13', customerId: 7 };
/** A good reply to everything that the mapping asks. */
const reply = JSON.stringify({
  ...card,
  ...{ items: [], total: 1, available: 1, lots: [], ok: true, phone: '+79620480100' },
  customer: { id: 7, card },
});

/** A card number that only `expectAlive` asks for. */
const alive = 'alive';

async function readMapping(): Promise<Mapping> {
  const document = await Document.read(join(import.meta.dirname, '../../mappings/demo-crm.yaml'));
  const given = { CRM_URL: 'http://127.0.0.1', CRM_TOKEN: 'token-of-tests' };
  const read = loadMapping(document, { given, unset: 'error' });
  if (!read) throw new Error(JSON.stringify(document.findings));
  return read;
}

// Once, for it takes longer than all else here.
const mapping = await readMapping();

export async function startScene(): Promise<GatewayScene> {
  const calls: string[] = [];
  const crm = createServer((request, response) => {
    const path = request.url ?? '';
    if (path !== `/cards/${alive}` && path !== `/cards/${alive}/bonuses`)
      calls.push(`${request.method} ${path}`);
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(reply));
  });
  await new Promise<void>(resolve => crm.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void crm.close().closeAllConnections());

  const baseUrl = `http://127.0.0.1:${(crm.address() as AddressInfo).port}`;
  const log: string[] = [];
  // Who guesses is answered later and later, which thousands of wrong logins would wait for.
  const patient = 'limits: { attempts: { free: 1000000, freePerAddress: 1000000 } }\n';
  const config = await configOf(minimal(beside + patient));
  const gateway = await startGateway(
    config,
    { ...mapping, crm: { ...mapping.crm, baseUrl } },
    { write: line => void log.push(line) },
  );
  onTestFinished(() => gateway.close());

  const port = Number(new URL(gateway.url).port);
  const send = (pieces: readonly Uint8Array[]) => exchange(port, pieces);
  return { calls, log, send, expectAlive: () => expectAlive(send) };
}

async function expectAlive(send: GatewayScene['send']): Promise<void> {
  const text = `GET /v1/card/${alive} HTTP/1.1\r\nHost: test\r\nAuthorization: ${credentials}\r\n\r\n`;
  const [response, ...others] = (await send([Buffer.from(text)])).responses;
  expect(others).toEqual([]);
  expect(response?.status).toBe(200);
  expect(JSON.parse(response?.body ?? '')).toEqual({
    card: {
      cardNumber: '4700000000000072',
      cardState: 'active',
      barcode: { barcodeNumber: '4700000000000072', barcodeType: 'EAN_13' },
      bonus: { total: '1', available: '1', bonuses: [] },
    },
  });
}

/** Nothing that passes comes near it. */
const patience = 20_000;

/**
 * One connection from its beginning to its end. All that arrives is responses, each as the API demands; where the
 * connection is reset, what was on its way is lost, and the last one may be cut.
 */
async function exchange(port: number, pieces: readonly Uint8Array[]): Promise<Received> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const chunks: Buffer[] = [];
  socket.on('data', chunk => chunks.push(chunk));
  const closed = new Promise<boolean>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the connection stays open')), patience);
    let isReset = false;
    socket.on('error', () => {
      isReset = true;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(isReset);
    });
  });
  try {
    for (const piece of pieces) {
      await new Promise(resolve => socket.write(piece, resolve));
      // So that the pieces arrive as pieces, mostly.
      await new Promise(setImmediate);
    }
    socket.end();
    const isReset = await closed;
    const responses = read(Buffer.concat(chunks), isReset);
    responses.forEach(expectAllowed);
    return { responses };
  } finally {
    socket.destroy();
  }
}

function read(received: Buffer, isReset: boolean): HttpResponse[] {
  try {
    return responsesIn(received);
  } catch (error) {
    if (!isReset) throw error;
    return [];
  }
}
