import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTestFile, runTestFile } from '../../src/testing/test-file.js';
import { folderOf } from '../config/reading.js';

const LOGIN = '{ login: { post: /auth, token: $reply.body.token } }';

const mapping = (auth: string) => `
mapping: 1
name: session
api: "1.2.0"
crm: { baseUrl: "https://crm.test", auth: ${auth} }
operations:
  sendReceiptQr: { steps: { scan: { post: /scans } } }
`;

const scan = (token: string, status = 200) =>
  `{ call: { post: /scans, headers: { authorization: Bearer ${token} } }, reply: { status: ${status}, body: {} } }`;

/** What is wrong with a file of one case or of several, and with its cases when they are run. */
async function problemsOf(top: string, cases: string[], auth = LOGIN): Promise<string[]> {
  const listed = cases.map(
    (exchanges, index) =>
      `  - { name: case ${index}, operation: sendReceiptQr, exchanges: [${exchanges}], answer: { nothing: true } }`,
  );
  const text = ['test: 1', 'mapping: crm.yaml', top, 'cases:', ...listed].join('\n');
  const folder = folderOf({ 'crm.yaml': mapping(auth), 'crm.test.yaml': text });
  const { tests, findings } = await readTestFile(join(folder, 'crm.test.yaml'));
  if (!tests) return findings.map(({ message }) => message);
  return (await runTestFile(tests)).flatMap(({ problems }) => problems.map(({ message }) => message));
}

it('replies to the login of each case, which all begin with nobody logged in', async () => {
  const top = 'login: { reply: { body: { token: all } } }';
  expect(await problemsOf(top, [scan('all'), scan('all')])).toEqual([]);
});

it('prefers the exchange of a case', async () => {
  const top = 'login: { reply: { body: { token: all } } }';
  const own = '{ call: { post: /auth }, reply: { body: { token: own } } }';
  expect(await problemsOf(top, [`${own}, ${scan('own')}`, scan('all')])).toEqual([]);
});

it('lets a token end in the middle of a case', async () => {
  const first = '{ call: { post: /auth }, reply: { body: { token: first } } }';
  const second = '{ call: { post: /auth }, reply: { body: { token: second } } }';
  const exchanges = [first, scan('first', 401), second, scan('second')].join(', ');
  expect(await problemsOf('', [exchanges])).toEqual([]);
});

it('tells what to do about a login without a reply', async () => {
  expect(await problemsOf('', [''])).toEqual([
    'no exchange of the case is for the call POST /auth; a reply to all logins stands under login: of the file',
    expect.stringMatching(/^the answer is another one \(crmUnavailable/),
  ]);
});

it('lets a login fail', async () => {
  expect(await problemsOf('login: { fault: timeout }', [''])).toEqual([
    expect.stringMatching(/^the answer is another one \(crmTimeout: /),
  ]);
});

it('has no use for a login that the mapping does not make', async () => {
  expect(await problemsOf('login: { reply: {} }', [''], 'none')).toEqual([
    'the mapping does not log in: no login is ever replied to',
  ]);
});
