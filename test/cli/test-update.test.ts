import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { replaceFile } from '../../src/document/replace-file.js';
import { folderOf } from '../config/reading.js';
import { crm } from '../testing/files.js';
import { runCli } from './capture.js';

const cases = (answer: string, filtered = 'crmError') => `test: 1
mapping: crm.yaml
params: { CRM_URL: "https://crm.example.com" }
cases:
  - name: the CRM is down # for a while
    operation: getCard
    request: { params: { cardNumber: "47" } }
    exchanges: [{ call: { get: /cards/47, query: { fields: [id, owner], deep: 1 } }, fault: refused }]
    answer: { error: ${answer} }
  - name: the CRM fails
    operation: getCard
    request: { params: { cardNumber: "47" } }
    exchanges: [{ call: { get: /cards/47, query: { fields: [id, owner], deep: 1 } }, reply: { status: 500 } }]
    answer: { error: ${filtered} }
`;

const folder = (text: string) => folderOf({ 'crm.yaml': crm, 'crm.test.yaml': text });

it('writes what came, says so, and runs again', async () => {
  const cwd = folder(cases('crmTimeout'));
  expect((await runCli(['test'], { cwd })).code).toBe(1);
  const { code, stdout } = await runCli(['test', '--update'], { cwd });
  expect(stdout).toBe(`updated crm.test.yaml
  getCard: the CRM is down  (crm.test.yaml:5:5)
    answer.error  was "crmTimeout", is "crmUnavailable"

crm.test.yaml
  ok    getCard: the CRM is down
  ok    getCard: the CRM fails

2 passed, 0 failed
`);
  expect(code).toBe(0);
  expect(readFileSync(`${cwd}/crm.test.yaml`, 'utf8')).toBe(cases('crmUnavailable'));
  expect((await runCli(['test', '--update'], { cwd })).stdout).not.toContain('updated');
});

it('tells programs the same', async () => {
  const cwd = folder(cases('crmTimeout'));
  const { stdout } = await runCli(['test', '--update', '--json'], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({
    passed: 2,
    files: [
      {
        updates: [
          {
            name: 'the CRM is down',
            operation: 'getCard',
            line: 5,
            changes: [{ path: 'answer.error', before: 'crmTimeout', after: 'crmUnavailable' }],
            left: [],
          },
        ],
      },
    ],
  });
});

it('updates the cases that --filter chose, and no others', async () => {
  const cwd = folder(cases('crmTimeout', 'badRequest'));
  const { code } = await runCli(['test', '--update', '--filter', 'is down'], { cwd });
  expect(code).toBe(0);
  expect(readFileSync(`${cwd}/crm.test.yaml`, 'utf8')).toBe(cases('crmUnavailable', 'badRequest'));
});

it('fails with what it could not write', async () => {
  const text = cases('crmUnavailable').replace('get: /cards/47', 'get: /cards/48');
  const cwd = folder(text);
  const { code, stdout } = await runCli(['test', '--update'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^left crm.test.yaml\n {2}getCard: the CRM is down .*\n {4}left: no exchange of the case is for/,
  );
  expect(stdout).toMatch(/\n1 passed, 1 failed\n$/);
  expect(readFileSync(`${cwd}/crm.test.yaml`, 'utf8')).toBe(text);
});

it('a file is replaced as it is: its mark, its mode, and where a link leads', async () => {
  const cwd = folderOf({ 'a.yaml': '\uFEFFa: 1\r\n' });
  chmodSync(`${cwd}/a.yaml`, 0o640);
  symlinkSync(`${cwd}/a.yaml`, `${cwd}/link.yaml`);
  expect(await replaceFile(`${cwd}/link.yaml`, 'a: 1\r\n', 'a: 2\r\n')).toBe(true);
  expect(readFileSync(`${cwd}/a.yaml`, 'utf8')).toBe('\uFEFFa: 2\r\n');
  expect(statSync(`${cwd}/a.yaml`).mode & 0o777).toBe(0o640);
  expect(readdirSync(cwd)).toEqual(['a.yaml', 'link.yaml']);
});

it('a file that somebody changed meanwhile is not replaced', async () => {
  const cwd = folderOf({ 'a.yaml': 'a: 1\n' });
  writeFileSync(`${cwd}/a.yaml`, 'a: 3\n');
  expect(await replaceFile(`${cwd}/a.yaml`, 'a: 1\n', 'a: 2\n')).toBe(false);
  expect(readFileSync(`${cwd}/a.yaml`, 'utf8')).toBe('a: 3\n');
});

it('a file whose bytes are no text is not replaced by one', async () => {
  const bytes = Buffer.from('a: 1 # \xcf\n', 'latin1');
  const cwd = folderOf({ 'a.yaml': '' });
  writeFileSync(`${cwd}/a.yaml`, bytes);
  expect(await replaceFile(`${cwd}/a.yaml`, bytes.toString('utf8'), 'a: 2\n')).toBe(false);
  expect(readFileSync(`${cwd}/a.yaml`)).toEqual(bytes);
});
