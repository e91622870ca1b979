import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTestFile, runTestFile } from '../../src/testing/test-file.js';
import { testFile } from './files.js';

const mapping = `
mapping: 1
name: test
api: "1.2.0"
params:
  CRM_URL: { required: true }
  TOKEN: { required: true, secret: true }
crm:
  baseUrl: \${CRM_URL}
  auth: { bearer: "\${TOKEN}" }
operations:
  listUsers:
    steps:
      members: { get: /members, query: { since: "{% $now() %}" }, take: $reply.body.items }
    response: "{% $members %}"
  updateCardholder:
    steps:
      card: { get: "/cards/{% $request.params.cardNumber %}" }
      update: { patch: "/people/{% $card.owner %}", body: { phone?: "{% $request.body.phone %}", tags: [app] } }
  sendReceiptQr:
    steps:
      account: { get: /account, take: $reply.body.id }
      scan:
        post: /scans
        body:
          asText: "{% $account %}"
          asNumber: "{% $numeral($account) %}"
          limit: 12345678901234567.89
          textOfLimit: "12345678901234567.89"
  reserveCard:
    steps:
      qr: { value: $number($request.query.n) }
    response: { cardNumber: "{% $exists($qr) ? $string($qr) : '1' %}" }
`;

const listUsers = `
      - call: { get: /members, query: { since: "2026-03-15T12:00:00.000Z" } }
        reply: { body: { items: ["1", "2"] } }`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loyalty-gw-'));
  await writeFile(join(folder, 'test.yaml'), mapping);
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const file = join(folder, 'test.test.yaml');
  await writeFile(file, text);
  return readTestFile(file);
}

const fileOf = (cases: string) =>
  `test: 1\nmapping: test.yaml\nparams: { CRM_URL: "https://crm.example.com/v2/" }\ncases:\n${cases}`;

/** The messages of all problems of the only case, with their differences. */
async function problemsOf(testCase: string): Promise<string[]> {
  const { tests, findings } = await read(fileOf(`  - name: it\n${testCase.replaceAll(/^(?=.)/gm, '    ')}`));
  if (!tests) throw new Error(findings.map(({ message }) => message).join('; '));
  const [result] = await runTestFile(tests);
  return (result?.problems ?? []).flatMap(({ message, differences }) => [
    message,
    ...differences.map(({ path, expected, actual }) => `${path}: ${String(expected)} / ${String(actual)}`),
  ]);
}

async function findingsOf(text: string): Promise<string[]> {
  const { tests, findings } = await read(text);
  expect(tests).toBeUndefined();
  return findings.map(({ line, message, hint }) => `${line}: ${message}${hint ? ` (${hint})` : ''}`);
}

const members = (
  reply: string,
  answer: string,
  call = '{ get: /members, query: { since: "2026-03-15T12:00:00.000Z" } }',
) => problemsOf(`operation: listUsers\nexchanges:\n  - call: ${call}\n    ${reply}\nanswer: ${answer}`);

const update = (body: string, calls: string, answer = '{ nothing: true }') =>
  problemsOf(
    `operation: updateCardholder\nrequest: { params: { cardNumber: "47" }, body: ${body} }\nexchanges:\n` +
      `  - { call: { get: /cards/47 }, reply: { body: { owner: 4700000000000072783 } } }\n${calls}\nanswer: ${answer}`,
  );

const patched =
  '  - { call: { patch: /people/4700000000000072783, body: { tags: [app] } }, reply: { status: 204 } }';

describe('a call that is made again', () => {
  const again = (outcomes: string[], answer: string) =>
    problemsOf(
      `operation: listUsers\nexchanges:\n${outcomes
        .map(
          outcome =>
            `  - { call: { get: /members, query: { since: "2026-03-15T12:00:00.000Z" } }, ${outcome} }\n`,
        )
        .join('')}answer: ${answer}`,
    );
  const throttled = 'reply: { status: 429, headers: { Retry-After: "4" } }';
  const good = 'reply: { body: { items: ["1", "2"] } }';

  it('takes the exchanges for it in their order, and its pauses take no time', async () => {
    expect(await again([throttled, throttled, good], '{ body: ["1", "2"] }')).toEqual([]);
  });

  it('takes the last one once more', async () => {
    expect(await again(['fault: reset', 'fault: timeout'], '{ error: crmTimeout }')).toEqual([]);
  });

  it('has no more time than the operation, counted by its pauses', async () => {
    expect(await again([throttled, throttled, throttled], '{ error: crmBusy }')).toEqual([]);
  });

  it('leaves an exchange that would come too late', async () => {
    expect(await again([throttled, throttled, throttled, good], '{ error: crmBusy }')).toEqual([
      'the call never came: GET /members',
    ]);
  });
});

