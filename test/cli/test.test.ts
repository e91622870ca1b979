import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../config/reading.js';
import { runCli } from './capture.js';

const fixtures = resolve('test/cli/fixtures');

it('counts one mistake in the files as one', async () => {
  const cwd = folderOf({ 'x.test.yaml': 'test: 1\nmapping: nowhere.yaml\ncases: []\n' });
  const { code, stdout } = await runCli(['test'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toMatch(/\n0 passed, 0 failed, 1 error in the files\n$/);
});

describe('--filter', () => {
  const shown = (...argv: string[]) =>
    runCli(['test', 'failing-cases.yaml', 'secrets-cases.yaml', ...argv], { cwd: fixtures });

  it.each([
    ['a text, in whatever case', 'CRM IS', ['updateCardholder: the CRM is down']],
    [
      'the operation with its colon',
      'updatecardholder: the',
      ['updateCardholder: the name is sent on', 'updateCardholder: the CRM is down'],
    ],
    [
      'a regular expression',
      '/^updateCardholder: (passes|the name)/',
      ['updateCardholder: passes', 'updateCardholder: the name is sent on'],
    ],
    ['a regular expression with flags', '/crm IS down$/gi', ['updateCardholder: the CRM is down']],
    ['a file', 'secrets-', ['updateCardholder: the name is sent on', 'updateCardholder: the CRM is down']],
  ])('chooses cases by %s', async (_, filter, names) => {
    const { code, stdout } = await shown('-f', filter);
    expect(code).toBe(0);
    expect([...stdout.matchAll(/^ {2}ok {4}(.*)$/gm)].map(([, name]) => name)).toEqual(names);
    expect(stdout).toMatch(
      new RegExp(`\n${names.length} passed, 0 failed, ${5 - names.length} left out by --filter\n$`),
    );
  });

  it('leaves out files none of whose cases is chosen', async () => {
    expect((await shown('--filter', 'secrets-')).stdout).not.toContain('failing-cases.yaml');
    const { stdout } = await shown('--filter', 'secrets-', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      passed: 2,
      leftOut: 3,
      files: [{ cases: [] }, { cases: [{}, {}] }],
    });
  });

  it.each([
    ['upateCardholder', 'no case fits --filter upateCardholder; did you mean "updateCardholder"?'],
    ['pases', 'no case fits --filter pases; did you mean "passes"?'],
    ['/nothing/', 'no case fits --filter /nothing/; --list names all cases'],
    [' ', '--filter is empty: give it a part of the name of a case or of a file'],
    ['/(/', '--filter: /(/ is no regular expression: Invalid regular expression: /(/: Unterminated group'],
  ])('that is %j is wrong usage', async (filter, message) => {
    expect(await shown('--filter', filter)).toEqual({
      code: 2,
      stdout: '',
      stderr: `loyalty-gw: ${message}\n`,
    });
  });

  it('says what is wrong with a file, which may be why nothing fits', async () => {
    const { code, stdout } = await runCli(['test', 'misspelt-cases.yaml', '-f', 'x'], { cwd: fixtures });
    expect(code).toBe(1);
    expect(stdout).toContain('there is no operation "updateCardholdr"');
  });
});

describe('--list', () => {
  it('prints the names of the cases that are chosen, and runs none', async () => {
    const argv = ['test', '--list', 'failing-cases.yaml', 'secrets-cases.yaml'];
    expect(await runCli(argv, { cwd: fixtures })).toEqual({
      code: 0,
      stderr: '',
      stdout: `failing-cases.yaml
  updateCardholder: another body
  updateCardholder: an exchange that never comes
  updateCardholder: passes

secrets-cases.yaml
  updateCardholder: the name is sent on
  updateCardholder: the CRM is down
`,
    });
    const { stdout } = await runCli([...argv, '--json', '--filter', 'passes'], { cwd: fixtures });
    expect(JSON.parse(stdout)).toEqual({
      cases: [{ file: 'failing-cases.yaml', operation: 'updateCardholder', name: 'passes', line: 21 }],
    });
  });

  it('says what is wrong with a file that has none', async () => {
    const { code, stdout, stderr } = await runCli(['test', '--list', 'misspelt-cases.yaml'], {
      cwd: fixtures,
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('there is no operation "updateCardholdr"');
  });
});

describe('--junit', () => {
  it('writes a suite for each file, with what is wrong of each case, and makes the folder', async () => {
    const cwd = folderOf({});
    const files = ['failing', 'secrets', 'misspelt'].map(name => join(fixtures, `${name}-cases.yaml`));
    const { code } = await runCli(['test', ...files, '--junit', 'reports/mappings.xml'], { cwd });
    expect(code).toBe(1);
    const xml = readFileSync(join(cwd, 'reports/mappings.xml'), 'utf8');
    await expect(
      xml.replaceAll(fixtures, 'fixtures').replace(/time="[\d.]+"/g, 'time="0.000"'),
    ).toMatchFileSnapshot('golden/test-junit.xml');
  });

  it('says when the file cannot be written', async () => {
    const cwd = folderOf({ 'x.txt': '' });
    const { code, stderr } = await runCli(
      ['test', join(fixtures, 'secrets-cases.yaml'), '--junit', 'x.txt/y.xml'],
      { cwd },
    );
    expect([code, stderr]).toEqual([
      2,
      'loyalty-gw: cannot write x.txt/y.xml: a file stands where a folder is needed\n',
    ]);
  });
});

describe('--coverage', () => {
  const demo = ['test', 'passthrough-cases.yaml'];

  it('says of each mapping what was reached, and where what was not stands', async () => {
    const { code, stdout } = await runCli([...demo, '--coverage'], { cwd: fixtures });
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot('golden/test-coverage.txt');
  });

  it('has nothing to say of the demo mapping, whose cases reach all of it', async () => {
    const files = ['demo-crm.test.yaml', 'demo-crm-cards.test.yaml'];
    const { code, stdout } = await runCli(['test', ...files, '--coverage-threshold', '100'], {
      cwd: resolve('mappings'),
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n {2}all +\d+ +\d+ +100 %\n$/);
  });

  it('gives programs the same', async () => {
    const { code, stdout } = await runCli([...demo, '--coverage-threshold', '99.5', '--json'], {
      cwd: fixtures,
    });
    expect(code).toBe(1);
    const { coverage, failed } = JSON.parse(stdout);
    expect(failed).toBe(0);
    expect(coverage).toMatchObject([
      {
        mapping: 'passthrough.yaml',
        threshold: 99.5,
        passed: false,
        kinds: {
          operations: { reached: expect.any(Number), of: expect.any(Number), percent: expect.any(Number) },
        },
      },
    ]);
    const [{ reached, of, percent, missed }] = coverage;
    expect(percent).toBeCloseTo((reached / of) * 100);
    expect(missed.length).toBe(of - reached);
    expect(missed[0]).toMatchObject({
      name: expect.any(String),
      line: expect.any(Number),
      column: expect.any(Number),
    });
  });

  it('is not in the JSON of who did not ask for it', async () => {
    const { stdout } = await runCli([...demo, '--json'], { cwd: fixtures });
    expect(JSON.parse(stdout)).not.toHaveProperty('coverage');
  });

  it.each([
    ['1', 0, ''],
    ['99.9%', 1, / is below the threshold of 99\.9 %\n$/],
  ])('with a threshold of %s ends with %d', async (threshold, expected, line) => {
    const { code, stdout } = await runCli([...demo, '--coverage-threshold', threshold], { cwd: fixtures });
    expect(code).toBe(expected);
    expect(stdout).toMatch(line);
  });

  it.each(['many', '101', '-1', ''])('takes no threshold of %j', async threshold => {
    const { code, stderr } = await runCli([...demo, `--coverage-threshold=${threshold}`], { cwd: fixtures });
    expect([code, stderr]).toEqual([
      2,
      `loyalty-gw: --coverage-threshold: "${threshold}" is no number of percent from 0 to 100\n`,
    ]);
  });
});
