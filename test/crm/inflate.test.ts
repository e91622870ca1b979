import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { HttpWire } from '../../src/crm/http-wire.js';
import type { WireReply } from '../../src/crm/wire.js';
import { brotli } from './brotli.js';
import { httpServer } from './local-server.js';

const text = JSON.stringify({ name: 'Мария', number: '4700000000000072783' });
const limits = { timeout: 15_000, maxReply: 100_000 };

async function get(url: string, given = limits): Promise<WireReply> {
  const wire = new HttpWire();
  onTestFinished(() => wire.close());
  return wire.exchange({ method: 'GET', url, headers: {} }, given, new AbortController().signal);
}

/** What a server gets back whose whole reply is this. */
const replied = async (coding: string | string[], body: Uint8Array | string, given = limits) =>
  get(await httpServer((_, response) => response.setHeader('content-encoding', coding).end(body)), given);

const codings: [string, (body: string) => Buffer][] = [
  ['gzip', gzipSync],
  ['GZip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotli],
];

it.each(codings)('reads %s', async (coding, encode) => {
  const { body } = await replied(coding, encode(text));
  expect(Buffer.from(body).toString()).toBe(text);
});

it('offers exactly what it reads, whatever the call says', async () => {
  const url = await httpServer((request, response) => response.end(request.headers['accept-encoding']));
  const { body } = await get(url);
  expect(Buffer.from(body).toString()).toBe('gzip, deflate, br');
});

it('passes over a coding that is none, or that has no body', async () => {
  expect(Buffer.from((await replied('identity', text)).body).toString()).toBe(text);
  expect((await replied('gzip', '')).body.length).toBe(0);
});

it.each(codings)('a bomb of %s is given up at the limit', async (coding, encode) => {
  const bomb = encode('0'.repeat(30_000_000));
  expect(bomb.length).toBeLessThan(limits.maxReply);
  await expect(replied(coding, bomb)).rejects.toMatchObject({
    name: 'WireFault',
    kind: 'unreadable',
    message: 'the reply is larger than 100000 bytes when it is inflated',
  });
});

it.each(codings)('%s may become as large as a reply may be, and no larger', async (coding, encode) => {
  const long = text.repeat(20);
  const maxReply = Buffer.byteLength(long);
  expect((await replied(coding, encode(long), { ...limits, maxReply })).body.length).toBe(maxReply);
  await expect(replied(coding, encode(long), { ...limits, maxReply: maxReply - 1 })).rejects.toMatchObject({
    kind: 'unreadable',
  });
});

it.each(codings)('%s that is cut is no reply', async (coding, encode) => {
  const whole = encode(text.repeat(20));
  for (const length of [1, 5, whole.length >> 1, whole.length - 1])
    await expect(replied(coding, whole.subarray(0, length))).rejects.toMatchObject({
      kind: 'unreadable',
      message: 'the content coding of the reply is broken or cut',
    });
});

it.each<[string, string | string[], Uint8Array | string]>([
  ['two codings', 'gzip, gzip', gzipSync(gzipSync(text))],
  ['two headers', ['gzip', 'br'], brotli(gzipSync(text))],
  ['an unknown coding', 'zstd', text],
  ['a name that objects have', 'constructor', text],
  ['plain text that says it is gzip', 'gzip', text],
  ['deflate that is cut', 'deflate', deflateRawSync(text.repeat(50)).subarray(0, 20)],
])('refuses %s', async (_, coding, body) => {
  await expect(replied(coding, body)).rejects.toMatchObject({ name: 'WireFault', kind: 'unreadable' });
});

it('reads deflate without its frame, as many servers send it', async () => {
  expect(await replied('deflate', deflateRawSync(text))).toMatchObject({ status: 200 });
});

it('says of a body that only the end of the connection ends that it may be cut', async () => {
  const told = await get(await httpServer((_, response) => response.end('abc')));
  expect(told.mayBeCut).toBeUndefined();
  const untold = await httpServer((_, response) => {
    response.useChunkedEncodingByDefault = false;
    response.removeHeader('transfer-encoding');
    response.writeHead(200, { connection: 'close' });
    response.write('abc');
    response.end();
  });
  expect((await get(untold)).mayBeCut).toBe(true);
});
