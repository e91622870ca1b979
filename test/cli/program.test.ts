import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../config/reading.js';
import { runCli } from './capture.js';

describe('wrong usage is one line on stderr and exit code 2', () => {
  it.each([
    [[], 'no command given; see loyalty-gw --help'],
    [['cards', 'imprt'], "unknown command 'imprt' (Did you mean import?)"],
    [['cards', 'status'], 'the option --config <file> is missing'],
    [['srve'], "unknown command 'srve' (Did you mean serve?)"],
    [['--nonsense'], "unknown option '--nonsense'"],
    [['serve'], 'the option --config <file> is missing'],
    [['serve', '--confg', 'x'], "unknown option '--confg' (Did you mean --config?)"],
    [['serve', '--config'], "option '-c, --config <file>' argument missing"],
    [
      ['serve', 'gw.yaml'],
      "too many arguments for 'serve'. Expected 0 arguments but got 1. The config is named by --config <file>.",
    ],
    [
      ['cards', 'status', 'gw.yaml'],
      "too many arguments for 'status'. Expected 0 arguments but got 1. The config is named by --config <file>.",
    ],
    [['hash-password', 'a'], "too many arguments for 'hash-password'. Expected 0 arguments but got 1."],
    [['serve', '-c', 'nowhere.yaml'], 'cannot read nowhere.yaml: no such file'],
    [['serve', '-c', '.'], 'cannot read .: it is a folder'],
    [['test', 'rec'], 'cannot read rec: it is a folder; name the files in it, as in rec/*.test.yaml'],
    [['check', 'rec'], 'cannot read rec: it is a folder; name the files in it, as in rec/*.yaml'],
    [['serve', '-c', 'a-file/x.yaml'], 'cannot read a-file/x.yaml: a part of its path is not a folder'],
  ])('%j', async (argv, line) => {
    const cwd = folderOf({ 'a-file': '', 'rec/a.test.yaml': '' });
    expect(await runCli(argv, { cwd })).toEqual({ code: 2, stdout: '', stderr: `loyalty-gw: ${line}\n` });
  });
});

describe('help', () => {
  it.each([[['--help']], [['-h']], [['help']]])('of the program: %j', async argv => {
    const { code, stdout, stderr } = await runCli(argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot('help/program.txt');
  });

  it.each([
    'hash-password',
    'init',
    'serve',
    'dry-run',
    'check',
    'test',
    'playground',
    'openapi',
    'schema',
    'completion',
    'selftest',
    'cards',
  ])('of %s', async command => {
    for (const argv of [
      [command, '--help'],
      ['help', command],
    ]) {
      const { code, stdout, stderr } = await runCli(argv);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      await expect(stdout).toMatchFileSnapshot(`help/${command}.txt`);
      expect(stdout).toMatch(/\nExamples:\n {2}loyalty-gw /);
    }
  });
});

describe('help of cards', () => {
  it.each(['import', 'status', 'list', 'release', 'doubtful', 'settle', 'export'])('%s', async command => {
    for (const argv of [
      ['cards', command, '--help'],
      ['cards', 'help', command],
    ]) {
      const { code, stdout, stderr } = await runCli(argv);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      await expect(stdout).toMatchFileSnapshot(`help/cards-${command}.txt`);
      expect(stdout).toMatch(/\nExamples:\n {2}loyalty-gw cards /);
    }
  });
});

it('prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

describe('--no-color', () => {
  const file = 'test/cli/fixtures/mistakes.yaml';
  const given = { cwd: process.cwd(), color: true };

  it.each([
    ['before the command', ['--no-color', 'check', file]],
    ['behind the command', ['check', '--no-color', file]],
    ['at the end', ['check', file, '--no-color']],
  ])('%s takes the colours away', async (_, argv) => {
    const coloured = await runCli(['check', file], given);
    expect(coloured.stdout).toContain('\u001b[');
    expect((await runCli(argv, given)).stdout).toBe(stripVTControlCharacters(coloured.stdout));
  });

  it('is told by the help of every command', async () => {
    for (const argv of [['--help'], ['check', '--help'], ['help', 'serve']])
      expect((await runCli(argv)).stdout).toContain('--no-color');
  });

  it('behind -- is the name of a file', async () => {
    const { stderr } = await runCli(['check', '--', '--no-color'], given);
    expect(stderr).toBe('loyalty-gw: cannot read --no-color: no such file\n');
  });
});
