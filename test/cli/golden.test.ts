import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDemoCrm } from '../../examples/demo-crm/server.js';
import { run } from '../../src/cli/program.js';
import { captureIo, runCli } from './capture.js';

const cwd = resolve('test/cli/fixtures');
const demo = ['--mapping', '../../../mappings/demo-crm.yaml'];
const maria = ['--query', 'msisdn=79620480100', ...demo];
const blocked = '{"items": [{"id": 1003, "blocked": true, "card": {"number": 4700000000000072805}}]}';
const card =
  '{"number": 4700000000000072783, "status": "ACTIVE", "barcodeType": "EAN13", "customerId": 1001}';
const lots = '[{"title": "Приветственные бонусы", "amount": 300, "expires": "2026-12-31T23:59:59+03:00"}]';
const faulty = ['--mapping', 'faulty.yaml'];
const secrets = ['updateCardholder', '-m', 'secrets.yaml', '-p', 'cardNumber=1'];
const session = ['updateCardholder', '-m', 'session.yaml', '-p', 'cardNumber=1'];
/** What a login replies with stays out of sight, also the parts that the mapping does not look at. */
const logins = ['"token": "first-token-0001"', '"refresh": "never-looked-at-9"', '"shop": 7'];
const set = ['--set', 'API_KEY=key/of+the shop', '--set', 'PIN=4711 0815'];

/** Name of the file, exit code, command line. The files hold what a person sees. */
const bodies = [
  'updateCardholder',
  '-m',
  'bodies.yaml',
  '-p',
  'cardNumber=47',
  '-b',
  '{"surname": "Иванова"}',
]
  .concat('-s', 'API_KEY=k+3y/of the shop')
  .concat('--crm', 'found=<customer><id>4700000000000072783</id></customer>')
  .concat('--crm', 'update={"text": "OK"}');

const passed = ['-m', 'passthrough.yaml', '-p', 'cardNumber=4700', '-s', 'TOKEN=token-of-the-crm'];

const flow = ['dry-run', 'findCard', '-m', 'flow.yaml', '-q', 'msisdn=79620480100']
  .concat('--crm', 'accounts={"accounts": []}')
  .concat('--crm', 'accounts={"accounts": [{"card": 4700000000000072783}]}')
  .concat('--crm', 'tiers=timeout')
  .concat('--crm', 'orders={"orders": [{"id": 1}], "of": 2}')
  .concat('--crm', 'orders={"orders": [{"id": 2}], "of": 2}');

const cards = ['-m', 'cards.yaml', '-p', 'cardNumber=2900000000025', '-b', '{"phone": "79620480100"}'];
const doubtful = ['--cards', '2900000000025=doubtful:+79620480100', '--crm', 'verify.card={"owner": 7}'];

