import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../config/reading.js';
import { runCli } from './capture.js';

const shipped = (kind: string) => readFileSync(`schemas/${kind}.schema.json`, 'utf8');

describe('schema', () => {
  it.each(['mapping', 'config', 'test', 'selftest'])(
    'prints that of a %s file, as the package has it',
    async kind => {
      expect(await runCli(['schema', kind])).toEqual({ code: 0, stdout: shipped(kind), stderr: '' });
    },
  );

  it('writes all into a folder, in the place of older ones', async () => {
    const cwd = folderOf({ 'mapping.schema.json': 'old' });
    const { code, stdout } = await runCli(['schema', '--write', '.'], { cwd });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'mapping.schema.json\nconfig.schema.json\ntest.schema.json\nselftest.schema.json\n',
    });
    expect(readFileSync(join(cwd, 'mapping.schema.json'), 'utf8')).toBe(shipped('mapping'));
  });

  it('writes one into a folder that it makes', async () => {
    const cwd = folderOf({});
    const { stdout } = await runCli(['schema', 'test', '-w', 'a/b'], { cwd });
    expect(stdout).toBe('a/b/test.schema.json\n');
    expect(readFileSync(join(cwd, stdout.trim()), 'utf8')).toBe(shipped('test'));
  });

  it.each([
    [['schema'], 'name a kind of files: mapping, config, test, selftest; or --write <folder>'],
    [
      ['schema', 'maping'],
      "command-argument value 'maping' is invalid for argument 'kind'. Allowed choices are mapping, config, test, selftest.",
    ],
    [['schema', '-w', 'file'], 'cannot write file/mapping.schema.json: file is no folder'],
  ])('%j is wrong usage', async (argv, line) => {
    const { code, stdout, stderr } = await runCli(argv, { cwd: folderOf({ file: '' }) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`loyalty-gw: ${line}`);
  });
});

describe('the first line of a file that is written names the schema', () => {
  const schema = { 'schemas/selftest.schema.json': '{}' };
  const installed = { 'node_modules/loyalty-gw/schemas/selftest.schema.json': '{}' };
  it.each([
    ['of the project', schema, '.', './schemas'],
    ['of the project that the folder is a part of', schema, 'stands/test', '../../schemas'],
    ['of the package that the project has installed', installed, '.', './node_modules/loyalty-gw/schemas'],
    ['of the project rather than of the package', { ...schema, ...installed }, '.', './schemas'],
    ['of the package that runs, when there is no other', {}, '.', resolve('schemas')],
  ])('%s', async (_, files, below, path) => {
    const cwd = join(folderOf(files), below);
    mkdirSync(cwd, { recursive: true });
    expect((await runCli(['selftest', '--init'], { cwd })).code).toBe(0);
    const [line] = readFileSync(join(cwd, 'selftest.yaml'), 'utf8').split('\n');
    expect(line).toBe(`# yaml-language-server: $schema=${path}/selftest.schema.json`);
  });
});
