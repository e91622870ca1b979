import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { dataFields } from '../../src/selftest/data.js';
import { type Rule, rules } from '../../src/selftest/rules.js';
import { scenarios } from '../../src/selftest/scenarios/all.js';
import { blocksOf } from '../docs/blocks.js';

const page = readFileSync('docs/selftest.md', 'utf8');

test('the table of rules on the page is what they say', () => {
  const rows = Object.entries<Rule>(rules).map(([id, { text, source, sureness, level }]) => {
    const sure = sureness === 'operation' ? 'as the operation' : sureness;
    return `| \`${id}\` | ${text} | ${source} | ${sure} | ${level} |`;
  });
  const table = page.slice(page.indexOf('| rule | what it demands |'));
  expect(table.trim().split('\n').slice(2)).toEqual(rows);
});

test('the data on the page is sound', () => {
  const [block] = blocksOf(page).filter(({ language }) => language === 'yaml');
  expect(dataFields.safeParse(parse(block?.text ?? '')).error).toBeUndefined();
});

test('every scenario is on the page', () => {
  const tried = page.slice(page.indexOf('## What is tried'), page.indexOf('## The report'));
  const others = scenarios().filter(({ id, title }) => id !== 'connection' && !tried.includes(title));
  expect(others).toEqual([]);
});
