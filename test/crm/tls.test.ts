import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { CERTIFICATE } from './certificate.js';
import {
  CA,
  CLIENT_CERTIFICATE,
  CLIENT_KEY,
  PASSPHRASE,
  SERVER_CERTIFICATE,
  SERVER_KEY,
} from './private-ca.js';
import { clientOf, mappingFor, realCrm } from './real-crm.js';

const FILES = {
  'ca.pem': CA,
  'cert.pem': CLIENT_CERTIFICATE,
  'key.pem': CLIENT_KEY,
  'other.pem': CERTIFICATE,
  'no.pem': 'no PEM',
};

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tls-'));
  onTestFinished(() => rm(path, { recursive: true }));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(path, name), text);
  return path;
}

const secrets = { params: 'PASS: { secret: true }\nDIR: {}' };

/** A CRM that lets in only who shows a certificate of its CA. */
const mutual = (asked: () => void = () => {}) =>
  realCrm(
    () => {
      asked();
      return { body: { ok: true } };
    },
    { key: SERVER_KEY, cert: SERVER_CERTIFICATE, ca: CA, requestCert: true, rejectUnauthorized: true },
  );

it('shows a client certificate to a server of a private CA', async () => {
  const given = { DIR: await folder(), PASS: PASSPHRASE };
  const crm =
    'tls: { ca: "${DIR}/ca.pem", cert: "${DIR}/cert.pem", key: "${DIR}/key.pem", passphrase: "${PASS}" }';
  const { run } = clientOf(await mutual(), crm, undefined, { ...secrets, given });
  const { failure, values } = await run();
  expect(failure).toBeUndefined();
  expect(values.a).toEqual({ ok: true });
});

it('is not let in without one, and trusts no stranger', async () => {
  let asked = 0;
  const url = await mutual(() => {
    asked += 1;
  });
  const given = { DIR: await folder() };
  const without = clientOf(url, 'tls: { ca: "${DIR}/ca.pem" }', undefined, { ...secrets, given });
  expect((await without.run()).failure).toMatch(/^crmUnavailable/);
  const trusting = clientOf(url, '', undefined, secrets);
  expect((await trusting.run()).failure).toMatch(/^crmUnavailable: the connection failed/);
  expect(asked).toBe(0);
});

it.each<[string, RegExp, code?: string]>([
  ['ca: "${DIR}/none.pem"', /none\.pem cannot be read: no such file$/],
  ['ca: "${DIR}/no.pem"', /^this file holds no certificate in PEM that can be read \(/],
  [
    'cert: "${DIR}/cert.pem", key: "${DIR}/key.pem", passphrase: "${PASS}"',
    /^the certificate and its key cannot be used/,
  ],
  [
    'cert: "${DIR}/other.pem", key: "${DIR}/key.pem", passphrase: open-sesame',
    /^the certificate and its key cannot be used/,
  ],
  ['cert: "${DIR}/cert.pem"', /^a client certificate is two files: cert, and key/, 'missing-key'],
])('is a finding: { %s }', async (fields, message, code = 'tls-file') => {
  const given = { DIR: await folder(), PASS: 'wrong-one' };
  const { mapping, findings } = mappingFor('http://crm.test', `tls: { ${fields} }`, undefined, {
    ...secrets,
    given,
  });
  expect(mapping).toBeUndefined();
  const errors = findings.filter(({ level }) => level === 'error');
  expect(errors).toMatchObject([{ code, message: expect.stringMatching(message) }]);
});
