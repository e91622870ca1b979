import { beforeAll, expect, it } from 'vitest';
import { findingsOfConfig } from '../../src/config/configured-mapping.js';
import { authority, type Pair, signedBy } from '../gateway/certificates.js';
import { findingsOf, minimal, read } from './reading.js';

let ca: Pair;
let good: Pair;
let other: Pair;
let soon: Pair;
let past: Pair;
beforeAll(async () => {
  ca = await authority();
  [good, other, soon, past] = await Promise.all([
    signedBy(ca),
    signedBy(ca),
    signedBy(ca, { days: 5 }),
    signedBy(ca, { days: -3 }),
  ]);
});

const mapping = `mapping: 1
name: shop
api: "1.0.0"
crm: { baseUrl: http://127.0.0.1:1 }
operations:
  findCard: { steps: { nobody: { answer: nothing } } }
  getCard: { steps: { nobody: { fail: cardNotFound } } }
`;

/** What `check --config` says of the config, with warnings. */
async function checked(listen: string): Promise<string[]> {
  const files = {
    'crm.yaml': mapping,
    'cert.pem': good.cert,
    'key.pem': good.key,
    'other-key.pem': other.key,
    'soon.pem': soon.cert,
    'soon-key.pem': soon.key,
    'past.pem': past.cert,
    'past-key.pem': past.key,
    'ca.pem': ca.cert,
    'no.pem': 'no PEM',
  };
  const reading = await read(minimal(listen), {}, files);
  const findings = await findingsOfConfig(reading, {});
  return findings
    .filter(({ level }) => level !== 'notice')
    .map(({ line, column, level, code, message }) =>
      `${line}:${column} ${level} ${code} ${message}`.replaceAll(reading.folder, '/etc/gw'),
    );
}

it.each<[string, ...(string | RegExp)[]]>([
  ['cert: cert.pem, key: key.pem'],
  ['cert: cert.pem, key: key.pem, minVersion: 1.3, clientCa: ca.pem, clientCertificate: optional'],
  ['cert: none.pem, key: key.pem', '5:24 error tls-file /etc/gw/none.pem cannot be read: no such file'],
  ['cert: no.pem, key: key.pem', /^5:24 error tls-file \/etc\/gw\/no\.pem: this file holds no certificate/],
  ['cert: cert.pem, key: other-key.pem', /^5:39 error tls-file the certificate and its key cannot be used/],
  ['cert: cert.pem, key: key.pem, clientCa: no.pem', /^5:58 error tls-file \S+: this file holds no/],
  ['cert: past.pem, key: past-key.pem', /^5:24 warning tls-file the certificate has expired on \d{4}-/],
  ['cert: soon.pem, key: soon-key.pem', /^5:24 warning tls-file the certificate expires on \d{4}-/],
])('the files of TLS are tried out: { %s }', async (tls, ...messages) => {
  const found = await checked(`listen: { tls: { ${tls} } }`);
  expect(found).toEqual(
    messages.map(text => (typeof text === 'string' ? text : expect.stringMatching(text))),
  );
});

it.each([
  ['minVersion: 1.1', '5:49 unknown-value "minVersion" must be "1.2" or "1.3"'],
  [
    'clientCertificate: optional',
    '5:56 wrong-value clients show certificates where clientCa says who signs them',
  ],
])('refuses { %s }', async (field, message) => {
  expect(await findingsOf(minimal(`listen: { tls: { cert: c, key: k, ${field} } }`))).toEqual([
    expect.stringContaining(message.slice(5)),
  ]);
});

const plain = (host: string) =>
  `5:1 warning no-tls it listens on ${host} without TLS: passwords and data of customers cross the network in clear`;

it.each([
  ['listen: { host: 127.0.0.1 }'],
  ['listen: { host: 127.8.0.1 }'],
  ['listen: { host: localhost }'],
  ['listen: { host: "::1" }'],
  ['listen: { host: 0.0.0.0, tls: { cert: cert.pem, key: key.pem } }'],
  ['listen: { host: 0.0.0.0 }\ntrustProxy: [10.0.0.0/8]'],
  ['listen: { host: 0.0.0.0 }', plain('0.0.0.0')],
  ['listen: { host: "::" }', plain('::')],
  ['listen: { host: 10.0.0.1 }', plain('10.0.0.1')],
  ['listen: { host: loyalty.example.com }', plain('loyalty.example.com')],
])('%s', async (listen, ...messages) => {
  expect(await checked(listen)).toEqual(messages);
});

it.each(['10.0.0.0/33', '10.0.0', '2001:db8::/129', 'example.com', '10.0.0.0/', 'fe80::1%eth0', ''])(
  'the network %j is none',
  async network => {
    expect(await findingsOf(minimal(`allowFrom: ["${network}"]`))).toEqual([
      expect.stringMatching(/^5:13 wrong-value this must be an address such as 192\.0\.2\.7/),
    ]);
  },
);

it('a list of networks that is empty lets nobody call', async () => {
  expect(await findingsOf(minimal('allowFrom: []'))).toEqual([
    '5:12 wrong-value this must name at least one network',
  ]);
});

it.each<[string, string[]]>([
  ['listen: { port: 8080 }\nadmin: { port: 9090 }', []],
  ['listen: { port: 0 }\nadmin: { port: 0 }', []],
  ['listen: { host: 127.0.0.1, port: 9000 }\nadmin: { host: 127.0.0.2, port: 9000 }', []],
  // Where nobody asks for it, it gives way.
  ['listen: { port: 9090 }', []],
  [
    'listen: { port: 9000 }\nadmin: { port: 9000 }',
    ['6:16 error wrong-value port 9000 is that of listen: both cannot have it'],
  ],
  [
    'listen: { host: 127.0.0.1, port: 9000 }\nadmin: { host: 0.0.0.0, port: 9000 }',
    ['6:31 error wrong-value port 9000 is that of listen: both cannot have it'],
  ],
])('the admin listener and the gateway need two addresses: %j', async (lines, findings) => {
  expect(await checked(lines)).toEqual(findings);
});
