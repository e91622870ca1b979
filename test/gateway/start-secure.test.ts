import { request } from 'node:https';
import { expect, onTestFinished, test } from 'vitest';
import { Document } from '../../src/document/document.js';
import { startGateway } from '../../src/gateway/start.js';
import { loadMapping } from '../../src/mapping/load.js';
import { configOf } from '../config/reading.js';
import { authority, signedBy } from './certificates.js';
import { basic, call } from './start-gateway.js';

const MAPPING = `
mapping: 1
name: shop
api: "1.0.0"
crm: { baseUrl: http://127.0.0.1:1 }
operations:
  findCard: { steps: { nobody: { answer: nothing } } }
  getCard: { steps: { nobody: { fail: cardNotFound } } }
`;

/** RFC 7914 (12). */
const HASH =
  '$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw';

async function start(listen: string, more: string, files: Record<string, string> = {}) {
  const document = new Document('crm.yaml', MAPPING);
  const mapping = loadMapping(document, { given: {}, unset: 'error' });
  if (!mapping) throw new Error(JSON.stringify(document.findings));
  const yaml = `
mapping: crm.yaml
listen: { port: 0${listen} }
admin: { port: 0 }
users: [{ login: koshelek, password: { hash: "${HASH}" }, oldPassword: secret }]
${more}`;
  const running = await startGateway(await configOf(yaml, {}, files), mapping, { write: () => {} });
  onTestFinished(running.close);
  return running;
}

test('a config with TLS is served over HTTPS, and its certificate is in the metrics', async () => {
  const ca = await authority();
  const { cert, key } = await signedBy(ca, { days: 30 });
  const { url, admin } = await start(', tls: { cert: tls.crt, key: tls.key }', '', {
    'tls.crt': cert,
    'tls.key': key,
  });
  expect(url).toMatch(/^https:/);
  const headers = { authorization: basic('koshelek', 'pleaseletmein') };
  const status = await new Promise((resolve, reject) => {
    request(
      `${url}/v1/card?msisdn=79620480100`,
      { ca: ca.cert, servername: 'localhost', headers },
      answer => {
        answer.resume().on('end', () => resolve(answer.statusCode));
      },
    )
      .on('error', reject)
      .end();
  });
  expect(status).toBe(200);
  const metrics = await (await fetch(`${admin}/metrics`)).text();
  const [, expiry] = /^loyalty_gw_certificate_expiry_timestamp_seconds (\d+)$/m.exec(metrics) ?? [];
  expect(Math.round((Number(expiry) - Date.now() / 1_000) / 86_400)).toBe(30);
  expect(metrics).toContain('loyalty_gw_certificate_reloads_total{outcome="failed"} 0');
});

test('without TLS there are no metrics of a certificate', async () => {
  const { admin } = await start('', '');
  expect(await (await fetch(`${admin}/metrics`)).text()).not.toContain('certificate');
});

test('a hash, an old password, networks, proxies and a rate of the config are in force', async () => {
  const more = 'allowFrom: [192.0.2.0/24]\ntrustProxy: [127.0.0.1]\nlimits: { rate: 2/h }';
  const { url } = await start('', more);
  const ask = async (password: string, from: string) => {
    const headers = { authorization: basic('koshelek', password), 'x-forwarded-for': from };
    const answer = await call(`${url}/v1/card?msisdn=79620480100`, { headers });
    return answer.status === 422 ? ((await answer.json()) as { code: string }).code : answer.status;
  };
  expect(await ask('secret', '203.0.113.9')).toBe('1016');
  expect(await ask('wrong', '192.0.2.7')).toBe(401);
  expect(await ask('secret', '192.0.2.7')).toBe(200);
  expect(await ask('pleaseletmein', '192.0.2.7')).toBe(200);
  expect(await ask('secret', '192.0.2.7')).toBe('1014');
});