const goldens: [name: string, code: number, argv: string[]][] = [
  ['dry-run-found', 0, ['dry-run', 'findCard', ...maria, '--crm', 'byPhone=@maria.json']],
  ['dry-run-cards-reserve', 0, ['dry-run', 'reserveCard', '-m', 'cards.yaml']],
  ['dry-run-cards', 0, ['dry-run', 'issueReservedCard', ...cards, '--crm', 'issue=timeout']],
  [
    'dry-run-cards-doubtful',
    0,
    ['dry-run', 'issueReservedCard', ...cards, ...doubtful]
      .concat('--crm', 'verify.holder={"phone": "+79620480100"}')
      .concat('--explain'),
  ],
  [
    'dry-run-cards-json',
    0,
    ['dry-run', 'issueReservedCard', ...cards, ...doubtful, '--crm', 'verify.holder=500', '--json'],
  ],
  ['dry-run-nobody', 0, ['dry-run', 'findCard', ...maria, '--crm', 'byPhone={"items": []}']],
  ['dry-run-blocked', 0, ['dry-run', 'findCard', ...maria, '--crm', `byPhone=${blocked}`]],
  [
    'dry-run-together',
    0,
    [
      'dry-run',
      'getCard',
      ...demo,
      '-p',
      'cardNumber=4700000000000072783',
      '--crm',
      `card=${card}`,
      '--crm',
    ].concat(`bonus={"total": 300.0, "available": 300, "lots": ${lots}}`),
  ],
  [
    'dry-run-reply-with-status',
    0,
    [
      'dry-run',
      'getCard',
      ...demo,
      '-p',
      'cardNumber=1',
      '--crm',
      'card=@none.json',
      '--crm',
      'bonus=timeout',
    ],
  ],
  [
    'dry-run-custom',
    0,
    ['dry-run', 'cardTiers', '-m', 'agreed.yaml', '-p', 'cardNumber=1', '-q', 'lang=ru', '--crm'].concat(
      'tiers={"rows": {"name": "gold"}}',
    ),
  ],
  ['dry-run-no-such-operation', 2, ['dry-run', 'cardTier', '-m', 'agreed.yaml']],
  ['dry-run-not-served', 2, ['dry-run', 'issueCard', '-c', 'served.yaml']],
  [
    'dry-run-login',
    0,
    ['dry-run', ...session, '--crm', 'update=204', '--crm', `login={${logins.join(', ')}}`],
  ],
  [
    'dry-run-login-renewed',
    0,
    ['dry-run', ...session, '--crm', 'update={"error": "expired"}', '--crm', 'update=204', '--crm'].concat(
      `login={${logins.join(', ')}}`,
      '--crm',
      'login={"token": "second-one", "shop": 7}',
    ),
  ],
  [
    'dry-run-login-json',
    0,
    ['dry-run', ...session, '--crm', 'update=204', '--json', '--crm'].concat(`login={${logins.join(', ')}}`),
  ],
  ['dry-run-login-failed', 0, ['dry-run', ...session, '--crm', 'login=403']],
  ['dry-run-login-missing-reply', 1, ['dry-run', ...session, '--crm', 'update=204']],
  ['test-login', 0, ['test', 'session-cases.yaml']],
  ['dry-run-served', 0, ['dry-run', 'findCard', '-c', 'served.yaml', '-q', 'msisdn=1', '-q', 'tag=a']],
  ['dry-run-not-mapped', 2, ['dry-run', 'listPromos', '-m', 'agreed.yaml']],
  ['check-selftest-file', 0, ['check', '../../../examples/demo/selftest.yaml']],
  ['check-selftest-mistakes', 1, ['check', 'selftest-mistakes.yaml']],
  ['test-custom', 0, ['test', 'agreed-cases.yaml']],
  ['test-passthrough', 0, ['test', 'passthrough-cases.yaml']],
  [
    'dry-run-passthrough',
    0,
    ['dry-run', 'updateCardholder', ...passed, '-b', '{"email": "ann@example.com"}', '--crm', 'proxy=204'],
  ],
  ['dry-run-passthrough-missing', 0, ['dry-run', 'getCard', ...passed, '--crm', 'proxy=404']],
  ['dry-run-passthrough-contract', 1, ['dry-run', 'getCard', ...passed, '--crm', 'proxy={"card": {}}']],
  ['dry-run-fault', 0, ['dry-run', 'findCard', ...maria, '--crm', 'byPhone=reset']],
  ['dry-run-html', 0, ['dry-run', 'findCard', ...maria, '--crm', 'byPhone=<html>down</html>']],
  [
    'dry-run-missing-reply',
    1,
    ['dry-run', 'getCard', ...demo, '-p', 'cardNumber=1', '--crm', `card=${card}`],
  ],
  ['dry-run-bad-request', 0, ['dry-run', 'findCard', '--query', 'msisdn=phone', ...demo]],
  ['dry-run-unsupported', 0, ['dry-run', 'listUsers', ...faulty]],
  [
    'dry-run-contract-fault',
    1,
    ['dry-run', 'getCard', ...faulty, '-p', 'cardNumber=1', '--crm', 'card={"number": 1, "state": "ACTIVE"}'],
  ],
  [
    'dry-run-undefined',
    1,
    ['dry-run', 'getCard', ...faulty, '-p', 'cardNumber=1', '--crm', 'card={"number": 1}'],
  ],
  [
    'dry-run-no-condition',
    1,
    [
      'dry-run',
      'findCard',
      ...faulty,
      '-q',
      'msisdn=79620480100',
      '--crm',
      'found={"items": [{"active": 1}]}',
    ],
  ],
  [
    'dry-run-expression-fault',
    1,
    ['dry-run', 'findCard', ...faulty, '-q', 'msisdn=79620480100', '--crm'].concat(
      'found={"items": [{"active": false, "number": 7}]}',
    ),
  ],
  [
    'dry-run-secrets',
    0,
    ['dry-run', ...secrets, ...set, '-b', '{"surname": "Иванова"}', '--crm', 'update=204'],
  ],
  ['dry-run-secrets-json', 0, ['dry-run', ...secrets, ...set, '--crm', 'update=204', '--json']],
  ['dry-run-placeholders', 0, ['dry-run', ...secrets, '--crm', 'update=204']],
  ['dry-run-live-without-params', 1, ['dry-run', ...secrets, '--live']],
  ['dry-run-found-json', 0, ['dry-run', 'findCard', ...maria, '--crm', 'byPhone=@maria.json', '--json']],
  [
    'dry-run-config',
    0,
    ['dry-run', 'findCard', '--config', '../../../examples/demo/loyalty-gw.yaml', '-q', 'msisdn=79620480100']
      .concat('--set', 'CRM_URL=https://crm.example.com')
      .concat('--crm', 'byPhone=@maria.json'),
  ],
  ['dry-run-wrong-mapping', 1, ['dry-run', 'findCard', '-m', 'mistakes.yaml']],
  ['check-mistakes', 1, ['check', 'mistakes.yaml']],
  ['check-mistakes-json', 1, ['check', '--json', 'mistakes.yaml']],
  ['check-test-file', 1, ['check', 'misspelt-cases.yaml']],
  ['check-verbose', 0, ['check', '--verbose', 'interpreted.yaml', '../../../mappings/demo-crm.yaml']],
  ['check-verbose-json', 0, ['check', '--verbose', '--json', 'interpreted.yaml']],
  ['check-demo', 0, ['check', '../../../mappings/demo-crm.yaml']],
  ['check-demo-config', 0, ['check', '--config', '../../../examples/demo/loyalty-gw.yaml']],
  ['dry-run-bodies', 0, ['dry-run', ...bodies]],
  ['dry-run-bodies-json', 0, ['dry-run', ...bodies, '--json']],
  ['dry-run-flow', 0, flow],
  ['dry-run-flow-json', 0, [...flow, '--json']],
  ['dry-run-explain', 0, ['dry-run', 'findCard', ...maria, '--crm', 'byPhone=@maria.json', '--explain']],
  ['dry-run-explain-flow', 0, [...flow, '--explain']],
  [
    'dry-run-explain-json',
    0,
    ['dry-run', 'findCard', '-q', 'email=a@example.com', ...demo, '--explain', '--json'].concat(
      '--crm',
      'byEmail={"items": []}',
    ),
  ],
  [
    'dry-run-explain-together',
    0,
    [
      'dry-run',
      'getCard',
      ...demo,
      '-p',
      'cardNumber=1',
      '--explain',
      '--crm',
      `card=${card}`,
      '--crm',
    ].concat(`bonus={"total": 300.0, "available": 300, "lots": ${lots}}`),
  ],
  [
    'dry-run-explain-login',
    0,
    ['dry-run', ...session, '--explain', '--crm', 'update=204', '--crm', `login={${logins.join(', ')}}`],
  ],
  [
    'dry-run-explain-fault',
    1,
    ['dry-run', 'findCard', ...faulty, '-q', 'msisdn=79620480100', '--explain', '--crm'].concat(
      'found={"items": [{"active": false, "number": 7}]}',
    ),
  ],
  ['dry-run-from', 0, ['dry-run', '--from', 'session-cases.yaml#1']],
  ['dry-run-from-fails', 1, ['dry-run', '--from', 'failing-cases.yaml#1']],
  ['dry-run-from-fails-json', 1, ['dry-run', '--from', 'failing-cases.yaml#1', '--json']],
  ['dry-run-from-changed', 1, ['dry-run', '--from', 'session-cases.yaml#1', '--crm', 'update=500']],
  ['test-bodies', 1, ['test', 'bodies-cases.yaml']],
  ['test-passes', 0, ['test', 'secrets-cases.yaml']],
  ['test-fails', 1, ['test', 'failing-cases.yaml', 'secrets-cases.yaml']],
  ['test-fails-json', 1, ['test', '--json', 'failing-cases.yaml']],
  ['test-wrong-file', 1, ['test', 'misspelt-cases.yaml']],
  ['test-wrong-file-json', 1, ['test', '--json', 'misspelt-cases.yaml']],
];

