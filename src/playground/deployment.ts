import { readConfig } from '../config/config.js';
import { isObject } from '../json/values.js';
import { type ErrorTable, errorTable, usualErrors } from '../loyalty-api/errors.js';
import type { Revision } from '../loyalty-api/operations.js';
import type { DeskSettings } from './desk.js';
import { Refusal } from './refusal.js';

/** What a config says of a mapping that is tried out, without anything that is secret. */
export interface Deployment {
  /**
   * As they are written in the config: none that the environment or a secret file sets. Where a secret stands there in
   * clear, the mapping says that it is one; see `openParams`.
   */
  readonly params: Readonly<Record<string, string>>;
  readonly api?: Revision;
  readonly versionSegment?: string;
  readonly basePath: string;
  readonly errors: ErrorTable;
  readonly barcode?: string | undefined;
}

const alone: Deployment = { params: {}, basePath: '', errors: usualErrors };

/**
 * Reads it anew, for the config may be worked on too.
 *
 * @throws Refusal `cannot` when it has errors
 */
export async function readDeployment({ config: file, cwd, env }: DeskSettings): Promise<Deployment> {
  if (file === undefined) return alone;
  const { config, findings } = await readConfig(file, { env, cwd, secrets: 'none' });
  if (!config) throw brokenConfig(file, findings.length);
  const { params, api, versionSegment, basePath, locale, errors } = config;
  return {
    params,
    ...(api && { api }),
    versionSegment,
    basePath,
    errors: errorTable(locale, errors),
  };
}

export function brokenConfig(file: string, count: number): Refusal {
  const message = `the config ${file} has ${count === 1 ? 'an error' : `${count} errors`}`;
  return new Refusal('cannot', message, `loyalty-gw check --config ${file} tells what is wrong`);
}

/** Params without those that one of the documents declares to be secret. */
export function openParams(
  params: Readonly<Record<string, string>>,
  ...secret: readonly ReadonlySet<string>[]
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => !secret.some(names => names.has(name))),
  );
}

/** The params that a mapping declares to be secret, whatever else is wrong with it. */
export function secretParams(mapping: unknown): ReadonlySet<string> {
  const { params } = Object(mapping) as { params?: unknown };
  if (!isObject(params)) return new Set();
  return new Set(Object.keys(params).filter(name => Object(params[name]).secret === true));
}
