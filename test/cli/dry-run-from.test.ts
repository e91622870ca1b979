import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from './capture.js';

const cwd = resolve('test/cli/fixtures');
const told = (...argv: string[]) => runCli(['dry-run', ...argv], { cwd });

describe('--from takes a case of a test file', () => {
  it.each([
    ['session-cases.yaml:a login that fails', 'a login that fails'],
    ['session-cases.yaml:that fails', 'a login that fails'],
    ['session-cases.yaml#3', 'a login that fails'],
    ['session-cases.yaml:#2', 'an expired token, and the login in full'],
    ['session-cases.yaml:13', 'an expired token, and the login in full'],
    ['session-cases.yaml:17:5', 'an expired token, and the login in full'],
    ['session-cases.yaml:6:5', 'is logged in without a word of it'],
  ])('%s', async (from, name) => {
    const { code, stdout } = await told('--from', from);
    expect(stdout).toContain(`this is what "${name}" expects`);
    expect(code).toBe(0);
  });

  it.each([
    [
      'session-cases.yaml',
      'say which case of session-cases.yaml, as in session-cases.yaml:name or session-cases.yaml#1: ',
    ],
    ['session-cases.yaml:nowhere', 'session-cases.yaml has no case "nowhere"; its cases: '],
    [
      'session-cases.yaml:a logn that fails',
      'session-cases.yaml has no case "a logn that fails"; did you mean a login that fails?',
    ],
    ['session-cases.yaml#9', 'session-cases.yaml has 3 cases, and no #9'],
    ['session-cases.yaml:2', 'no case of session-cases.yaml begins in line 2 or above it'],
  ])('%s', async (from, problem) => {
    const { code, stderr } = await told('--from', from);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`--from: ${problem}`) });
  });

  it('says that the operation is another one', async () => {
    const { code, stderr } = await told('findCard', '--from', 'session-cases.yaml#1');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'loyalty-gw: --from: the case is one of updateCardholder, not of findCard\n',
    });
  });

  it('prints what is wrong in the file', async () => {
    const { code, stderr, stdout } = await told('--from', 'misspelt-cases.yaml#1');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('did you mean');
  });

  it('lets the options change what they name', async () => {
    const from = ['--from', 'failing-cases.yaml:passes'];
    expect((await told(...from, '--body', '{"surname": "Иванова"}')).stdout).toContain(
      'body.name  expected nothing, got "Иванова"',
    );
    expect((await told(...from, '--param', 'cardNumber=2')).stdout).toContain('is for the call PUT /cards/2');
    expect((await told(...from, '--set', 'SHOP=tver')).stdout).toContain('query.shop  expected "moscow"');
    const other = await told(...from, '--mapping', 'session.yaml');
    expect(other.stdout).toMatch(/^updateCardholder of session.yaml/);
  });

  it('runs at the time of the file, with nothing of the environment', async () => {
    const env = { SHOP: 'tver', API_KEY: 'another-key' };
    const { code } = await runCli(['dry-run', '--from', 'failing-cases.yaml:passes'], { cwd, env });
    expect(code).toBe(0);
  });
});

it('an operation, or a case, is named', async () => {
  const { code, stderr } = await told('-m', 'session.yaml');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'loyalty-gw: name an operation, or a case with --from\n',
  });
});