function shown({ stdout, stderr }: { stdout: string; stderr: string }): string {
  const printed = `${stdout}${stderr === '' ? '' : `--- stderr\n${stderr}`}`;
  // Where this project lies is nobody's business.
  return printed.replaceAll(resolve('.'), '/project');
}

it.each(goldens)('%s', async (name, code, argv) => {
  const result = await runCli(argv, { cwd });
  await expect(shown(result)).toMatchFileSnapshot(`golden/${name}.txt`);
  expect(result.code).toBe(code);
  if (argv.includes('--json')) JSON.parse(result.stdout);
});

describe('--live asks the CRM itself', () => {
  it.each([
    ['with the params of --set', ['--set', 'CRM_TOKEN=the-token-of-a-test', ...demo]],
    ['with the params of a config', ['--config', '../../../examples/demo/loyalty-gw.yaml']],
  ])('%s', async (_, from) => {
    const crm = await startDemoCrm({ token: 'the-token-of-a-test' });
    onTestFinished(() => crm.close());
    const env = { CRM_TOKEN: 'the-token-of-a-test', CRM_PORT: new URL(crm.url).port };
    const argv = ['dry-run', 'findCard', '-q', 'msisdn=79620480100', ...from, '--set', `CRM_URL=${crm.url}`];
    const result = await runCli([...argv, '--live'], { cwd, env });
    const neutral = shown(result)
      .replaceAll(crm.url, 'http://crm')
      .replace(/\([\d.]+ ms\)/, '(… ms)');
    await expect(neutral).toMatchFileSnapshot('golden/dry-run-live.txt');
    expect(result.code).toBe(0);
  });
});

