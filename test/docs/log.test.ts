import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allLogLines, type LogLine } from './log-lines.js';

const page = readFileSync('docs/metrics.md', 'utf8');
const ROOM = 'src/telemetry';

const lines = allLogLines();
const byLine = new Map<string, LogLine[]>();
for (const line of lines) byLine.set(line.msg, [...(byLine.get(line.msg) ?? []), line]);

/** The rows of the first table below a text, by their first cell without its backticks. */
function rowsBelow(text: string): Map<string, string[]> {
  const [, rest = ''] = page.split(`\n${text}\n`);
  const table = rest.slice(rest.indexOf('\n|') + 1).split('\n\n')[0] ?? '';
  const rows = table.split('\n').map(row => row.split(' | ').map(cell => cell.replace(/^\| ?| ?\|$/g, '')));
  return new Map(rows.slice(2).map(([first = '', ...cells]) => [first, cells]));
}

/** The names in a cell, but for those in parentheses. */
function namesIn(cell = ''): string[] {
  const bare = cell.replace(/\((?:[^()]|\([^()]*\))*\)/g, '');
  return [...bare.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

/** The fields of lines, but for those that each line has. */
function fieldsOf(told: readonly object[] = []): string[] {
  const names = new Set(told.flatMap(line => Object.keys(line)));
  for (const name of ['time', 'level', 'msg']) names.delete(name);
  return [...names].sort();
}

const rows = rowsBelow('## The log');

test('these are all lines that the source can write', () => {
  const files = readdirSync(ROOM).map(name => readFileSync(`${ROOM}/${name}`, 'utf8'));
  const written = files.flatMap(text => [
    ...text.matchAll(/\blog\.(info|warn|error|debug)\((?:.*?, )??'([^']+)'\)/gs),
  ]);
  const calls = files.flatMap(text => [...text.matchAll(/\blog\.(?:info|warn|error|debug)\(/g)]);
  expect(written).toHaveLength(calls.length);
  const told = new Set(lines.map(({ level, msg }) => `${level} ${msg}`));
  expect([...told].sort()).toEqual([...new Set(written.map(([, level, msg]) => `${level} ${msg}`))].sort());
});

test('docs/metrics.md names each line of the log, and no other', () => {
  expect([...rows.keys()].map(cell => namesIn(cell)[0]).sort()).toEqual([...byLine.keys()].sort());
});

test.each([...byLine])('docs/metrics.md tells the levels and the fields of "%s"', (msg, told = []) => {
  const [levels = '', , fields] = rows.get(`\`${msg}\``) ?? [];
  expect(levels.split(', ').sort()).toEqual([...new Set(told.map(({ level }) => level))].sort());
  if (msg === 'request') return;
  expect(namesIn(fields).sort()).toEqual(fieldsOf(told));
});

test('docs/metrics.md tells the fields of a request, and those of its calls', () => {
  const cells = rowsBelow('Fields of `request`:');
  const requests = byLine.get('request') ?? [];
  expect([...cells.keys()].flatMap(namesIn).sort()).toEqual(fieldsOf(requests));
  const calls = requests.flatMap(({ crm }) => crm as object[]);
  expect(namesIn(cells.get('`crm`')?.[0]).sort()).toEqual(fieldsOf(calls));
});
