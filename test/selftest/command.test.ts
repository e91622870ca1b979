import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { escaped } from '../../src/cli/junit.js';
import { run } from '../../src/cli/program.js';
import { template } from '../../src/selftest/template.js';
import { captureIo, runCli } from '../cli/capture.js';
import { folderOf } from '../config/reading.js';
import { CERTIFICATE, KEY } from '../crm/certificate.js';
import type { Cleanup } from '../e2e/cleanup.js';
import { listen, Service } from './service.js';

const usual = new Service();
const user = `${usual.login}:${usual.password}`;
const env = { LOYALTY_GW_SELFTEST_USER: user };

/** A service with mistakes of several kinds. */
function wrongService(): Service {
  const service = new Service();
  service.unknownCard = () => ({ ...service.error('2001', 'Карта не найдена'), status: 404 });
  service.bonus = () => ({ total: 300, available: '300', bonuses: [] });
  const page = '<html>\n<h1>\u001b[31mBad Gateway</h1>\n</html>';
  service.listPromos = () => ({ status: 502, headers: { 'Content-Type': 'text/html' }, body: page });
  service.unauthorized = () =>
    service.error('1009', `Неверно: ${user}, а не ${Buffer.from(user).toString('base64')}`);
  return service;
}

/** Beside each other tests do not share the hooks that `folderOf` uses. */
function folderWith(cleanup: Cleanup, files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'loyalty-gw-'));
  cleanup(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Without what changes from run to run: the port, the times, how many of them there were, and the widths of columns. */
function neutral(text: string, url: string): string {
  return text
    .replaceAll(url, 'http://service')
    .replace(/\d+\.\d ms/g, '0.0 ms')
    .replace(/time="[\d.]+"/g, 'time="0.000"')
    .replace(/^operation .*max$/m, line => line.replace(/ +/g, ' '))
    .replace(/^(\w+) +\d+((?: +0\.0 ms){3})$/gm, (_, name, times) => `${name} 0${times.replace(/ +/g, ' ')}`);
}

// These run beside each other, for each waits two seconds as a slow client.

test.concurrent('the report says what was sent, what came, and which rule says what, with its source', {
  tags: ['slow'],
}, async ({ expect, onTestFinished }) => {
  const { url } = await listen(wrongService(), onTestFinished);
  const cwd = folderWith(onTestFinished, { 'selftest.yaml': template });
  const [{ code, stdout, stderr }, coloured] = await Promise.all([
    runCli(['selftest', url, '--junit', 'reports/selftest.xml'], { cwd, env }),
    runCli(['selftest', url], { cwd, env, color: true }),
  ]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  await expect(neutral(stdout, url)).toMatchFileSnapshot('golden/report.txt');
  // Colours add nothing but colours.
  expect(coloured.stdout).toContain('\u001b[31mFAIL');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI begins with one
  expect(neutral(coloured.stdout.replace(/\u001b\[\d+m/g, ''), url)).toBe(neutral(stdout, url));
  const xml = readFileSync(join(cwd, 'reports/selftest.xml'), 'utf8');
  await expect(neutral(xml, url)).toMatchFileSnapshot('golden/junit.xml');
  for (const text of [stdout, xml]) {
    expect(text).not.toContain(usual.password);
    expect(text).not.toContain(Buffer.from(user).toString('base64'));
  }
});

test.concurrent('--json prints one document and nothing else', { tags: ['slow'] }, async ({
  expect,
  onTestFinished,
}) => {
  const { url } = await listen(wrongService(), onTestFinished);
  const cwd = folderWith(onTestFinished, { 'data.yaml': template });
  const argv = ['selftest', url, '--json', '--data', 'data.yaml', '--user', user];
  const { code, stdout, stderr } = await runCli(argv, { cwd });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).not.toContain(usual.password);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({
    url,
    login: 'koshelek',
    revision: '1.0.0',
    data: 'data.yaml',
    allowWrites: false,
  });
  const steps = result.scenarios.flatMap(({ steps }: { steps: { outcome: string }[] }) => steps);
  const count = (outcome: string) =>
    steps.filter((step: { outcome: string }) => step.outcome === outcome).length;
  expect(result).toMatchObject({
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
  });
  expect(Object.keys(result.rules)).toContain('scalars-are-strings');
  const [first] = result.scenarios.find(({ id }: { id: string }) => id === 'balance').steps;
  expect(first).toMatchObject({
    operation: 'getCard',
    outcome: 'failed',
    problems: [{ rule: 'scalars-are-strings', level: 'violation', sureness: 'documented', exchange: 0 }],
    exchanges: [
      {
        sent: {
          method: 'GET',
          url: `${url}/v1/card/4700000000000072783`,
          headers: [['authorization', 'Basic ***']],
        },
        came: { status: 200, body: expect.stringContaining('"total":300') },
        milliseconds: expect.any(Number),
      },
    ],
  });
  expect(result.latencies).toContainEqual(
    expect.objectContaining({ operation: 'findCard', p95: expect.any(Number) }),
  );
});

test.concurrent('where a person looks on, it says which step takes its time', { tags: ['slow'] }, async ({
  expect,
  onTestFinished,
}) => {
  const { url } = await listen(new Service(), onTestFinished);
  const cwd = folderWith(onTestFinished, {});
  const { io, stdout, stderr } = captureIo({ cwd, env });
  Object.assign(io.stderr, { isTTY: true });
  expect(await run(['selftest', url], io)).toBe(0);
  // A request that takes two seconds to arrive is one of its steps.
  const [before, ...lines] = stderr().split('\r\u001b[2K');
  expect([before, lines.at(-1)]).toEqual(['', '']);
  expect(lines[0]).toMatch(/^. [A-Z][^:\r\n]*: [^\r\n]*$/);
  expect(stdout()).not.toContain('\u001b');
});

test.concurrent('a service as it should be is exit 0', { tags: ['slow'] }, async ({
  expect,
  onTestFinished,
}) => {
  const { url } = await listen(new Service(), onTestFinished, { key: KEY, cert: CERTIFICATE });
  const cwd = folderWith(onTestFinished, { 'selftest.yaml': template, 'ca.pem': CERTIFICATE });
  const argv = ['selftest', url.replace('127.0.0.1', 'localhost'), '--ca', 'ca.pem', '--budget', '1m'];
  const { code, stdout } = await runCli(argv, { cwd, env });
  expect(stdout).toMatch(/\n\d+ passed, 0 failed, 0 warnings, \d+ skipped\n$/);
  expect(code).toBe(0);
});

test.concurrent('without data what needs none is tried, and a warning is no failure', {
  tags: ['slow'],
}, async ({ expect, onTestFinished }) => {
  const service = new Service();
  service.unauthorized = () => service.error('1009', 'Неверный логин или пароль');
  const { url } = await listen(service, onTestFinished);
  const { code, stdout } = await runCli(['selftest', url], { cwd: folderWith(onTestFinished, {}), env });
  expect(stdout).toContain('without test data, without writing');
  // All seven are the same mistake.
  expect(
    stdout.match(/wrong +auth-status: the status is 422, not 401 \(a warning, no violation\)$/gm),
  ).toHaveLength(1);
  expect(stdout.match(/ {10}wrong +auth-status: .*; as above$/gm)).toHaveLength(6);
  expect(stdout.match(/^ {10}sent/gm)).toHaveLength(1);
  expect(stdout).toMatch(/skipped\nwithout test data most is skipped: --init writes a file to fill in\n$/);
  expect(stdout).toContain('\nwarned of: auth-status (findCard)\n');
  expect(code).toBe(0);
});

test.concurrent('what was told is told again of another operation, and the rules name all of them', {
  tags: ['slow'],
}, async ({ expect, onTestFinished }) => {
  const service = new Service();
  service.unknownCard = () => ({ ...service.error('2001', 'Карта не найдена'), status: 404 });
  service.nobody = () => ({ ...service.nothing(), status: 204 });
  const { url } = await listen(service, onTestFinished);
  const cwd = folderWith(onTestFinished, { 'selftest.yaml': template });
  const { stdout } = await runCli(['selftest', url], { cwd, env });
  expect(stdout.match(/status-code: .*due$/gm)).toEqual([
    'status-code: the status is 204; 200 or 422 is due',
    'status-code: the status is 204; 200 with an empty body is due',
    'status-code: the status is 204; 200 or 422 is due',
    'status-code: the status is 404; 422 is due',
    'status-code: the status is 404; 422 is due',
  ]);
  expect(stdout).toContain('\nviolated: status-code (others, findCard, getCard, listPurchases)\n');
});

test.concurrent('a list with many wrong rows is told by its first ones, also when it is told again', {
  tags: ['slow'],
}, async ({ expect, onTestFinished }) => {
  const service = new Service();
  const rows = Array.from({ length: 10 }, () => ({ ...service.purchases[0], amount: 1 }));
  service.listPurchases = () => service.json(rows);
  const { url } = await listen(service, onTestFinished);
  const cwd = folderWith(onTestFinished, { 'selftest.yaml': template });
  const { stdout } = await runCli(['selftest', url], { cwd, env });
  expect(stdout.match(/^ {10}wrong +scalars-are-strings: .*\(1\)$/gm)).toHaveLength(5);
  const again = stdout.match(/^ {10}wrong +scalars-are-strings: .*; as above$/gm) ?? [];
  expect(again.length / 5).toBe(stdout.match(/; as above\n {17}and 5 more$/gm)?.length);
});

test.concurrent('a password is masked before anything is escaped or cut', { tags: ['slow'] }, async ({
  expect,
  onTestFinished,
}) => {
  const service = new Service();
  const password = 'p<&>"\'\\/ п';
  Object.assign(service, { password });
  const long = 'x'.repeat(395);
  service.listPromos = () => ({ ...service.json({ said: `${long}${password}` }), status: 404 });
  service.bonus = () => ({
    total: password,
    available: { password },
    bonuses: [{ amount: '1', validUntil: `on ${password}` }],
  });
  service.unknownCard = () => {
    const { headers, body } = service.error('2001', password);
    return { status: 400, headers: { ...headers, Location: encodeURI(`/${password}`) }, body };
  };
  const { url } = await listen(service, onTestFinished);
  const cwd = folderWith(onTestFinished, { 'selftest.yaml': template });
  const own = { LOYALTY_GW_SELFTEST_USER: `${service.login}:${password}` };
  const [plain, json] = await Promise.all(
    [['--junit', 'x.xml'], ['--json']].map(more => runCli(['selftest', url, ...more], { cwd, env: own })),
  );
  for (const text of [plain?.stdout, json?.stdout, readFileSync(join(cwd, 'x.xml'), 'utf8')]) {
    expect(text).toContain('***');
    // Its beginning, in any spelling.
    expect(text).not.toMatch(/p<&|p&lt;&amp;|p%3C|p\\u003c/);
    expect(text).toContain('card.bonus.available: expected a string');
  }
});

describe('a service that cannot be reached is one line', () => {
  test('on stderr', async () => {
    const { code, stdout, stderr } = await runCli(['selftest', 'http://127.0.0.1:1'], {
      cwd: folderOf({}),
      env,
    });
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: 'loyalty-gw: cannot reach http://127.0.0.1:1: nobody listens there (connection refused)\n',
    });
  });

  test('and a document with --json', async () => {
    const { code, stdout } = await runCli(['selftest', 'http://127.0.0.1:1', '--json'], {
      cwd: folderOf({}),
      env,
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      failed: 1,
      stopped: 'nobody listens there (connection refused)',
    });
  });
});

