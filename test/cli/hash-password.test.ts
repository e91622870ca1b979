import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { run } from '../../src/cli/program.js';
import { isPasswordOf, parsePasswordHash } from '../../src/config/password-hash.js';
import { captureIo } from './capture.js';
import { typed } from './terminal.js';

async function piped(input: string, ...argv: string[]) {
  const { io, stdout, stderr } = captureIo();
  const code = await run(['hash-password', ...argv], { ...io, stdin: Readable.from([Buffer.from(input)]) });
  return { code, stdout: stdout(), stderr: stderr() };
}

async function fits(text: string, password: string): Promise<boolean> {
  const hash = parsePasswordHash(text);
  return typeof hash !== 'string' && isPasswordOf(hash, password);
}

it.each([
  ['пароль: 🔑 x', 'пароль: 🔑 x'],
  ['secret\n', 'secret'],
  ['secret\r\n', 'secret'],
  [' secret ', ' secret '],
])('reads %j from stdin', { tags: ['slow'] }, async (input, password) => {
  const { code, stdout, stderr } = await piped(input);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(await fits(stdout.trimEnd(), password)).toBe(true);
});

it('prints JSON for programs', async () => {
  const { stdout } = await piped('secret', '--json');
  expect(await fits(JSON.parse(stdout).hash, 'secret')).toBe(true);
});

it.each([
  ['', 'this must not be empty'],
  ['one\ntwo\n', 'this must not hold line breaks or other control characters'],
  ['$scrypt$ln=15', 'this is a hash and not the password: write { hash: … }'],
])('refuses %j', async (input, problem) => {
  expect(await piped(input)).toEqual({
    code: 2,
    stdout: '',
    stderr: `loyalty-gw: the password cannot be used: ${problem}\n`,
  });
});

it('takes no password from the command line', async () => {
  const { code, stderr } = await piped('', 'secret');
  expect(code).toBe(2);
  expect(stderr).toContain('too many arguments');
});

it('asks at a terminal, twice, and shows nothing of what is typed', { tags: ['slow'] }, async () => {
  const { code, stdout, stderr } = await typed(
    ['hash-password'],
    [
      ['Password', 'geheim-4711\r'],
      ['once more', 'geheim-4711\r'],
    ],
    {},
  );
  expect(code).toBe(0);
  expect(await fits(stdout.trimEnd(), 'geheim-4711')).toBe(true);
  expect(stderr).not.toMatch(/geheim|[•▪*]{2}/);
});

it('finds that the second is not the first', async () => {
  const { code, stdout, stderr } = await typed(
    ['hash-password'],
    [
      ['Password', 'one-of-them\r'],
      ['once more', 'the-other\r'],
    ],
    {},
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/these are two different passwords\n$/);
});

it('is left with Ctrl-C', async () => {
  const { code, stdout } = await typed(['hash-password'], [['Password', '\x03']], {});
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
});
