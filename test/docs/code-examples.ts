import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeEntry } from '../../src/document/codes/entry.js';
import type { Finding } from '../../src/document/finding.js';
import { isInRevision, operations } from '../../src/loyalty-api/operations.js';
import { runCli } from '../cli/capture.js';

const config = 'mapping: crm.yaml\nusers:\n  - login: koshelek\n    password: ${PASSWORD}\n';
const env = {
  PASSWORD: 'koshelek-demo',
  OTHER_PASSWORD: 'koshelek-demo-2',
  CARDS_KEY: 'a-key-of-card-numbers',
};

/** What `check` finds in an example, which lies beside all that it may name. */
export async function findingsOfExample(
  text: string,
  { isDeployed }: Pick<CodeEntry, 'isDeployed'> = {},
): Promise<Finding[]> {
  const file = fileOf(text);
  const folder = mkdtempSync(join(tmpdir(), 'loyalty-gw-'));
  const files = {
    'crm.yaml': completed(''),
    'busy.yaml': completed('crm:\n  baseUrl: https://crm.example.com\n  rate: 10/s\n'),
    'loyalty-gw.yaml': config,
    'password.txt': 'koshelek-demo',
    [file]: file === 'crm.yaml' ? completed(text) : text,
  };
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const argv = isDeployed ? ['--config', 'loyalty-gw.yaml'] : [file];
    const { stdout, stderr } = await runCli(['check', '--json', ...argv], { cwd: folder, env });
    if (stderr !== '') throw new Error(stderr);
    const { findings } = JSON.parse(stdout.replaceAll(`${folder}/`, '')) as { findings: Finding[] };
    // A part of a mapping has what is read elsewhere.
    const isPart = file === 'crm.yaml' && !text.startsWith('mapping:');
    return findings.filter(({ code }) => !isPart || !/^unused-(step|function|param)$/.test(code));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fileOf(text: string): string {
  if (/^users:/m.test(text)) return 'loyalty-gw.yaml';
  if (/^test:/m.test(text)) return 'crm.test.yaml';
  return /^selftest:/m.test(text) ? 'selftest.yaml' : 'crm.yaml';
}

/** A part of a mapping, and below it what a mapping has besides; so the lines of the part are those of the file. */
function completed(part: string): string {
  if (part.startsWith('mapping:')) return part;
  const has = (key: string) => new RegExp(`^ *${key}:`, 'm').test(part);
  const [, api = '1.0.0'] = /^api: "(.*)"/m.exec(part) ?? [];
  const others = Object.values(operations)
    .filter(operation => isInRevision(operation, api as '1.0.0') && !has(operation.id))
    .map(({ id }) => `  ${id}: { unsupported: not yet }\n`);
  const rest = {
    mapping: 'mapping: 1\n',
    name: 'name: shop\n',
    api: 'api: "1.0.0"\n',
    crm: 'crm: { baseUrl: "https://crm.example.com" }\n',
  };
  const missing = Object.entries(rest).flatMap(([key, text]) =>
    new RegExp(`^${key}:`, 'm').test(part) ? [] : [text],
  );
  const withOperations = /^operations:\n/m.test(part)
    ? part.replace(/^(operations:\n(?: .*\n)*)/m, `$1${others.join('')}`)
    : `${part}operations:\n${others.join('')}`;
  return `${withOperations}${missing.join('')}`;
}
