import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import type { Document } from '../document/document.js';
import { isOtherKind } from '../document/file-kind.js';
import { type Finding, hasErrors, sortFindings } from '../document/finding.js';
import { formatPlace } from '../document/place.js';
import { readShape } from '../document/shape.js';
import { ConfigDocument } from './config-document.js';
import type { Environment } from './environment.js';
import { configSchema } from './fields.js';
import { reportLogins } from './logins.js';
import { Source } from './source.js';
import { type Texts, textsOf } from './texts.js';
import { withoutSecrets } from './without-secrets.js';

/** A config file, complete: every default is filled in, every path absolute, every secret read. */
export type Config = Readonly<z.output<ReturnType<typeof configSchema>>> & {
  /** The config file itself, absolute. */
  readonly file: string;
  /** Texts that must never be shown: passwords, and params that were read from files. See `secretsOf`. */
  readonly secrets: readonly string[];
};

/** With an error among the findings there is no config. */
export interface ConfigReading {
  readonly config?: Config;
  /** The file itself, for findings that come up when its values are used. */
  readonly document: Document;
  /** The mapping that it names, absolute, if that can be told; also of a config with errors. */
  readonly mapping?: string;
  readonly findings: readonly Finding[];
}

/**
 * Reads a config file. What is wrong in it comes back as findings, all at once; that the file itself cannot be
 * read is an error of the file system, which passes through.
 *
 * @param file as the person wrote it, which is how findings name it
 * @param world the environment for `${NAME}`, the folder that a relative `file` starts from, and which secrets are
 *   read: all, those of `cards` alone, or none; see `withoutSecrets`
 */
export async function readConfig(
  file: string,
  world: { env: Environment; cwd?: string; secrets?: 'all' | 'cards' | 'none' },
): Promise<ConfigReading> {
  const path = resolve(world.cwd ?? '.', file);
  const content = await readFile(path);
  const document = new ConfigDocument(file, content);
  document.files.note(path, content);
  const { env, secrets = 'all' } = world;
  const value = secrets === 'all' ? document.value : withoutSecrets(document.value, secrets);
  return parseConfig(document, value, path, env);
}

/** Everything that must not be shown, for `createRedactor`; `login:password` is here for its Base64 form in headers. */
export function secretsOf(config: Config): string[] {
  const pairs = config.users.flatMap(({ login, password, oldPassword }) =>
    [password, oldPassword].flatMap(known => (typeof known === 'string' ? [`${login}:${known}`] : [])),
  );
  return [...config.secrets, ...pairs];
}

function parseConfig(document: Document, value: unknown, path: string, env: Environment): ConfigReading {
  if (document.value === undefined || isOtherKind(document, 'config')) {
    return { document, findings: sortFindings(document.findings) };
  }
  const source = new Source(dirname(path), document.files);
  const texts = textsOf(document, value, env);
  const fields = readShape(document, configSchema(source), texts.value);
  reportLogins(document, texts.value);

  const findings = sortFindings(document.findings).filter(
    finding => finding.code === 'environment' || !texts.unresolved.has(formatPlace(finding)),
  );
  const mapping = mappingIn(document, texts, dirname(path));
  if (!fields || hasErrors(findings)) return { document, mapping, findings };
  return { config: { ...fields, file: path, secrets: [...source.secrets] }, document, mapping, findings };
}

function mappingIn(document: Document, { value, unresolved }: Texts, folder: string): string | undefined {
  const { mapping } = Object(value) as { mapping?: unknown };
  if (typeof mapping !== 'string' || unresolved.has(formatPlace(document.placeOf(['mapping']))))
    return undefined;
  return resolve(folder, mapping);
}
