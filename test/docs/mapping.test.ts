import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Document } from '../../src/document/document.js';
import { helpers } from '../../src/mapping/helpers/catalogue.js';
import { loadMapping } from '../../src/mapping/load.js';
import { blocksOf } from './blocks.js';
import { withFieldTables } from './field-tables.js';

const page = await readFile('docs/mapping.md', 'utf8');

test('the mapping on the page is sound', () => {
  const [whole] = blocksOf(page);
  const document = new Document('docs/mapping.md', whole?.text ?? '');
  expect(loadMapping(document, { given: {}, unset: 'error' })).toBeDefined();
  expect(document.findings).toEqual([]);
});

test('every part on the page fits into a mapping', () => {
  const [, ...parts] = blocksOf(page).filter(block => block.language === 'yaml');
  expect(parts.length).toBeGreaterThan(0);
  for (const { text, line } of parts) {
    const operations = /^operations:/m.test(text) ? '' : 'operations: {}\n';
    const crm = /^crm:/m.test(text) ? '' : 'crm: { baseUrl: https://crm.example.com }\n';
    const rest = `mapping: 1\nname: part\napi: "1.0.0"\n${crm}${operations}`;
    const document = new Document(`docs/mapping.md:${line}`, rest + text);
    loadMapping(document, { given: {}, unset: 'placeholder' });
    expect(document.findings.filter(({ level }) => level !== 'notice')).toEqual([]);
  }
});

test('the tables of keys say what the fields say; `npm run docs` writes them anew', async () => {
  expect(page.match(/<!-- keys of /g)?.length).toBe(12);
  await expect(withFieldTables(page)).toMatchFileSnapshot('../../docs/mapping.md');
});

test('the table of helper functions is what the catalogue says', () => {
  const rows = [...helpers.values()]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ name, summary, examples: [example] }) => {
      const gives = example?.gives === undefined ? 'nothing' : JSON.stringify(example.gives);
      return `| \`$${name}\` | ${summary} | \`${example?.expression}\` → \`${gives}\` |`;
    });
  const table = page.slice(page.indexOf('| function | what it gives | example |'));
  expect(table.trim().split('\n').slice(2)).toEqual(rows);
});
