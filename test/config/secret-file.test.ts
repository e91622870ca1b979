import { describe, expect, it } from 'vitest';
import { configOf, findingsOf, minimal } from './reading.js';

const yaml = minimal('', { password: '{ file: secret }' });

describe('a secret file', () => {
  it.each([
    ['as it is', 'p: ä#ss', 'p: ä#ss'],
    ['without the line break at its end', 'secret\n', 'secret'],
    ['without a line break of Windows', 'secret\r\n', 'secret'],
    ['with the blanks that it holds', ' secret ', ' secret '],
    ['without putting the environment into it', '${HOME}', '${HOME}'],
  ])('is read %s', async (_, content, password) => {
    const config = await configOf(yaml, { HOME: '/root' }, { secret: content });
    expect(config.users[0]?.password).toBe(password);
    expect(config.secrets).toEqual([password]);
  });

  it('may be named by a variable', async () => {
    const named = minimal('params: { TOKEN: { file: "${NAME}" } }');
    expect((await configOf(named, { NAME: 'token' }, { token: 'abc\n' })).params).toEqual({ TOKEN: 'abc' });
  });

  it.each([
    ['is not there', 'nowhere', 'cannot be read: no such file'],
    ['is a folder', '.', 'cannot be read: it is a folder'],
    ['is empty', 'empty', 'is empty'],
    ['is not UTF-8', 'latin1', 'is not UTF-8'],
  ])('that %s is reported where it is named', async (_, name, problem) => {
    const files = { empty: '\n', latin1: Uint8Array.of(0xe4) };
    const named = minimal('', { password: `{ file: ${name} }` });
    const path = name === '.' ? '/etc/gw' : `/etc/gw/${name}`;
    expect(await findingsOf(named, {}, files)).toEqual([
      `4:23 secret-file the secret file ${path} ${problem}`,
    ]);
  });

  it('may not hold several lines when it is a password', async () => {
    expect(await findingsOf(yaml, {}, { secret: 'one\ntwo\n' })).toEqual([
      '4:15 wrong-value this must not hold line breaks or other control characters',
    ]);
  });
});
