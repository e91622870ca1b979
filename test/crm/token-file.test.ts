import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { OwnGrants } from '../../src/crm/grants.js';
import { Sessions } from '../../src/crm/sessions.js';
import { TokenFileError, tokensInFile } from '../../src/crm/token-file.js';
import { clientOf, mappingFor, realCrm } from './real-crm.js';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tokens-'));
  onTestFinished(async () => {
    await chmod(path, 0o700);
    await rm(path, { recursive: true });
  });
  return path;
}

it('keeps the token over a restart, for its owner alone, and leaves nothing beside it', async () => {
  const path = await folder();
  const file = join(path, 'token.json');
  const first = await tokensInFile(file, 'configured');
  expect(first.current()).toBe('configured');
  await first.keep('second');
  await first.keep('third');
  expect(first.current()).toBe('third');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(path)).toEqual(['token.json']);
  expect((await tokensInFile(file, 'configured')).current()).toBe('third');
  // The configured one itself does not stand there.
  expect(await readFile(file, 'utf8')).not.toContain('configured');
});

it('begins anew once another token is configured', async () => {
  const file = join(await folder(), 'token.json');
  await (await tokensInFile(file, 'old')).keep('later');
  expect((await tokensInFile(file, 'new')).current()).toBe('new');
  expect((await tokensInFile(file, 'new')).current()).toBe('new');
});

it('goes on where it was once the one before is configured again, for the other was a mistake', async () => {
  const file = join(await folder(), 'token.json');
  await (await tokensInFile(file, 'right')).keep('later');
  await tokensInFile(file, 'wrong');
  await (await tokensInFile(file, 'wrong again')).keep('of the other');
  expect((await tokensInFile(file, 'right')).current()).toBe('later');
  expect((await tokensInFile(file, 'wrong again')).current()).toBe('of the other');
});

it('loses none where two are in use, as for a moment after a reload', async () => {
  const file = join(await folder(), 'token.json');
  const [one, other] = [await tokensInFile(file, 'one'), await tokensInFile(file, 'other')];
  await Promise.all([one.keep('one-2'), other.keep('other-2'), one.keep('one-3'), other.keep('other-3')]);
  expect((await tokensInFile(file, 'one')).current()).toBe('one-3');
  expect((await tokensInFile(file, 'other')).current()).toBe('other-3');
});

it('keeps no more than ten', async () => {
  const file = join(await folder(), 'token.json');
  for (let count = 0; count < 30; count++) await tokensInFile(file, `configured ${count}`);
  expect(JSON.parse(await readFile(file, 'utf8')).earlier).toHaveLength(9);
});

const broken = [
  '',
  '{',
  'null',
  '[]',
  '{"refreshToken":"a"}',
  '{"seed":"a","refreshToken":""}',
  '{"seed":"a","refreshToken":"b","earlier":[{"seed":"c"}]}',
  '{"seed":"a","refreshToken":"b","earlier":7}',
];
it.each(broken)('is an error when the file is broken: %s', async text => {
  const file = join(await folder(), 'token.json');
  await writeFile(file, text);
  await expect(tokensInFile(file, 'configured')).rejects.toThrow(
    `the token file ${file} is broken: mend it, or remove it to begin with the configured refresh token`,
  );
  expect(await readFile(file, 'utf8')).toBe(text);
});

it('is an error at start when the file cannot be read, or written', async () => {
  const path = await folder();
  await expect(tokensInFile(path, 'configured')).rejects.toThrow(
    new TokenFileError(`the token file ${path} cannot be read (EISDIR)`),
  );
  const nowhere = join(path, 'no', 'token.json');
  await expect(tokensInFile(nowhere, 'configured')).rejects.toThrow(
    new TokenFileError(`the token file ${nowhere} cannot be written (ENOENT)`),
  );
});

const params = { params: 'REFRESH: { secret: true }', given: { REFRESH: 'token-0' } };
const crmText = (url: string, file: string) =>
  [
    'auth:',
    '  oauth2:',
    `    tokenUrl: ${url}/token`,
    '    grant: refresh_token',
    '    clientId: a',
    '    refreshToken: "${REFRESH}"',
    `    tokenFile: ${file}`,
  ].join('\n');

/** Gives a token for each refresh token, once. */
function rotating() {
  let count = 0;
  const used: string[] = [];
  return {
    used,
    handle: ({ target, body }: { target: string; body: string }) => {
      if (target !== '/token') return { body: { ok: true } };
      const given = new URLSearchParams(body).get('refresh_token') ?? '';
      used.push(given);
      if (given !== `token-${count}`) return { status: 400, body: { error: 'invalid_grant' } };
      count += 1;
      return { body: { access_token: `access-${count}`, refresh_token: `token-${count}` } };
    },
  };
}

