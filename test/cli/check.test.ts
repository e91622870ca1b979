import { expect, it } from 'vitest';
import { folderOf, minimal } from '../config/reading.js';
import { runCli } from './capture.js';

const mapping =
  'mapping: 1\nname: x\napi: "1.0.0"\ncrm: { baseUrl: "https://crm.test" }\n' +
  'operations: { findCard: { unsupported: a }, getCard: { unsupported: a } }\nnam: y\n';
const cases = 'test: 1\nmapping: ./crm.yaml\ncases: []\n';

async function check(files: Record<string, string>, ...argv: string[]) {
  const { code, stdout } = await runCli(['check', '--json', ...argv], { cwd: folderOf(files) });
  return {
    code,
    ...(JSON.parse(stdout) as {
      errors: number;
      findings: { file: string; level: string; message: string }[];
    }),
  };
}

it('counts a mistake of a mapping once, however often the mapping is named', async () => {
  const files = { 'crm.yaml': mapping, 'crm.test.yaml': cases, 'gw.yaml': minimal() };
  const { findings } = await check(files, 'crm.yaml', './crm.yaml', 'crm.test.yaml', '--config', 'gw.yaml');
  const mistakes = findings.filter(({ file, level }) => file === 'crm.yaml' && level !== 'notice');
  expect(mistakes).toMatchObject([{ message: 'unknown key "nam"; did you mean "name"?' }]);
});

it('knows a config that is named like a mapping', async () => {
  const files = { 'crm.yaml': mapping, 'gw.yaml': minimal('basPath: /x') };
  const { findings } = await check(files, 'gw.yaml');
  expect(findings.filter(({ file }) => file === 'gw.yaml')).toMatchObject([
    { message: 'unknown key "basPath"; did you mean "basePath"?' },
  ]);
});

it('tells what is wrong in the mapping of a config that has errors of its own', async () => {
  const messages = async (files: Record<string, string>) =>
    (await check(files, '--config', 'gw.yaml')).findings.map(({ message }) => message);
  const config = minimal('', { password: '${NOT_SET_ANYWHERE}' });
  const unset = expect.stringContaining('needs the environment variable NOT_SET_ANYWHERE');
  expect(await messages({ 'gw.yaml': config, 'crm.yaml': mapping })).toEqual(
    expect.arrayContaining([unset, 'unknown key "nam"; did you mean "name"?']),
  );
  expect(await messages({ 'gw.yaml': config })).toEqual(
    expect.arrayContaining([unset, expect.stringMatching(/^cannot read .*crm\.yaml: no such file$/)]),
  );
});

it('shows no password of a config that is no YAML', async () => {
  const { code, findings } = await check(
    { 'gw.yaml': minimal('listen: [', { password: 'geheim' }) },
    'gw.yaml',
  );
  expect(code).toBe(1);
  expect(JSON.stringify(findings)).not.toContain('geheim');
});

it('says in one line that a test file is not there', async () => {
  const { code, stderr } = await runCli(['check', 'nowhere.test.yaml'], { cwd: folderOf({}) });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'loyalty-gw: cannot read nowhere.test.yaml: no such file\n',
  });
});
