import { expect, it } from 'vitest';
import { withoutSecrets } from '../../src/config/without-secrets.js';

it('logins and passwords are others, params and card numbers are gone', () => {
  const users = [
    { login: 'koshelek', password: 'invented', operations: ['getCard'] },
    { login: '${LOGIN}', password: { file: '/run/secrets/x' } },
  ];
  const cards = { key: '${CARDS_KEY}', pool: {} };
  expect(withoutSecrets({ users, mapping: 'crm.yaml', params: { CRM_TOKEN: 'invented' }, cards })).toEqual({
    users: [
      { login: 'user-1', password: 'not-read', operations: ['getCard'] },
      { login: 'user-2', password: 'not-read' },
    ],
    mapping: 'crm.yaml',
  });
});

it.each([
  [undefined],
  ['text'],
  [[1]],
  [{}],
  [{ users: 'koshelek' }],
  [{ users: [null, 'koshelek', {}, { operations: [] }] }],
])('what is wrong stays wrong: %j', value => {
  expect(withoutSecrets(value)).toEqual(value);
});
