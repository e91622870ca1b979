import { expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import { type FileKind, isOtherKind } from '../../src/document/file-kind.js';

const texts = {
  config: 'users: []\nmapping: crm.yaml',
  mapping: 'mapping: 1\noperations: {}',
  'test file': 'test: 1\nmapping: crm.yaml\ncases: []',
  'selftest file': 'selftest: 1\nknown: {}',
  'none of them': 'listen: {}',
  'two of them': 'users: []\noperations: {}',
};

it.each<[keyof typeof texts, FileKind, string | undefined]>([
  ['config', 'mapping', 'this is a config (it has users:), not a mapping'],
  ['config', 'test file', 'this is a config (it has users:), not a test file'],
  ['mapping', 'config', 'this is a mapping (it has operations:), not a config'],
  ['test file', 'mapping', 'this is a test file (it has cases:), not a mapping'],
  ['selftest file', 'mapping', 'this is a selftest file (it has selftest:), not a mapping'],
  ['config', 'selftest file', 'this is a config (it has users:), not a selftest file'],
  ['mapping', 'mapping', undefined],
  ['none of them', 'mapping', undefined],
  ['two of them', 'mapping', undefined],
])('a %s named as a %s', (name, expected, message) => {
  const document = new Document('a.yaml', texts[name]);
  expect(isOtherKind(document, expected)).toBe(message !== undefined);
  expect(document.findings.map(finding => finding.message)).toEqual(message ? [message] : []);
});

it('says to somebody who gave a mapping how a config names it', () => {
  const document = new Document('mappings/night.yaml', texts.mapping);
  isOtherKind(document, 'config');
  expect(document.findings[0]?.hint).toMatch(
    /^a config is needed here, which names the mapping: "mapping: night\.yaml" beside its users; dry-run takes/,
  );
});

it.each([
  'mapping: crm.yaml\nusers: [{ login: a, password: geheim }]\noperations: {}',
  '{"mapping": "crm.yaml",\n "users": [{"login": "a", "password": "geheim",}\n "x"}',
  'user:\n  - { login: a, password: geheim }\noperations: [',
  'usres:\n  - { login: a, password: geheim }\n\toperations: [',
])('shows no line of what may be a config: %j', text => {
  const document = new Document('a.yaml', text);
  isOtherKind(document, 'mapping');
  document.error('yaml', ['users'], 'any');
  expect(JSON.stringify(document.findings)).not.toContain('geheim');
});

it('shows the lines of a mapping that speaks of users', () => {
  const document = new Document('a.yaml', 'operations:\n  listUsers:\n    body: { users: 1 }\n    users: 2');
  document.error('yaml', ['operations', 'listUsers', 'users'], 'any');
  expect(document.findings[0]?.frame).toContain('users: 2');
});
