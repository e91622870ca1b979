import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operationIds } from '../../src/loyalty-api/operations.js';
import type { CaseResult } from '../../src/testing/run-case.js';
import { readTestFile, runTestFile } from '../../src/testing/test-file.js';

const folder = join(import.meta.dirname, '../../mappings');
const names = readdirSync(folder);
const mappings = names.filter(name => /^[^.]+\.yaml$/.test(name));

/** The test files of a mapping: its own, and those that set the params another way. */
const filesOf = (mapping: string) =>
  names.filter(name => name.endsWith('.test.yaml') && name.startsWith(mapping.replace('.yaml', '')));

it('no test file is of none of them', () => {
  expect(mappings.flatMap(filesOf).sort()).toEqual(names.filter(name => name.endsWith('.test.yaml')).sort());
});

describe.each(mappings)('%s', name => {
  it('passes its cases, of which every operation that it serves has two, one of them going wrong', async () => {
    const all: CaseResult[] = [];
    for (const file of filesOf(name)) {
      const { tests, findings } = await readTestFile(join(folder, file));
      expect(findings.filter(({ level }) => level !== 'notice')).toEqual([]);
      const results = tests ? await runTestFile(tests) : [];
      expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
      all.push(...results);
    }
    for (const [id, { kind }] of all[0]?.test.mapping.operations ?? []) {
      if (kind === 'unsupported') continue;
      const cases = all.filter(({ test }) => test.fields.operation === id);
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

it('the demo mapping has all operations', async () => {
  const { tests } = await readTestFile(join(folder, 'demo-crm.test.yaml'));
  expect([...(tests?.mapping.operations.keys() ?? [])].sort()).toEqual([...operationIds].sort());
});
