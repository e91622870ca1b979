import { expect, it } from 'vitest';
import { withoutSecrets } from '../../src/config/without-secrets.js';

it('logins and passwords are others, params are gone, and card numbers where they are not asked for', () => {
  const users = [
    { login: 'koshelek', password: 'invented', operations: ['getCard'] },
    { login: '${LOGIN}', password: { file: '/run/secrets/x' } },
  ];
  const cards = { key: '${CARDS_KEY}', pool: {} };
  const config = { users, mapping: 'crm.yaml', params: { CRM_TOKEN: 'invented' }, cards };
  const without = {
    users: [
      { login: 'user-1', password: 'not-read', operations: ['getCard'] },
      { login: 'user-2', password: 'not-read' },
    ],
    mapping: 'crm.yaml',
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
  [{ users: [null, 'koshelek', {}, { operations: [] }] }],
])('what is wrong stays wrong: %j', value => {
  expect(withoutSecrets(value, 'none')).toEqual(value);
});
