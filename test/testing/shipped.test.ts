import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationIds } from '../../src/loyalty-api/operations.js';
import { readTestFile, runTestFile } from '../../src/testing/test-file.js';

const folder = join(import.meta.dirname, '../../mappings');
const mappings = readdirSync(folder).filter(name => /^[^.]+\.yaml$/.test(name));

describe.each(mappings)('%s', name => {
  it('passes its cases, of which every operation that it serves has two, one of them going wrong', async () => {
    const { tests, findings } = await readTestFile(join(folder, name.replace('.yaml', '.test.yaml')));
    expect(findings.filter(({ level }) => level !== 'notice')).toEqual([]);
    const results = tests ? await runTestFile(tests) : [];
    expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
    for (const [id, { kind }] of tests?.mapping.operations ?? []) {
      if (kind === 'unsupported') continue;
      const cases = results.filter(({ test }) => test.fields.operation === id);
      expect(cases.length, id).toBeGreaterThanOrEqual(2);
      expect(
        cases.some(({ answer }) => answer.status === 422),
        id,
      ).toBe(true);
      expect(
        cases.some(({ answer }) => answer.status === 200),
        id,
      ).toBe(true);
    }
  });
});

const others = readdirSync(folder).filter(
  name => name.endsWith('.test.yaml') && !mappings.includes(name.replace('.test', '')),
);

it.each(others)('%s, which sets the params another way, passes too', async name => {
  const { tests, findings } = await readTestFile(join(folder, name));
  expect(findings.filter(({ level }) => level !== 'notice')).toEqual([]);
  const results = tests ? await runTestFile(tests) : [];
  expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
});

it('the demo mapping has all operations', async () => {
  const { tests } = await readTestFile(join(folder, 'demo-crm.test.yaml'));
  expect([...(tests?.mapping.operations.keys() ?? [])].sort()).toEqual([...operationIds].sort());
});
