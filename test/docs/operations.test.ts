import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { errorCatalogue } from '../../src/loyalty-api/errors.js';
import { runCli } from '../cli/capture.js';
import { folderOf } from '../config/reading.js';
import { sample } from '../deploy/samples.js';
import { blocksOf } from './blocks.js';

const page = await readFile('docs/operations.md', 'utf8');
const blocks = blocksOf(page);

/** The cells of the rows below a heading whose first cell fits. */
function rows(heading: string, first: RegExp): string[][] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter(line => line.startsWith('| '));
  const cells = lines.map(line => line.split(' | ').map(cell => cell.replace(/^\| | \|$/g, '')));
  return cells.filter(([cell = '']) => first.test(cell));
}

describe('the runbook', () => {
  it('says of each error of the catalogue what to do, under its code', () => {
    const told = rows('Runbook: errors', /^\d{4}$/).map(([code, name]) => [code, name]);
    const all = Object.entries(errorCatalogue).map(([name, { code }]) => [code, `\`${name}\``]);
    expect(told).toEqual(all);
  });

  it('says of each alert what to do, and each alert leads there', () => {
    const { groups } = parse(sample('prometheus/alerts.yml'));
    const alerts = groups.flatMap(({ rules }: { rules: { alert: string }[] }) => rules);
    const [, section = ''] = page.split('\n## Runbook: alerts\n');
    const told = (section.split('\n## ')[0] ?? '').match(/(?<=^### )\w+$/gm);
    expect(told).toEqual(alerts.map(({ alert }: { alert: string }) => alert));
  });
});

it('shows a config that is sound, and what its reader is told to look at', async () => {
  const [config] = blocks.filter(({ language }) => language === 'yaml');
  const cwd = folderOf({
    'loyalty-gw.yaml': config?.text ?? '',
    'demo-crm.yaml': await readFile('mappings/demo-crm.yaml', 'utf8'),
    'secrets/koshelek-password': 'invented\n',
    'secrets/crm-token': 'invented\n',
  });
  const { stdout } = await runCli(['check', '--config', 'loyalty-gw.yaml'], { cwd });
  expect(stdout).toBe('0 errors, 0 warnings\n');
});

it('shows commands with what they print', async () => {
  const root = folderOf({});
  expect(await runCli(['init', 'my-shop', '--crm', 'demo-crm', '--json'], { cwd: root })).toMatchObject({
    code: 0,
  });
  const cwd = join(root, 'my-shop');
  const check = await runCli(['check', 'demo-crm.yaml', 'demo-crm.test.yaml'], { cwd });
  const test = await runCli(['test'], { cwd });
  const shown = blocks.find(({ text }) => text.includes(' passed, '))?.text.split('…\n') ?? [];
  expect([check.stdout, test.stdout.split('\n').slice(-2).join('\n')]).toEqual(shown);
});

it('calls no command and no option that there is not', async () => {
  const commands = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.replaceAll('\\\n', ' ').match(/loyalty-gw (?!-)[a-z-]+[^|&;>\n)]*/g) ?? []);
  expect(commands.length).toBeGreaterThan(5);
  for (const command of commands) {
    const [, name = ''] = command.split(' ');
    if (name.startsWith('loyalty-gw')) continue;
    const { code, stdout } = await runCli([name, '--help']);
    expect([command, code]).toEqual([command, 0]);
    for (const option of command.match(/--[a-z-]+/g) ?? []) expect(stdout, command).toContain(option);
  }
});

it('names the version of the package in its samples', async () => {
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  const files = ['Dockerfile', 'compose/compose.yaml', 'kubernetes/deployment.yaml'];
  for (const file of files) expect(sample(file), file).toContain(`loyalty-gw:${version}`);
  expect(page).toContain(`loyalty-gw-${version}.tgz`);
});