describe('a secret is masked in every spelling', () => {
  it.each([[[]], [['--json']]])('%j', async more => {
    const body = '{"surname": "4711 0815"}';
    const { stdout, stderr } = await runCli(
      ['dry-run', ...secrets, ...set, '-b', body, '--crm', 'update={"echo": "4711 0815"}', ...more],
      { cwd },
    );
    expect(stdout + stderr).not.toMatch(/4711|0815|key\/of|key%2[fF]of/);
    expect(stdout).toContain('***');
  });
});

describe('--body', () => {
  it('comes from stdin with -', async () => {
    const { io, stdout } = captureIo({ cwd });
    const argv = ['dry-run', ...secrets, '--body', '-', '--crm', 'update=204'];
    const stdin = Readable.from([Buffer.from('{"surname": "Ива'), Buffer.from('нова"}')]);
    expect(await run(argv, { ...io, stdin })).toBe(0);
    expect(stdout()).toContain('"name":"Иванова"');
  });

  it('comes from a file with @', async () => {
    const { code, stdout } = await runCli(
      ['dry-run', ...secrets, '--body', '@person.json', '--crm', 'update=204'],
      { cwd },
    );
    expect(code).toBe(0);
    expect(stdout).toContain('"name":"Иванова"');
  });
});

const replyWords =
  'write JSON, a page that begins with <, a status from 100 to 599, @file, timeout, reset or refused';

