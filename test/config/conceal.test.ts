import { describe, expect, it } from 'vitest';
import { readConfiguredMapping } from '../../src/config/configured-mapping.js';
import { minimal, read } from './reading.js';

const mapping = [
  'mapping: 1',
  'name: shop',
  'api: "1.0.0"',
  'params:',
  '  CRM_URL: { required: true }',
  '  CRM_TOKEN: { required: true, secret: true }',
  'crm: { baseUrl: "${CRM_URL}" }',
  'operations: {}',
].join('\n');

/** Everything that is found in a config and in the mapping that it names. */
async function allFindings(yaml: string) {
  const reading = await read(yaml, {}, { 'crm.yaml': mapping });
  const { config, document, findings } = reading;
  if (!config) return findings;
  const loaded = await readConfiguredMapping(config, document, {});
  return [...findings, ...loaded.findings];
}

describe('a finding that comes up when the mapping is known', () => {
  it('shows no password on the line above', async () => {
    const [finding] = await allFindings(
      minimal('params: { CRM_URLL: x, CRM_URL: https://crm.test, CRM_TOKEN: token }'),
    );
    expect(finding).toMatchObject({ code: 'unknown-param', line: 5, column: 11 });
    expect(finding?.frame).toBe(
      [
        '4 |     password: ***',
        '5 | params: { CRM_URLL: ***, CRM_URL: ***, CRM_TOKEN: *** }',
        '  |           ^',
      ].join('\n'),
    );
  });

  it('shows no param, for the mapping may call it secret', async () => {
    const params = ['params:', '  CRM_URL: https://crm.test', '  CRM_TOKEM: x', '  CRM_TOKEN: geheim'];
    const [finding] = await allFindings(minimal(params.join('\n')));
    expect(finding?.frame).toBe(
      ['6 |   CRM_URL: ***', '7 |   CRM_TOKEM: ***', '  |   ^', '8 |   CRM_TOKEN: ***'].join('\n'),
    );
  });
});

describe('no frame shows', () => {
  const users = (...lines: string[]) => ['mapping: crm.yaml', 'users:', ...lines].join('\n');
  it.each<[string, string]>([
    ['what stands at a misspelt key', users('  - login: a', '    passwrd: geheim')],
    ['what stands below a misspelt key', minimal('parms:\n  CRM_TOKEN: geheim')],
    ['a password with another quote in it', minimal('basPath: /x', { password: "'ge''heim'" })],
    ['a password of two characters', minimal('basPath: /x', { password: 'hm' })],
    ['a password over several lines', minimal('basPath: /x', { password: '"ge\n      heim"' })],
    ['a password as a block', minimal('basPath: /x', { password: '|\n      geheim' })],
    ['a password behind a block mark', minimal('', { password: '| geheim' })],
    ['a password in braces', minimal('basPath: /x', { password: '{geheim}' })],
    ['a password in brackets', minimal('basPath: /x', { password: '[geheim, [heim]]' })],
    ['a password that is an alias to YAML', minimal('basPath: /x', { password: '*geheim' })],
    ['a password that is a tag to YAML', minimal('basPath: /x', { password: '!geheim' })],
    ['a password that is an anchor to YAML', minimal('basPath: /x', { password: '&geheim' })],
    ['a default of a password', minimal('basPath: /x', { password: '${NOT_SET:-geheim}${NOT_SET}' })],
    ['a password that was commented out', minimal('    # geheim\n    operatons: [] # geheim')],
    ['a user that is no list', 'mapping: crm.yaml\nusers:\n  login: a\n  password: geheim'],
    ['anything of a file that is no YAML', minimal('users: [', { password: 'geheim' })],
  ])('%s', async (_, yaml) => {
    const findings = await allFindings(yaml);
    expect(findings).not.toEqual([]);
    expect(JSON.stringify(findings)).not.toMatch(/heim|\bhm\b/);
  });
});

it('shows what no secret is, and its caret is right behind a hidden value', async () => {
  const yaml = 'users: [{ login: a, password: "geheim" , operations: findCrad }]\nmapping: ${NOT_SET}';
  const [first, second] = await allFindings(yaml);
  expect(first?.frame).toBe(
    [
      '1 | users: [{ login: a, password: *** , operations: findCrad }]',
      `  | ${' '.repeat(48)}^`,
      '2 | mapping: ${NOT_SET}',
    ].join('\n'),
  );
  expect(second?.frame).toContain('2 | mapping: ${NOT_SET}\n  |          ^');
});

it('shows which file a secret was to be read from', async () => {
  const [finding] = await allFindings(minimal('', { password: '{ file: nowhere }' }));
  expect(finding?.frame).toContain('password: { file: nowhere }');
});