test('a refused login stops the run', async () => {
  const { url } = await listen(new Service(), onTestFinished);
  const { code, stdout } = await runCli(['selftest', url, '-u', 'koshelek:another'], { cwd: folderOf({}) });
  expect(code).toBe(1);
  expect(stdout).toContain('stopped, for all else would fail too: the status is 401\n0 passed, 1 failed');
});

describe('--init', () => {
  test('writes a data file in which nothing is wrong, and says what comes next', async () => {
    const cwd = folderOf({});
    const { code, stdout } = await runCli(['selftest', '--init'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('selftest.yaml is written. Next:\n');
    expect(readFileSync(join(cwd, 'selftest.yaml'), 'utf8')).toMatch(/^# yaml-language-server: .*\n/);
    expect(readFileSync(join(cwd, 'selftest.yaml'), 'utf8').endsWith(template)).toBe(true);
    const { stderr } = await runCli(['selftest', 'http://127.0.0.1:1'], { cwd, env });
    expect(stderr).toMatch(/^loyalty-gw: cannot reach/);
  });

  test('overwrites nothing', async () => {
    const cwd = folderOf({ 'mine.yaml': 'selftest: 1\n' });
    const { code, stderr } = await runCli(['selftest', '--init', 'mine.yaml'], { cwd });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'loyalty-gw: cannot write mine.yaml: it is there already\n',
    });
    expect(readFileSync(join(cwd, 'mine.yaml'), 'utf8')).toBe('selftest: 1\n');
  });

  test('names the file that it wrote, and the service if it is known', async () => {
    const cwd = folderOf({});
    const { stdout } = await runCli(['selftest', 'http://127.0.0.1:8080', '--init', 'mine.yaml'], { cwd });
    expect(stdout).toContain('loyalty-gw selftest http://127.0.0.1:8080 --data mine.yaml\n');
  });
});

test('mistakes in the data are told with their lines, and nothing is sent', async () => {
  const data = `known:
  phone: "+79620480100"
  cardNumber: 4700000000000072783
unknwon: {}
purchases: { cardNumber: "1", first: 2026-02-30, last: 2026-01-01 }
profile: { cardNumber: "1", sex: x }
lists: [listUser]
routes:
  getCard: GET /v2/card
  findCard: /v2/card
  listPromos: POST /v1/promo
  listUser: GET /v1/users
`;
  const service = new Service();
  const { url } = await listen(service, onTestFinished);
  const cwd = folderOf({ 'selftest.yaml': data });
  const { code, stdout, stderr } = await runCli(['selftest', url], { cwd, env });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  await expect(stderr).toMatchFileSnapshot('golden/data-mistakes.txt');
  expect(service.asked).toEqual([]);
});

test('people without a card who have one in another section are told with their lines', async () => {
  const data = `selftest: 1
known: { phone: "79620480100", cardNumber: "1" }
blocked: { phone: "79620480102" }
unknown: { phone: "79620480102", cardNumber: "2" }
profile: { cardNumber: "2", phone: "79620480104" }
anonymous: { phone: 79620480100 }
newCard: { phone: "79620480102" }
`;
  const service = new Service();
  const { url } = await listen(service, onTestFinished);
  const argv = ['selftest', url, '--allow-writes'];
  const { code, stderr } = await runCli(argv, { cwd: folderOf({ 'selftest.yaml': data }), env });
  expect(code).toBe(1);
  expect(stderr.match(/^selftest.*/gm)).toEqual([
    'selftest.yaml:4:19 error shared-person  this is the phone of `blocked` too, but `unknown` must be somebody without a card',
    'selftest.yaml:4:46 error shared-person  this is the card number of `profile` too, but `unknown` must be somebody without a card',
    'selftest.yaml:6:21 error shared-person  this is the phone of `known` too, but `anonymous` must be somebody without a card',
    'selftest.yaml:7:19 error shared-person  this is the phone of `blocked` too, but `newCard` must be somebody without a card',
    'selftest.yaml:7:19 error shared-person  this is the phone of `unknown` too, but `newCard` must be somebody without a card',
  ]);
  expect(service.asked).toEqual([]);
});

test('a file of another kind is told as what it is', async () => {
  const cwd = folderOf({ 'mapping.yaml': 'mapping: 1\noperations: {}\n' });
  const argv = ['selftest', 'http://127.0.0.1:1', '--data', 'mapping.yaml'];
  const { code, stderr } = await runCli(argv, { cwd, env });
  expect(code).toBe(1);
  expect(stderr).toContain('error file-kind  this is a mapping (it has operations:), not a selftest file');
  expect(stderr).toContain('1 error, 0 warnings');
});

describe('wrong usage is one line on stderr and exit code 2', () => {
  const url = 'http://127.0.0.1:1';
  test.each<[string[], string]>([
    [[], 'name the service: loyalty-gw selftest <base-url>'],
    [
      ['nowhere', '-u', 'a:b'],
      'this base URL cannot be used: it is no URL; write it as https://loyalty.example.com/walletapi',
    ],
    [['http://a:b@localhost'], 'this base URL cannot be used: login and password belong into --user'],
    [
      [`${url}/walletapi/v1/`, '-u', 'a:b'],
      'the base URL ends before /v1, which every route begins with: leave it out',
    ],
    [[url], 'name login and password with --user or in LOYALTY_GW_SELFTEST_USER'],
    [
      [url, '-u', 'secret'],
      'the user cannot be used (--user or LOYALTY_GW_SELFTEST_USER): it is not of the form login:password',
    ],
    [
      [url, '-u', ':secret'],
      'the user cannot be used (--user or LOYALTY_GW_SELFTEST_USER): it is not of the form login:password',
    ],
    [
      [url, '-u', 'a:b\nc'],
      'the user cannot be used (--user or LOYALTY_GW_SELFTEST_USER): login and password have no control characters',
    ],
    [[url, '-u', 'a:b', '--data', 'nowhere.yaml'], 'cannot read nowhere.yaml: no such file'],
    [[url, '-u', 'a:b', '--data', '.'], 'cannot read .: it is a folder'],
    [[url, '-u', 'a:b', '--ca', 'nowhere.pem'], 'cannot read nowhere.pem: no such file'],
    [[url, '-u', 'a:b', '--ca', 'no.pem'], '--ca: no.pem holds no certificate in PEM'],
    [[url, '-u', 'a:b', '--api', '2'], 'there is no revision "2" of the API; known: 1.0.0, 1.1.0, 1.2.0'],
    [[url, '-u', 'a:b', '--budget', '1'], '--budget: "1" is no duration such as 500ms, 3s or 1m'],
    [[url, '-u', 'a:b', '--timeout', '0s'], '--timeout: "0s" is no duration such as 500ms, 3s or 1m'],
    [
      [url, '-u', 'a:b', '--version-segment', 'v1/x'],
      '--version-segment: "v1/x" is no part of a path such as v1 or v2',
    ],
    [
      [url, '-u', 'a:b', '--junit', 'no.pem/x.xml'],
      'cannot write no.pem/x.xml: a file stands where a folder is needed',
    ],
    [[url, '-u', 'a:b', '--junit', '.'], 'cannot write .: it is a folder'],
  ])('%j', async (argv, line) => {
    const cwd = folderOf({ 'no.pem': 'nothing' });
    expect(await runCli(['selftest', ...argv], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: `loyalty-gw: ${line}\n`,
    });
  });
});

test.each([
  ['a < b && "c" > d', 'a &lt; b &amp;&amp; &quot;c&quot; &gt; d'],
  ['\u001b[31m\u0000\uFFFE', '\uFFFD[31m\uFFFD\uFFFD'],
  ['half a pair: \ud83d!', 'half a pair: \uFFFD!'],
  ['Кофе 😀\t\n', 'Кофе 😀\t\n'],
  [']]>', ']]&gt;'],
])('XML holds %j as %j', (text, xml) => {
  expect(escaped(text)).toBe(xml);
});
