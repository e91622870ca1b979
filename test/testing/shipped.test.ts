import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operationIds } from '../../src/loyalty-api/operations.js';
import type { TestCase } from '../../src/testing/case.js';
import { readTestFile, runTestFile } from '../../src/testing/test-file.js';

const folder = join(import.meta.dirname, '../../mappings');
const names = readdirSync(folder);
const files = names.filter(name => name.endsWith('.test.yaml'));
const mappings = names.filter(name => /^[^.]+\.yaml$/.test(name));

const known = new Map<string, ReturnType<typeof readTestFile>>();
/** Reads a file once for all tests: that is most of their time. */
function read(name: string): ReturnType<typeof readTestFile> {
  const reading = known.get(name) ?? readTestFile(join(folder, name));
  known.set(name, reading);
  return reading;
}

it.each(files)('the cases of %s pass', async name => {
  const { tests, findings } = await read(name);
  expect(findings.filter(({ level }) => level !== 'notice')).toEqual([]);
  const results = tests ? await runTestFile(tests) : [];
  expect(results.length).toBeGreaterThan(0);
  expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
});

// Those that set the params another way count as well: retailcrm-cards.test.yaml.
it.each(mappings)('each operation that %s serves has two cases, one of them going wrong', async name => {
  const cases: TestCase[] = [];
  for (const file of files.filter(file => file.startsWith(name.replace('.yaml', '')))) {
    cases.push(...((await read(file)).tests?.cases ?? []));
  }
  for (const [id, { kind }] of cases[0]?.mapping.operations ?? []) {
    if (kind === 'unsupported') continue;
    const answers = cases.filter(({ fields }) => fields.operation === id).map(({ fields }) => fields.answer);
    expect(
      answers.some(({ kind }) => kind === 'error'),
      id,
    ).toBe(true);
    expect(
      answers.some(({ kind }) => kind !== 'error'),
      id,
    ).toBe(true);
  }
});

it('the demo mapping has all operations', async () => {
  const { tests } = await read('demo-crm.test.yaml');
  expect([...(tests?.mapping.operations.keys() ?? [])].sort()).toEqual([...operationIds].sort());
});
