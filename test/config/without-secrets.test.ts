import { expect, it } from 'vitest';
import { withoutSecrets } from '../../src/config/without-secrets.js';

it('logins and passwords are others, and what may be a secret is gone, as card numbers are where they are not asked for', () => {
  const users = [
    { login: 'koshelek', password: 'invented', operations: ['getCard'] },
    { login: '${LOGIN}', password: { file: '/run/secrets/x' } },
  ];
  const cards = { key: '${CARDS_KEY}', pool: {} };
  const config = {
    users,
    mapping: 'crm.yaml',
    params: { CRM_TOKEN: '${CRM_TOKEN}', OTHER: { file: '/run/secrets/x' }, CARDS: 'gateway', PAGE: 100 },
    log: { level: 'debug', key: '${LOG_KEY}' },
    shared: '${SHARED_URL}',
    tracing: { endpoint: 'http://127.0.0.1:4318', headers: { authorization: '${OTLP}' } },
    cards,
  };
  const without = {
    users: [
      { login: 'user-1', password: 'not-read', operations: ['getCard'] },
      { login: 'user-2', password: 'not-read' },
    ],
    mapping: 'crm.yaml',
    params: { CARDS: 'gateway', PAGE: 100 },
    log: { level: 'debug' },
  };
  expect(withoutSecrets(config, 'none')).toEqual(without);
  expect(withoutSecrets(config, 'cards')).toEqual({ ...without, cards });
});

it.each([
  [undefined],
  ['text'],
  [[1]],
  [{}],
  [{ users: 'koshelek' }],
  [{ params: [], log: 7, listen: 'x' }],
  [{ users: [null, 'koshelek', {}, { operations: [] }] }],
])('what is wrong stays wrong: %j', value => {
  expect(withoutSecrets(value, 'none')).toEqual(value);
});
