// @ts-check
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from './child.js';
import { crmToken, login, password } from './scene.js';

/** @import { Child } from './child.js' */

export const names = /** @type {const} */ (['gateway', 'naive', 'packages', 'bare']);

/** @typedef {(typeof names)[number]} Name */

/**
 * Something for each of them.
 *
 * @template T
 * @param {(name: Name) => T} make
 * @returns {Record<Name, T>}
 */
export function byName(make) {
  return /** @type {Record<Name, T>} */ (Object.fromEntries(names.map(name => [name, make(name)])));
}

/**
 * Starts the CRM and the servers in front of it.
 *
 * @param {string[]} nodeOptions of the gateway's process, such as --cpu-prof
 * @returns {Promise<{ crm: string, servers: Record<Name, Child>, stop: () => Promise<void> }>}
 */
export async function startAll(nodeOptions) {
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  /** @param {string[]} args */
  const begin = async args => {
    const child = await start(args);
    stops.push(child.stop);
    return child;
  };
  try {
    const { url: crm } = await begin([file('stub-crm.js')]);
    const config = await writeConfig(crm);
    stops.push(() => rm(config.folder, { recursive: true }));
    const executable = fileURLToPath(new URL('../../bin/loyalty-gw.js', import.meta.url));
    const servers = {
      gateway: await begin([...nodeOptions, executable, 'serve', '--config', config.file]),
      naive: await begin([file('naive.js'), crm]),
      packages: await begin([file('packages.js'), crm]),
      bare: await begin([file('bare.js'), crm]),
    };
    return { crm, servers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {string} name */
function file(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

/**
 * A config as an operator would have it, with the log at its default level.
 *
 * @param {string} crm
 */
async function writeConfig(crm) {
  const folder = await mkdtemp(join(tmpdir(), 'loyalty-gw-bench-'));
  const config = {
    listen: { port: 0 },
    admin: { port: 0 },
    users: [{ login, password }],
    mapping: fileURLToPath(new URL('../../mappings/demo-crm.yaml', import.meta.url)),
    params: { CRM_URL: crm, CRM_TOKEN: crmToken },
  };
  // JSON is YAML.
  const path = join(folder, 'loyalty-gw.yaml');
  await writeFile(path, JSON.stringify(config));
  return { folder, file: path };
}