describe('a case that is as it says', () => {
  it('has no problems', async () => {
    expect(await members('reply: { body: { items: ["1", "2"] } }', '{ body: ["1", "2"] }')).toEqual([]);
    expect(await members('fault: timeout', '{ error: crmTimeout }')).toEqual([]);
    expect(await update('{}', patched)).toEqual([]);
  });

  it('does not depend on the order of exchanges, of members and of how a path is written', async () => {
    const steps = '  - { call: { get: "/cards/%D1%8F a" }, reply: { body: { owner: 1 } } }';
    const writes =
      '  - { call: { patch: /people/1, body: { tags: [app], phone: "79620480100" } }, reply: { status: 204 } }';
    expect(
      await problemsOf(
        `operation: updateCardholder\nrequest: { params: { cardNumber: "я a" }, body: { phone: 79620480100 } }\nexchanges:\n${writes}\n${steps}\nanswer: { nothing: true }`,
      ),
    ).toEqual([]);
  });

  it('sends long numbers of the file with all their digits, in requests and in replies', async () => {
    expect(
      await problemsOf(
        'operation: updateCardholder\nrequest: { params: { cardNumber: 4700000000000072783 }, body: {} }\nexchanges:\n' +
          `  - { call: { get: /cards/4700000000000072783 }, reply: { body: { owner: 4700000000000072783 } } }\n${patched}\nanswer: { nothing: true }`,
      ),
    ).toEqual([]);
  });
});

describe('a long number', () => {
  const scan = (id: string, body: string) =>
    problemsOf(
      'operation: sendReceiptQr\nrequest: { body: { qr: x } }\nexchanges:\n' +
        `  - { call: { get: /account }, reply: { body: { id: ${id} } } }\n` +
        `  - { call: { post: /scans, body: ${body} }, reply: { status: 204 } }\nanswer: { nothing: true }`,
    );
  const limits = 'limit: 12345678901234567.89, textOfLimit: "12345678901234567.89"';

  it.each(['4700000000000072783', '123456789012345678.55', '0.12345678901234567890'])(
    'keeps the digits of the file: %s',
    async id => {
      expect(await scan(id, `{ asText: "${id}", asNumber: ${id}, ${limits} }`)).toEqual([]);
    },
  );

  it('is not the text with the same digits', async () => {
    const id = '4700000000000072783';
    const swapped = await scan(id, `{ asText: ${id}, asNumber: "${id}", ${limits} }`);
    expect(swapped).toContain(`body.asText: ${id} / ${id}`);
    expect(swapped).toContain(`body.asNumber: ${id} / ${id}`);
    expect(swapped.join()).not.toContain('imit');
  });

  it('is none in an answer, in which everything is a text', async () => {
    const id = '4700000000000072783';
    expect(await members(`reply: { body: { items: [${id}] } }`, `{ body: ["${id}"] }`)).toEqual([]);
    expect(await members(`reply: { body: { items: [${id}] } }`, `{ body: [${id}] }`)).toContain(
      `answer.body[0]: ${id} / ${id}`,
    );
  });
});

