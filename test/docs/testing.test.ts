import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readTestFile, runTestFile } from '../../src/testing/test-file.js';
import { folderOf } from '../config/reading.js';
import { blocksOf } from './blocks.js';

const blocks = blocksOf(await readFile('docs/testing.md', 'utf8')).filter(
  ({ language }) => language === 'yaml',
);
const mapping = blocks.find(({ title }) => title === 'shop.yaml')?.text ?? '';
const head = 'test: 1\nmapping: shop.yaml\nparams: { CRM_URL: https://crm.example.com }\n';
const files = blocks.filter(({ title }) => title !== 'shop.yaml');

it.each(files.map(block => [block.line, block] as const))(
  'the cases on the page pass: line %i',
  async (_, block) => {
    const text = block.title === 'shop.test.yaml' ? block.text : head + block.text;
    const folder = folderOf({ 'shop.yaml': mapping, 'shop.test.yaml': text });
    const { tests, findings } = await readTestFile(`${folder}/shop.test.yaml`);
    expect(findings.filter(({ level }) => level !== 'notice')).toEqual([]);
    const results = tests ? await runTestFile(tests) : [];
    expect(results.length).toBeGreaterThan(0);
    expect(results.flatMap(({ problems }) => problems)).toEqual([]);
  },
);
