import { expect, test } from 'vitest';
import { runCli } from '../cli/capture.js';
import { folderOf } from './reading.js';

const crm = (more: string) => `mapping: 1
name: shop
api: "1.0.0"
crm: { baseUrl: "https://crm.test"${more} }
operations: { findCard: { unsupported: no }, getCard: { unsupported: no } }
`;
const rotating = `, auth: { oauth2: {
  tokenUrl: https://crm.test/token, grant: refresh_token, refreshToken: "\${SECRET}", clientId: shop, clientSecret: "\${SECRET}" } }`;
const redis = 'shared: redis://127.0.0.1:6379\n';

/** What check says of a config with several replicas: the lines and messages of its warnings. */
async function warnings(config: string, mapping = crm('')): Promise<string[]> {
  const yaml = `mapping: crm.yaml\nusers: [{ login: koshelek, password: a-long-password }]\n${config}`;
  const cwd = folderOf({ 'gw.yaml': yaml, 'crm.yaml': mapping });
  const { stdout } = await runCli(['check', '--json', 'gw.yaml'], { cwd });
  const { findings } = JSON.parse(stdout) as {
    findings: { line: number; level: string; code: string; message: string }[];
  };
  expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  return findings.filter(({ code }) => code === 'replica-state').map(each => `${each.line} ${each.message}`);
}

const cards = (database: string) =>
  `cards: { key: 0123456789abcdef0123456789abcdef, database: "${database}", pool: {} }\n`;

test.each([
  ['card numbers in a file', cards('cards.db'), crm(''), /^4 .*card numbers are kept in a file/],
  [
    'a rotating refresh token',
    'params: { SECRET: geheimnis }\n',
    `params: { SECRET: { secret: true } }\n${crm(rotating)}`,
    /^3 .*refresh token/,
  ],
  ['the requests of a login', 'limits: { rate: 10/s }\n', crm(''), /^4 .*limits\.rate/],
  ['the calls that the CRM bears', '', crm(', rate: 5/s'), /^3 .*the rate of the mapping/],
])('each replica would keep to itself: %s', async (_, config, mapping, message) => {
  expect(await warnings(`${config}`, mapping)).toEqual([]);
  expect(await warnings(`replicas: true\n${config}`, mapping)).toEqual([expect.stringMatching(message)]);
});

test.each([
  ['card numbers in PostgreSQL', cards('postgres://127.0.0.1/cards'), crm('')],
  ['the requests of a login, in Redis', `limits: { rate: 10/s }\n${redis}`, crm('')],
  ['the calls that the CRM bears, in Redis', redis, crm(', rate: 5/s')],
])('all replicas know: %s', async (_, config, mapping) => {
  expect(await warnings(`replicas: true\n${config}`, mapping)).toEqual([]);
});
