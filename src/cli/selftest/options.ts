import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createRedactor } from '../../config/redact.js';
import type { Finding } from '../../document/finding.js';
import { parseDuration } from '../../document/units.js';
import { type Revision, revisions } from '../../loyalty-api/operations.js';
import { readCredentials } from '../../selftest/authorization.js';
import { noData, type SelftestData } from '../../selftest/data.js';
import { readData } from '../../selftest/read-data.js';
import type { SelftestOptions } from '../../selftest/run.js';
import type { Credentials } from '../../selftest/session.js';
import { readTarget, type Target, urlOf } from '../../selftest/target.js';
import type { Io } from '../io.js';
import { readable, UsageError } from '../usage.js';
import { usualDataFile } from './init.js';

/** The options as commander gives them. */
export interface Given {
  readonly user?: string;
  readonly data?: string;
  readonly init?: string | true;
  readonly api: string;
  readonly allowWrites?: boolean;
  readonly versionSegment: string;
  readonly budget?: string;
  readonly timeout: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
}

/** What a report says at its head. */
export interface Heading {
  readonly url: string;
  readonly login: string;
  readonly revision: Revision;
  /** The data file, if there is one. */
  readonly data?: string;
  readonly allowWrites: boolean;
  readonly insecure: boolean;
}

const variable = 'LOYALTY_GW_SELFTEST_USER';

/** More than a list of a million phones. */
const LONGEST_ANSWER = 32 * 1024 * 1024;

/**
 * Reads the command line and the files that it names.
 *
 * @returns no options when there are errors among the findings, which are about the data file
 */
export async function readOptions(
  baseUrl: string | undefined,
  given: Given,
  io: Io,
): Promise<{ options?: SelftestOptions; findings: readonly Finding[]; heading: Heading }> {
  const target = await targetOf(baseUrl, given, io);
  const credentials = credentialsOf(given.user ?? io.env[variable]);
  const revision = revisionOf(given.api);
  const segment = segmentOf(given.versionSegment, target);
  const budget = given.budget === undefined ? undefined : milliseconds('--budget', given.budget);
  const timeout = milliseconds('--timeout', given.timeout);
  const { file, data, findings } = await dataOf(given.data, io);
  const allowWrites = given.allowWrites ?? false;
  const heading = {
    url: urlOf(target),
    login: credentials.login,
    revision,
    data: file,
    allowWrites,
    insecure: target.insecure ?? false,
  };
  if (!data) return { findings, heading };
  const limits = { timeout, answer: LONGEST_ANSWER };
  const { login, password } = credentials;
  const redact = createRedactor([password, `${login}:${password}`]);
  const options = { target, credentials, data, revision, segment, allowWrites, budget, limits, redact };
  return { options, findings, heading };
}

async function targetOf(baseUrl: string | undefined, { ca, insecure }: Given, io: Io): Promise<Target> {
  if (baseUrl === undefined) throw new UsageError('name the service: loyalty-gw selftest <base-url>');
  const target = readTarget(baseUrl);
  // Not quoted: it may hold a password.
  if ('problem' in target) throw new UsageError(`this base URL cannot be used: ${target.problem}`);
  return { ...target, insecure, ca: ca === undefined ? undefined : await certificates(ca, io) };
}

async function certificates(file: string, { cwd }: Io): Promise<string> {
  const pem = await readable(file, readFile(resolve(cwd, file), 'utf8'));
  try {
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    throw new UsageError(`--ca: ${file} holds no certificate in PEM`, { cause: error });
  }
}

function credentialsOf(text: string | undefined): Credentials {
  if (!text) throw new UsageError(`name login and password with --user or in ${variable}`);
  const credentials = readCredentials(text);
  if ('problem' in credentials) {
    throw new UsageError(`the user cannot be used (--user or ${variable}): ${credentials.problem}`);
  }
  return credentials;
}

function revisionOf(text: string): Revision {
  const revision = revisions.find(known => known === text);
  if (revision) return revision;
  throw new UsageError(`there is no revision "${text}" of the API; known: ${revisions.join(', ')}`);
}

function segmentOf(text: string, { basePath }: Target): string {
  if (!/^[\w.~-]*$/.test(text)) {
    throw new UsageError(`--version-segment: "${text}" is no part of a path such as v1 or v2`);
  }
  if (text !== '' && basePath.endsWith(`/${text}`)) {
    throw new UsageError(`the base URL ends before /${text}, which every route begins with: leave it out`);
  }
  return text;
}

function milliseconds(option: string, text: string): number {
  const time = parseDuration(text);
  if (time) return time;
  throw new UsageError(`${option}: "${text}" is no duration such as 500ms, 3s or 1m`);
}

/** The usual file need not be there. */
async function dataOf(
  named: string | undefined,
  { cwd }: Io,
): Promise<{ file?: string; data?: SelftestData; findings: readonly Finding[] }> {
  const file = named ?? usualDataFile;
  try {
    return { file, ...(await readData(resolve(cwd, file))) };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (named === undefined && isMissing) return { data: noData, findings: [] };
    return readable(file, Promise.reject(error));
  }
}
