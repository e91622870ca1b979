import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Coverage } from '../../src/testing/coverage.js';
import { never } from '../../src/testing/never.js';
import { readTestFile, runTestFile } from '../../src/testing/test-file.js';
import { TestedMappings } from '../../src/testing/tested-mappings.js';
import { folderOf } from '../config/reading.js';

const mapping = `mapping: 1
name: covered
api: "1.2.0"
params: { SEARCH: { default: search } }
crm:
  baseUrl: https://crm.example.com
  missing: $reply.status = 410
  errors:
    - { when: $reply.body.code = "TAKEN", fail: phoneTaken }
  success: $reply.status = 200
  retryOn: $reply.status = 500
  throttledOn: $reply.body.code = "SLOW"
  auth:
    login: { post: /login, token: $reply.body.token, renewOn: $reply.body.code = "EXPIRED" }
functions:
  sign: 'function($n) { $n < 0 ? "-" : "+" }'
  plusOne: 'function($n) { $sum([$n, 1]) }'
  unused: function($n) { $n }
calls:
  search: { get: /search, ifMissing: cardNotFound, mayFail: true }
operations:
  findCard: { unsupported: not here }
  listUsers:
    steps:
      card: { use: "\${SEARCH}" }
      mayBe: { when: $exists($card.more), get: /more, ifMissing: cardBlocked }
      none: { when: $not($exists($card)), fail: crmBadReply }
      early: { when: $card.done = true, answer: ['0'] }
    response: ["{% $string($abs($plusOne($card.number))) %}", "{% $sign($card.number) = '+' ? '1' : '2' %}"]
  getCard: { proxy: true, ifMissing: cardNotFound, missing: $reply.body.none = true }
custom:
  tiers: { route: GET /tiers, contract: { response: nothing }, steps: { all: { get: /tiers } } }
`;

const head = `test: 1
mapping: covered.yaml
login: { reply: { body: { token: abcdefgh } } }
`;

const listUsers = (name: string, exchanges: string, answer: string) =>
  `  - { name: ${name}, operation: listUsers, exchanges: [${exchanges}], answer: ${answer} }\n`;

const search = (reply: string) => `{ call: { get: /search }, ${reply} }`;

/** What the cases of some test files do not reach. */
async function missedBy(...files: string[]) {
  const named = files.map((cases, index) => [`${index}.test.yaml`, `${head}cases:\n${cases}`]);
  const cwd = folderOf({ 'covered.yaml': mapping, ...Object.fromEntries(named) });
  const coverage = new Coverage();
  const known = new TestedMappings(coverage.watch);
  for (const index of files.keys()) {
    const { tests, findings } = await readTestFile(join(cwd, `${index}.test.yaml`), known);
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
    if (!tests) throw new Error('no tests');
    await coverage.add(tests.mapping.file);
    const results = await runTestFile(tests, { event: (event, test) => coverage.event(event, test) });
    expect(results.flatMap(({ problems }) => problems)).toEqual([]);
  }
  const [covered, ...others] = coverage.mappings();
  expect(others).toEqual([]);
  if (!covered) throw new Error('nothing is covered');
  const missed = covered.missed.map(({ name, aspect }) => `${name} ${aspect}`);
  expect(covered.all.of - covered.all.reached).toBe(missed.length);
  return { missed, covered };
}

const simple = listUsers('simple', search('reply: { body: { number: 5 } }'), '{ body: ["6", "1"] }');

