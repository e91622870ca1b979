import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Config, type ConfigReading, readConfig } from '../../src/config/config.js';
import type { Environment } from '../../src/config/environment.js';

/** Writes files into a folder that goes away with the test. */
export function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'loyalty-gw-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Reads a config that is named `gw.yaml` in messages. */
export async function read(
  yaml: string,
  env: Environment = {},
  files: Record<string, string | Uint8Array> = {},
): Promise<ConfigReading & { folder: string }> {
  const folder = folderOf({ ...files, 'gw.yaml': yaml });
  return { ...(await readConfig('gw.yaml', { env, cwd: folder })), folder };
}

/** The config of a file in which nothing is wrong. */
export async function configOf(...args: Parameters<typeof read>): Promise<Config & { folder: string }> {
  const { config, findings, folder } = await read(...args);
  if (!config) throw new Error(JSON.stringify(findings, null, 2));
  if (dirname(config.file) !== folder) throw new Error(`${config.file} is not in ${folder}`);
  return { ...config, folder };
}

/** `line:column code message` of each finding. */
export async function findingsOf(...args: Parameters<typeof read>): Promise<string[]> {
  const { findings, folder } = await read(...args);
  return findings.map(({ line, column, code, message }) =>
    `${line}:${column} ${code} ${message}`.replaceAll(folder, '/etc/gw'),
  );
}

/** Lines of the config of a gateway that stands beside others on one machine. */
export const beside = 'listen: { port: 0 }\nadmin: { port: off }\n';

/** The shortest config, with one line more or in the place of another. */
export function minimal(more = '', { password = 'koshelek-demo', login = 'koshelek' } = {}): string {
  return `mapping: crm.yaml\nusers:\n  - login: ${login}\n    password: ${password}\n${more}`;
}
