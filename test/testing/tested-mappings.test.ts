import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTestFile } from '../../src/testing/test-file.js';
import { TestedMappings } from '../../src/testing/tested-mappings.js';
import { folderOf } from '../config/reading.js';

const mapping = `mapping: 1
name: x
api: "1.0.0"
params: { CRM_URL: { required: true } }
crm: { baseUrl: "\${CRM_URL}" }
operations:
  findCard: { unsupported: not here }
  getCard: { unsupported: not here }
`;

const testFile = (url: string, ofCase = '{}') => `test: 1
mapping: x.yaml
params: { CRM_URL: "${url}" }
cases: [{ name: a, operation: getCard, params: ${ofCase}, answer: { error: unsupported } }]
`;

const good = testFile('https://crm.example.com');
const wrong = testFile('crm.example.com');
const wrongCase = testFile('https://crm.example.com', '{ CRM_URL: "ftp://crm.example.com" }');

const folder = (files: Record<string, string>) => folderOf({ 'x.yaml': mapping, ...files });

it('reads and compiles a mapping once for all files and cases with the same params', async () => {
  const cwd = folder({ 'a.test.yaml': good, 'b.test.yaml': good });
  const known = new TestedMappings();
  const a = await readTestFile(join(cwd, 'a.test.yaml'), known);
  const b = await readTestFile(join(cwd, 'b.test.yaml'), known);
  expect(a.tests?.mapping).toBeDefined();
  expect(b.tests?.mapping).toBe(a.tests?.mapping);
  expect(b.tests?.cases[0]?.mapping).toBe(a.tests?.mapping);
});

it.each([
  ['the params of one file', wrong],
  ['the params of a case in it', wrongCase],
])('keeps what %s lead to from the others', async (_, bad) => {
  const cwd = folder({ 'a.test.yaml': good, 'b.test.yaml': bad, 'c.test.yaml': good });
  const known = new TestedMappings();
  const codes: string[][] = [];
  for (const name of ['a', 'b', 'c', 'b']) {
    const { findings } = await readTestFile(join(cwd, `${name}.test.yaml`), known);
    codes.push(findings.map(({ code }) => code));
  }
  expect(codes).toEqual([[], ['base-url'], [], ['base-url']]);
});

it('says of each file that its mapping is not there', async () => {
  const cwd = folderOf({ 'a.test.yaml': good, 'b.test.yaml': good });
  const known = new TestedMappings();
  for (const name of ['a', 'b']) {
    const { findings } = await readTestFile(join(cwd, `${name}.test.yaml`), known);
    expect(findings).toMatchObject([{ code: 'mapping-file', file: join(cwd, `${name}.test.yaml`) }]);
  }
});