describe('coverage', () => {
  it('lists what one case does not reach, in the order of the page', async () => {
    const { missed, covered } = await missedBy(simple);
    expect(missed).toEqual([
      'crm.missing true',
      'crm.errors[0].when true',
      'crm.success false',
      'crm.retryOn true',
      'crm.throttledOn true',
      'crm.auth.login.renewOn true',
      'functions.sign then',
      'functions.unused called',
      'calls.search.ifMissing missing',
      'calls.search.mayFail failing',
      'operations.listUsers.steps.mayBe reached',
      'operations.listUsers.steps.mayBe.ifMissing missing',
      'operations.listUsers.steps.none reached',
      'operations.listUsers.steps.early reached',
      'operations.listUsers.response[1] else',
      'operations.getCard called',
      'operations.getCard.proxy reached',
      'operations.getCard.ifMissing missing',
      'operations.getCard.missing true',
      'custom.tiers called',
      'custom.tiers.steps.all reached',
    ]);
    expect(covered.kinds).toMatchObject({ operations: { reached: 1, of: 3 }, calls: { reached: 1, of: 1 } });
    expect(covered.missed[6]).toMatchObject({
      place: { line: 16, column: 32 },
      text: `sign: 'function($n) { $n < 0 ? "-" : "+" }'`,
    });
  });

  it('tells a step that was always skipped from one that no case came to', async () => {
    const { covered } = await missedBy(simple);
    const said = covered.missed.map(point => `${point.name} ${never(point)}`);
    expect(said).toContain(
      'operations.listUsers.steps.mayBe was never made: its `when` was false in all cases',
    );
    expect(said).toContain('custom.tiers.steps.all was never made');
    expect(said.join()).not.toContain('reached');
  });

  it.each<[what: string, cases: string, reached: string[]]>([
    [
      'a step that is not skipped, and the error of one that finds nothing',
      listUsers(
        'none',
        `${search('reply: { body: { number: 5, more: 1 } }')}, { call: { get: /more }, reply: { status: 410 } }`,
        '{ error: cardBlocked }',
      ),
      [
        'crm.missing true',
        'operations.listUsers.steps.mayBe reached',
        'operations.listUsers.steps.mayBe.ifMissing missing',
      ],
    ],
    [
      'the error of a shared call that finds nothing',
      listUsers('none', search('reply: { status: 410 }'), '{ error: cardNotFound }'),
      ['crm.missing true', 'calls.search.ifMissing missing'],
    ],
    [
      'a failure that is tolerated, a step that fails',
      listUsers('broken', search('reply: { status: 404 }'), '{ error: crmBadReply }'),
      ['crm.success false', 'calls.search.mayFail failing', 'operations.listUsers.steps.none reached'],
    ],
    [
      'an answer before the response',
      listUsers('early', search('reply: { body: { number: 5, done: true } }'), '{ body: ["0"] }'),
      ['operations.listUsers.steps.early reached'],
    ],
    [
      'the ways of conditions, in an expression and in a function',
      listUsers('minus', search('reply: { body: { number: -5 } }'), '{ body: ["4", "2"] }'),
      ['functions.sign then', 'operations.listUsers.response[1] else'],
    ],
    [
      'an error of the CRM',
      listUsers('taken', search('reply: { body: { code: TAKEN } }'), '{ error: phoneTaken }'),
      ['crm.errors[0].when true'],
    ],
    [
      'replies after which a call is repeated',
      listUsers(
        'again',
        `${search('reply: { body: { code: SLOW } }')}, ${search('reply: { status: 500 }')}, ${search('reply: { body: { number: 5 } }')}`,
        '{ body: ["6", "1"] }',
      ),
      ['crm.success false', 'crm.retryOn true', 'crm.throttledOn true'],
    ],
    [
      'a login that is renewed',
      listUsers(
        'expired',
        `${search('reply: { body: { code: EXPIRED } }')}, ${search('reply: { body: { number: 5 } }')}`,
        '{ body: ["6", "1"] }',
      ),
      ['crm.auth.login.renewOn true'],
    ],
    [
      'an operation that is passed on',
      '  - { name: passed, operation: getCard, request: { params: { cardNumber: "1" } }, exchanges: [{ call: { get: /v1/card/1 }, reply: { body: { none: true } } }], answer: { error: cardNotFound } }\n',
      [
        'operations.getCard called',
        'operations.getCard.proxy reached',
        'operations.getCard.ifMissing missing',
        'operations.getCard.missing true',
      ],
    ],
    [
      'an operation of its own',
      '  - { name: tiers, operation: tiers, exchanges: [{ call: { get: /tiers }, reply: { body: [] } }], answer: { nothing: true } }\n',
      ['custom.tiers called', 'custom.tiers.steps.all reached'],
    ],
  ])('counts %s, whichever test file has the case', async (_, cases, reached) => {
    const { missed: before } = await missedBy(simple);
    const { missed } = await missedBy(simple, cases);
    expect(before.filter(point => !missed.includes(point))).toEqual(reached);
  });
});
