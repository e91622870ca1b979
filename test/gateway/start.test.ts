import { expect, onTestFinished, test } from 'vitest';
import { Document } from '../../src/document/document.js';
import { startGateway } from '../../src/gateway/start.js';
import { loadMapping } from '../../src/mapping/load.js';
import { beside, configOf, minimal } from '../config/reading.js';
import { call, error } from './start-gateway.js';

const CRM = `
mapping: 1
name: shop
api: "1.2.0"
crm: { baseUrl: http://127.0.0.1:1 }
operations:
  getCard: { steps: { nobody: { fail: cardNotFound } } }
  listUsers: { steps: { nobody: { fail: cardNotFound } } }
  sendReceiptQr: { steps: { nobody: { fail: cardNotFound } } }
  issueCard: { steps: { nobody: { fail: cardNotFound } } }
`;

/** A gateway as `serve` starts it, with the operations that it says it has. */
async function start(more: string) {
  const lines: { msg: string; api: string; operations: string[] }[] = [];
  const document = new Document('crm.yaml', CRM);
  const mapping = loadMapping(document, { given: {}, unset: 'error' });
  if (!mapping) throw new Error(JSON.stringify(document.findings));
  const config = await configOf(minimal(`${beside}${more}`, { password: 'secret' }));
  const { url, close } = await startGateway(config, mapping, { write: line => lines.push(JSON.parse(line)) });
  onTestFinished(close);
  return { url, listening: lines[0] };
}

test.each([
  ['', '1.2.0', ['getCard', 'listUsers', 'sendReceiptQr', 'issueCard']],
  ['api: "1.1.0"', '1.1.0', ['getCard', 'listUsers', 'sendReceiptQr']],
  ['api: "1.0.0"', '1.0.0', ['getCard', 'listUsers']],
])('a config with %j listens with revision %s', async (more, api, operations) => {
  const { listening } = await start(more);
  expect(listening).toMatchObject({ msg: 'listening', api });
  expect(new Set(listening?.operations)).toEqual(new Set(operations));
});

test('an operation that is newer than the revision of the config is none', async () => {
  const { url } = await start('api: "1.1.0"');
  const post = (path: string) =>
    call(url + path, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  expect(await (await post('/v1/card/anonymous')).json()).toEqual(error('1011'));
  expect(await (await call(`${url}/v1/card/4700`)).json()).toEqual(error('2001'));
});