describe('wrong usage is one line on stderr and exit code 2', () => {
  const of = (...argv: string[]) => ['dry-run', ...argv];
  it.each<[string[], string]>([
    [of('findCrad', ...demo), 'there is no operation "findCrad"; did you mean findCard?'],
    [of('findCard'), 'name a mapping with --mapping, or a config with --config'],
    [of('findCard', ...demo, '-c', 'x'), 'a config names its mapping: give --mapping or --config, not both'],
    [of('findCard', '-m', 'nowhere.yaml'), 'cannot read nowhere.yaml: no such file'],
    [
      of('findCard', ...maria, '--crm', 'byPhon={}'),
      '--crm: findCard makes no call "byPhon"; did you mean byPhone?',
    ],
    [of('findCard', ...maria, '--crm', 'byPhone=@none'), 'cannot read none: no such file'],
    [
      of('findCard', ...maria, '--crm', 'byPhone=timout'),
      '--crm: "timout" is no reply: did you mean timeout?',
    ],
    [
      of('findCard', ...maria, '--crm', 'byPhone=a.json'),
      '--crm: "a.json" is no reply: did you mean @a.json?',
    ],
    [of('findCard', ...maria, '--crm', 'byPhone={a: 1}'), `--crm: "{a: 1}" is no reply: ${replyWords}`],
    [of('findCard', ...maria, '--crm', 'byPhone=99'), `--crm: "99" is no reply: ${replyWords}`],
    [of('findCard', ...maria, '--crm', 'byPhone'), '"byPhone" is not of the form step=reply'],
    [
      of('findCard', ...maria, '--live', '--crm', 'byPhone={}'),
      '--live asks the CRM itself: leave out --crm, or --live',
    ],
    [of('findCard', ...maria, '-q', 'msisdn=1'), '"msisdn" is given twice'],
    [
      of('findCard', ...maria, '--set', 'CRM_TOKN=x'),
      '--set: the mapping has no param "CRM_TOKN"; did you mean CRM_TOKEN?',
    ],
    [
      of('findCard', '-c', '../../../examples/demo/loyalty-gw.yaml', '--set', 'CRM_TOKN=x'),
      '--set: the mapping has no param "CRM_TOKN"; did you mean CRM_TOKEN?',
    ],
    [
      of(...secrets, '--set', 'NAME=x'),
      '--set: the mapping has no param "NAME"; its params: CRM_URL, SHOP, API_KEY, PIN',
    ],
    [of('findCard', ...demo, '-q', 'msisdn'), '"msisdn" is not of the form name=value'],
    [
      of('findCard', ...maria, '-p', 'cardNumber=1'),
      '--param: the path of findCard has no parameter "cardNumber"',
    ],
    [of('getCard', ...demo), 'getCard needs --param cardNumber=…'],
    [of(...secrets, '-b', '@nowhere.json'), 'cannot read nowhere.json: no such file'],
    [of('findCard', ...faulty, '--qery', 'a=b'), "unknown option '--qery' (Did you mean --query?)"],
    [['check', 'nowhere.yaml'], 'cannot read nowhere.yaml: no such file'],
    [['test', 'nowhere.test.yaml'], 'cannot read nowhere.test.yaml: no such file'],
  ])('%j', async (argv, line) => {
    const { code, stdout, stderr } = await runCli(argv, { cwd });
    expect({ code, stdout, stderr: stderr.replaceAll(`${cwd}/`, '') }).toEqual({
      code: 2,
      stdout: '',
      stderr: `loyalty-gw: ${line}\n`,
    });
  });
});
