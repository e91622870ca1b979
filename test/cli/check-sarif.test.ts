import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import { expect, it } from 'vitest';
import { findingCodes } from '../../src/document/codes/catalogue.js';
import { folderOf, minimal } from '../config/reading.js';
import { runCli } from './capture.js';

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly [{ readonly physicalLocation: Record<string, unknown> }];
      }[];
    },
  ];
}

/** The schema of OASIS, as the package of SARIF's own tools has it. */
const schema = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
    'utf8',
  ),
);
// The formats are asked of the addresses alone, below.
const validate = new AjvDraft04.default({
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
}).compile(schema);

async function sarif(files: Record<string, string>, ...argv: string[]): Promise<Log & { code: number }> {
  const { code, stdout } = await runCli(['check', '--sarif', ...argv], { cwd: folderOf(files) });
  const log = JSON.parse(stdout);
  validate(log);
  expect(validate.errors).toBe(null);
  return { ...log, code };
}

const mapping =
  'mapping: 1\nname: x\napi: "1.0.0"\ncrm: { baseUrl: "https://crm.test", timeout: soon }\n' +
  'operations: { findCard: { unsupported: a }, getCard: { unsupported: a } }\nnam: y\n';

it('is what the standard says, with or without findings', async () => {
  expect((await sarif({ 'crm.yaml': mapping }, 'crm.yaml')).code).toBe(1);
  const selftest = 'selftest: 1\nknown: { phone: "79620480100", cardNumber: "1" }\n';
  const { code, runs } = await sarif({ 'selftest.yaml': selftest }, 'selftest.yaml');
  expect({ code, results: runs[0].results }).toEqual({ code: 0, results: [] });
});

it('says of each finding its rule, its level, what to do, and the words in the file', async () => {
  const { runs } = await sarif({ 'crm мой.yaml': mapping }, 'crm мой.yaml');
  const [{ tool, results }] = runs;
  expect(results.map(({ ruleId, level }) => `${level} ${ruleId}`)).toEqual([
    'error wrong-value',
    'note left-out-operations',
    'error unknown-key',
  ]);
  expect(results[1]?.message.text).toMatch(/^of revision 1\.0\.0 .*\nmap them, or say why not/);
  expect(results[2]?.locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: 'crm%20%D0%BC%D0%BE%D0%B9.yaml' },
        region: { startLine: 6, startColumn: 1, endLine: 6, endColumn: 4 },
      },
    },
  ]);
  for (const { ruleId, ruleIndex } of results)
    expect(tool.driver.rules[ruleIndex]).toMatchObject({ id: ruleId });
});

it('has of each rule what GitHub asks for', async () => {
  const { runs } = await sarif({ 'crm.yaml': mapping }, 'crm.yaml');
  const [{ tool }] = runs;
  for (const rule of tool.driver.rules) {
    const { summary, bad, good } = findingCodes[rule.id as keyof typeof findingCodes];
    expect(rule).toMatchObject({ shortDescription: { text: summary }, fullDescription: { text: summary } });
    const help = rule.help as { text: string; markdown: string };
    for (const example of [bad, good])
      expect([help.text, help.markdown]).toEqual([
        expect.stringContaining(example),
        expect.stringContaining(example),
      ]);
  }
  expect(tool.driver).toMatchObject({ name: 'loyalty-gw', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
});

it('names a file that lies elsewhere by its address', async () => {
  const there = folderOf({ 'crm.yaml': mapping });
  const { runs } = await sarif({}, `${there}/crm.yaml`);
  expect(JSON.stringify(runs[0].results[0])).toContain(`"uri":"file://${there}/crm.yaml"`);
});

it('holds no secret of a config, nor how long one is', async () => {
  const config = minimal('listn: 1', { password: '"geheim\\nis"' });
  const files = { 'crm.yaml': mapping, 'gw.yaml': config };
  const log = await sarif(files, '--config', 'gw.yaml');
  expect(JSON.stringify(log)).not.toContain('geheim');
  const ofPassword = log.runs[0].results.find(({ message }) => message.text.includes('line breaks'));
  expect(ofPassword?.locations[0].physicalLocation.region).toEqual({
    startLine: 4,
    startColumn: 15,
    endLine: 4,
    endColumn: 16,
  });
});

it('is not printed beside JSON', async () => {
  const { code, stdout, stderr } = await runCli(['check', '--json', '--sarif', 'crm.yaml'], { cwd: '/' });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^loyalty-gw: option '--sarif' cannot be used with option '--json'\n$/);
});