describe('a failure', () => {
  it('is another answer, with the reason', async () => {
    expect(await members('reply: { body: { items: ["1"] } }', '{ body: ["1", "2"] }')).toEqual([
      'the answer is another one',
      'answer.body[1]: 2 / undefined',
    ]);
    expect(await members('reply: { body: {} }', '{ body: [] }')).toEqual([
      expect.stringMatching(/^the answer is another one \(crmBadReply: take gave nothing/),
      'answer.status: 200 / 422',
      expect.stringMatching(/^answer.body/),
    ]);
    expect(await members('fault: reset', '{ error: crmTimeout }')).toEqual([
      'the answer is another one (crmUnavailable: recorded: reset)',
      'answer.body.code: 3002 / 3001',
      'answer.body.description: Система лояльности не ответила вовремя / Система лояльности недоступна',
    ]);
  });

  it('is a number where the answer has a text', async () => {
    expect(await members('reply: { body: { items: [1] } }', '{ body: [1] }')).toContain(
      'answer.body[0]: 1 / 1',
    );
  });

  it('is nothing instead of something', async () => {
    expect(await members('reply: { body: { items: [] } }', '{ nothing: true }')).toContain(
      'the answer is another one',
    );
    expect(await update('{}', patched, '{ body: {} }')).toContain('the answer is another one');
  });

  it.each([
    ['{ get: /member, query: { since: "2026-03-15T12:00:00.000Z" } }', []],
    ['{ post: /members, query: { since: "2026-03-15T12:00:00.000Z" } }', []],
    ['{ get: /members }', ['query.since: undefined / 2026-03-15T12:00:00.000Z']],
    ['{ get: /members, query: { since: "2026-03-15T12:00:00.000Z", q: 1 } }', ['query.q: 1 / undefined']],
    [
      '{ get: /members, query: { since: "2026-03-15T12:00:00.000Z" }, headers: { Accept: text/csv } }',
      ['headers.accept: text/csv / application/json'],
    ],
    [
      '{ get: /members, query: { since: "2026-03-15T12:00:00.000Z" }, body: {} }',
      ['body: [object Object] / undefined'],
    ],
  ])('is a call that no exchange is for: %s', async (call, differences) => {
    const line = `${/get|post/.exec(call)?.[0].toUpperCase()} ${/\/\w+/.exec(call)?.[0]}`;
    expect(await members('reply: { body: { items: [] } }', '{ body: [] }', call)).toEqual([
      'no exchange of the case is for the call GET /members?since=2026-03-15T12%3A00%3A00.000Z',
      ...differences,
      `the call never came: ${line}`,
      expect.stringMatching(/^the answer is another one/),
      'answer.status: 200 / 422',
      expect.stringMatching(/^answer.body/),
    ]);
  });

  it('is a body with a member more, less or of another kind', async () => {
    const call = (body: string) =>
      `  - { call: { patch: /people/4700000000000072783, body: ${body} }, reply: { status: 204 } }`;
    expect(await update('{ phone: "79620480100" }', call('{ tags: [app] }'))).toContain(
      'body.phone: undefined / 79620480100',
    );
    expect(await update('{}', call('{ tags: [app], phone: "1" }'))).toContain('body.phone: 1 / undefined');
    expect(await update('{}', call('{ tags: app }'))).toContain('body.tags: app / app');
  });

  it('is a call that is made twice, when an exchange is for one', async () => {
    const twice = mapping.replace(
      'card: {',
      'again: { get: "/cards/{% $request.params.cardNumber %}" }\n      card: {',
    );
    await writeFile(join(folder, 'test.yaml'), twice);
    try {
      expect(await update('{}', patched)).toContain('no exchange of the case is for the call GET /cards/47');
    } finally {
      await writeFile(join(folder, 'test.yaml'), mapping);
    }
  });

  it('is an exchange that is never used', async () => {
    const more = `${patched}\n  - { call: { delete: /people/1 }, reply: {} }`;
    expect(await update('{}', more)).toEqual(['the call never came: DELETE /people/1']);
  });
});

describe('a file', () => {
  it('is told all that is wrong with it at once, with the nearest known key', async () => {
    const text =
      'test: 1\nmapping: test.yaml\nclok: "2026"\ncases:\n' +
      '  - name: a\n    operation: listUser\n    answr: { nothing: true }\n    answer: { eror: crmError }\n' +
      '  - name: b\n    operation: listUsers\n    answer: { error: crmEror }\n    exchanges:\n' +
      '      - call: { get: members, putt: /x }\n        fault: slow\n      - call: { get: /a, put: /b }\n        reply: { body: 1, text: a }\n' +
      '      - call: { query: {} }\n        reply: { stats: 200 }\n';
    const findings = await findingsOf(text);
    for (const finding of [
      '3: unknown key "clok"; did you mean "clock"?',
      '7: unknown key "answr"; did you mean "answer"?',
      '8: an answer is { body: … }, { error: … } or { nothing: true }',
      '11: there is no error "crmEror"; did you mean "crmError"?',
      '6: there is no operation "listUser" (did you mean listUsers?)',
      '13: a path begins with /',
      '13: unknown key "putt"; did you mean "put"?',
      '14: "fault" must be "refused" or "reset" or "timeout"',
      '15: a call has one method: get, post, put, patch or delete',
      '16: a reply has either body or text',
      '17: a call has one method: get, post, put, patch or delete',
      '18: unknown key "stats"; did you mean "status"?',
    ])
      expect(findings).toContain(finding);
  });

  it.each([
    ['cases: []', 'a test file has at least one case'],
    ['', '"cases" is missing: a list is needed'],
  ])('without a case tests nothing, and says so', async (cases, message) => {
    expect((await findingsOf(`test: 1\nmapping: test.yaml\n${cases}`)).join()).toContain(message);
  });

  it('of another version, or that is no test file at all', async () => {
    expect((await findingsOf('test: 2\nmapping: test.yaml\ncases: []')).join()).toContain(
      'test: 1 is the version',
    );
    expect((await findingsOf('- a')).join()).toContain('must be a mapping of keys to values');
    expect((await findingsOf('a: [1')).length).toBe(1);
    expect((await findingsOf('')).length).toBe(1);
  });

  it('is not run when the mapping has an error', async () => {
    await writeFile(join(folder, 'broken.yaml'), mapping.replace('$card.owner', '$crd.owner'));
    const text = fileOf(
      `  - name: a\n    operation: listUsers\n    answer: { body: [] }\n    exchanges:${listUsers}`,
    );
    const { tests, findings } = await read(text.replace('test.yaml', 'broken.yaml'));
    expect(tests).toBeUndefined();
    expect(findings).toEqual([expect.objectContaining({ file: join(folder, 'broken.yaml'), line: 19 })]);
  });

  it('sees a param that is no param of the mapping', async () => {
    const text = fileOf(
      `  - name: a\n    operation: listUsers\n    answer: { body: ["1", "2"] }\n    exchanges:${listUsers}`,
    );
    expect(await findingsOf(text.replace('params: {', 'params: { CRM_UR: x, '))).toEqual([
      expect.stringContaining('CRM_UR'),
    ]);
  });
});

describe('the world of a case', () => {
  it('says of a call without an exchange that none is given, not that it was recorded', async () => {
    const cases = `cases:
  - { name: none, operation: getCard, request: { params: { cardNumber: "47" } }, answer: { nothing: true } }`;
    const { tests } = await readTestFile(testFile(cases));
    const [result] = tests ? await runTestFile(tests) : [];
    const said = result?.problems.map(({ message }) => message);
    expect(said).toContainEqual(
      expect.stringContaining('(crmUnavailable: no exchange is given for this call)'),
    );
  });

  it('has the same clock each time, the one that the file says', async () => {
    const text = fileOf(
      `  - name: a\n    operation: listUsers\n    answer: { body: ["1", "2"] }\n    exchanges:${listUsers.replace('2026-03-15T12:00', '2025-12-31T21:00')}`,
    ).replace('cases:', 'clock: "2026-01-01T00:00:00+03:00"\ncases:');
    const { tests } = await read(text);
    for (let time = 0; time < 2; time++) {
      const [result] = tests ? await runTestFile(tests) : [];
      expect(result?.problems).toEqual([]);
    }
  });
});

describe('a case', () => {
  const problemsOfAll = async (text: string) => {
    const { tests, findings } = await read(text);
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
    const results = tests ? await runTestFile(tests) : [];
    return results.map(({ problems }) => problems.map(({ message }) => message));
  };

  it('may have params of its own, and others have those of the file', async () => {
    const one = (name: string, more: string, token: string) => `
  - name: ${name}
    operation: listUsers${more}
    answer: { body: ["1", "2"] }
    exchanges:${listUsers.replace('query:', `headers: { authorization: Bearer ${token} }, query:`)}`;
    const text = fileOf(
      one('a', '\n    params: { TOKEN: its-own }', 'its-own') + one('b', '', 'of-the-file'),
    ).replace('params: {', 'params: { TOKEN: of-the-file,');
    expect(await problemsOfAll(text)).toEqual([[], []]);
  });

  it('sees a param that is no param of the mapping', async () => {
    const text = fileOf('  - { name: a, operation: listUsers, params: { TOKN: x }, answer: { body: [] } }');
    const { findings } = await read(text);
    expect(findings.map(({ message, line }) => [message, line])).toEqual([
      ['the mapping has no param "TOKN"', 5],
    ]);
  });

  const failing = (times: string) =>
    fileOf(`  - name: a
    operation: listUsers
    answer: { error: crmError }
    exchanges:
      - call: { get: /members, query: { since: "2026-03-15T12:00:00.000Z" } }${times}
        reply: { status: 503, body: {} }`);

  it('may say how often a call is made', async () => {
    expect(await problemsOfAll(failing(''))).toEqual([[]]);
    expect(await problemsOfAll(failing('\n        times: 11'))).toEqual([[]]);
    expect((await problemsOfAll(failing('\n        times: 10')))[0]?.[0]).toMatch(
      /^no exchange of the case is for the call GET \/members/,
    );
    expect((await problemsOfAll(failing('\n        times: 12')))[0]).toEqual([
      'the call never came: GET /members',
    ]);
  });
});
