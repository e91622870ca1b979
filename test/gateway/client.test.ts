import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { networkList } from '../../src/config/networks.js';
import { addressOf, isIn, networkOf } from '../../src/gateway/client.js';
import { call, error, rawConnection, requestText, startGateway } from './start-gateway.js';

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

const proxies = networkList(['10.0.0.0/8', '2001:db8:1::/48']);

test.each<[string, string, string | undefined, string]>([
  ['no header', '10.0.0.1', undefined, '10.0.0.1'],
  ['the client of a trusted proxy', '10.0.0.1', '192.0.2.7', '192.0.2.7'],
  ['what the client made up stands in front', '10.0.0.1', '203.0.113.9, 192.0.2.7', '192.0.2.7'],
  ['two trusted proxies', '10.0.0.1', '203.0.113.9, 192.0.2.7, 10.0.0.2', '192.0.2.7'],
  ['a client that is no proxy says nothing', '192.0.2.1', '203.0.113.9', '192.0.2.1'],
  ['trusted all the way', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['garbage', '10.0.0.1', '203.0.113.9, unknown', '10.0.0.1'],
  ['an empty header', '10.0.0.1', '', '10.0.0.1'],
  ['a port behind IPv4', '10.0.0.1', '192.0.2.7:4711', '192.0.2.7'],
  ['IPv6', '10.0.0.1', '2001:db8::7', '2001:db8::7'],
  ['IPv6 in brackets with a port', '2001:db8:1::2', '[2001:db8::7]:4711', '2001:db8::7'],
  ['IPv4 over a socket of IPv6', '::ffff:10.0.0.1', '::ffff:192.0.2.7', '192.0.2.7'],
  ['the name of an interface', 'fe80::1%eth0', undefined, 'fe80::1'],
])('the address of a request: %s', (_, remote, forwarded, address) => {
  expect(addressOf(from(remote, forwarded), proxies)).toBe(address);
});

test('nobody is believed where no proxy is trusted', () => {
  expect(addressOf(from('10.0.0.1', '192.0.2.7'), undefined)).toBe('10.0.0.1');
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  ['192.0.2.0/24', '192.0.2.255', true],
  ['192.0.2.0/24', '192.0.3.0', false],
  ['192.0.2.7', '192.0.2.7', true],
  ['192.0.2.7', '192.0.2.8', false],
  ['2001:db8::/32', '2001:db8:ffff::1', true],
  ['2001:db8::/32', '2001:db9::1', false],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['192.0.2.0/24', 'garbage', false],
])('%s and %s: %s', (network, address, expected) => {
  expect(isIn(networkList([network]), address)).toBe(expected);
});

test('a connection of an address that may not call is closed without a word', async () => {
  const { port, url, runs, lines } = await startGateway({
    bounds: { allowed: networkList(['192.0.2.0/24']) },
  });
  const connection = rawConnection(port, requestText('GET /v1/card'));
  expect(await connection.closed.catch(() => '')).toBe('');
  await expect(call(`${url}/v1/card`)).rejects.toThrow('fetch failed');
  expect(runs).toEqual([]);
  expect(lines[0]).toMatchObject({ msg: 'connection refused', client: '127.0.0.1' });
});

test('one that may is served', async () => {
  const { url } = await startGateway({ bounds: { allowed: networkList(['127.0.0.0/8']) } });
  expect((await call(`${url}/v1/card`)).status).toBe(200);
});

test('behind a proxy the address of the client decides, and not what the client says', async () => {
  const { url, runs, lines } = await startGateway({
    bounds: { allowed: networkList(['192.0.2.0/24']), trusted: networkList(['127.0.0.1']) },
  });
  const ask = (forwarded: string) => call(`${url}/v1/card`, { headers: { 'x-forwarded-for': forwarded } });
  expect((await ask('192.0.2.7')).status).toBe(200);
  for (const forwarded of ['203.0.113.9', '192.0.2.7, 203.0.113.9', '', 'garbage']) {
    const refused = await ask(forwarded);
    expect(refused.status).toBe(422);
    expect(refused.headers.get('connection')).toBe('close');
    expect(await refused.json()).toEqual(error('1016'));
  }
  expect(runs).toHaveLength(1);
  expect(lines[1]).toMatchObject({ error: 'clientNotAllowed', client: '203.0.113.9' });
});

test('a proxy that is reached without TLS is told of once', async () => {
  const { url, lines } = await startGateway({ bounds: { trusted: networkList(['127.0.0.1']) } });
  for (const proto of ['https', 'http', 'http, https', 'HTTP']) {
    await call(`${url}/v1/card`, { headers: { 'x-forwarded-proto': proto } });
  }
  const told = lines.filter(({ msg }) => msg === 'requests reach the proxy without TLS');
  expect(told).toMatchObject([{ level: 'warn', proxy: '127.0.0.1' }]);
});