it('lets a restart go on where the last process was', async () => {
  const file = join(await folder(), 'token.json');
  const crm = rotating();
  const url = await realCrm(crm.handle);
  const stop = new AbortController().signal;
  for (let start = 0; start < 3; start++) {
    const { mapping, run } = clientOf(url, crmText(url, file), undefined, params);
    const sessions = await Sessions.open(mapping, stop);
    expect((await run({ sessions })).failure).toBeUndefined();
  }
  expect(crm.used).toEqual(['token-0', 'token-1', 'token-2']);
});

it('lets another mapping of the same process go on where the first is, and waits for its login', async () => {
  const crm = rotating();
  const url = await realCrm(crm.handle);
  const stop = new AbortController().signal;
  const inMemory = crmText(url, 'token.json').replace(/\n *tokenFile: .*/, '');
  const first = clientOf(url, inMemory, undefined, params);
  const second = clientOf(url, `${inMemory}\nmaxReply: 1MiB`, undefined, params);
  const before = await Sessions.open(first.mapping, stop);
  const after = await Sessions.open(second.mapping, stop, before);
  const runs = [first.run({ sessions: before }), second.run({ sessions: after })];
  expect((await Promise.all(runs)).map(({ failure }) => failure)).toEqual([undefined, undefined]);
  expect(crm.used).toEqual(['token-0', 'token-1']);
});

/** The CRM section with a token file, and without one for `undefined`. */
const textWith = (url: string, file: string | undefined) =>
  file === undefined ? crmText(url, 'none').replace(/\n *tokenFile: .*/, '') : crmText(url, file);

it.each([
  ['a token file is added', undefined, 'one.json'],
  ['the token file is another', 'one.json', 'two.json'],
  ['the token file is taken away', 'one.json', undefined],
])('goes on where it was when %s by a reload', async (_, before, after) => {
  const path = await folder();
  const crm = rotating();
  const url = await realCrm(crm.handle);
  const stop = new AbortController().signal;
  const of = (name: string | undefined) =>
    clientOf(url, textWith(url, name && join(path, name)), undefined, params);
  const [first, second] = [of(before), of(after)];
  const sessions = await Sessions.open(first.mapping, stop);
  expect((await first.run({ sessions })).failure).toBeUndefined();
  const next = await Sessions.open(second.mapping, stop, sessions);
  expect((await second.run({ sessions: next })).failure).toBeUndefined();
  expect(crm.used).toEqual(['token-0', 'token-1']);
  if (after) expect((await tokensInFile(join(path, after), 'token-0')).current()).toBe('token-2');
});

it('fails loudly while a new token cannot be kept, loses none, and goes on when it can', async () => {
  const path = join(await folder(), 'sub');
  const crm = rotating();
  const url = await realCrm(crm.handle);
  const { mapping, run } = clientOf(url, crmText(url, join(path, 'token.json')), undefined, params);
  let isFull = true;
  let token = 'token-0';
  const tokens = {
    isKept: () => true,
    current: () => token,
    keep: async (next: string) => {
      token = next;
      if (isFull) throw new TokenFileError('the token file x cannot be written (ENOSPC)');
    },
  };
  const sessions = new Sessions(mapping, new OwnGrants(tokens));
  expect((await run({ sessions })).failure).toBe(
    'internalError: the token file x cannot be written (ENOSPC)',
  );
  isFull = false;
  const later = Date.parse('2027-01-01');
  expect((await run({ sessions, now: () => later })).failure).toBeUndefined();
  expect(crm.used).toEqual(['token-0', 'token-1']);
});

it('keeps a token that could not be kept before, also when the next reply brings no other', async () => {
  const path = join(await folder(), 'sub');
  await mkdir(path);
  const file = join(path, 'token.json');
  let replies = 0;
  const url = await realCrm(({ target }: { target: string }) => {
    if (target !== '/token') return { body: { ok: true } };
    replies += 1;
    const next = replies === 1 ? { refresh_token: 'token-1' } : {};
    return { body: { access_token: `access-${replies}`, expires_in: 60, ...next } };
  });
  const { mapping, run } = clientOf(url, crmText(url, file), undefined, params);
  const sessions = await Sessions.open(mapping, new AbortController().signal);
  await rm(path, { recursive: true });
  expect((await run({ sessions })).failure).toMatch(/^internalError: the token file .* cannot be written/);
  await mkdir(path);
  const later = Date.parse('2027-01-01');
  expect((await run({ sessions, now: () => later })).failure).toBeUndefined();
  expect((await tokensInFile(file, 'token-0')).current()).toBe('token-1');
});

it('lies beside the mapping when its path is relative, and check tells what it is not for', () => {
  const { mapping, findings } = mappingFor(
    'http://crm.test',
    crmText('http://crm.test', 'state/token.json'),
    undefined,
    params,
  );
  const auth = mapping?.crm.auth;
  expect(auth?.kind === 'session' && auth.grant).toMatchObject({
    tokenFile: '/mappings/state/token.json',
  });
  expect(findings.filter(({ level }) => level === 'notice')).toMatchObject([
    {
      level: 'notice',
      message: 'one process alone may use a token file: several processes need a shared store of tokens',
    },
  ]);
});
