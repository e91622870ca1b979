import { resolve } from 'node:path';
import { readConfig, secretsOf } from '../../config/config.js';
import { givenParams, readConfiguredMapping } from '../../config/configured-mapping.js';
import { createRedactor } from '../../config/redact.js';
import { Document } from '../../document/document.js';
import { type Finding, hasErrors } from '../../document/finding.js';
import { type ErrorTable, errorTable, usualErrors } from '../../loyalty-api/errors.js';
import type { Revision } from '../../loyalty-api/operations.js';
import { loadMapping } from '../../mapping/load.js';
import type { Mapping } from '../../mapping/mapping.js';
import { undeclared } from '../../mapping/params.js';
import type { ExpressionWatch } from '../../mapping/watch.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { findingsAsJson, formatFindings, printProblems } from '../report.js';
import { readable, UsageError } from '../usage.js';

/** A mapping ready to be looked at. */
export interface DryRunMapping {
  readonly mapping: Mapping;
  /** The revision that is served. */
  readonly api: Revision;
  /** What stands before every route. */
  readonly basePath: string;
  /** What failures are called in answers. */
  readonly errors: ErrorTable;
  /** Masks every secret that is known. */
  readonly redact: (text: string) => string;
}

interface Options {
  readonly mapping?: string;
  readonly config?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly live?: boolean;
  readonly json?: boolean;
  /** Who looks on at the expressions. */
  readonly watch?: ExpressionWatch;
}

/**
 * Loads the mapping that the options name. What is wrong in it is printed.
 *
 * @throws UsageError when the options do not name exactly one
 */
export async function dryRunMapping(
  options: Options,
  io: Io,
): Promise<DryRunMapping | { findings: readonly Finding[]; exit: ExitCode }> {
  if ((options.mapping === undefined) === (options.config === undefined)) {
    throw new UsageError('name a mapping with --mapping, or a config with --config');
  }
  const { mapping, findings, secrets, ...served } = options.config
    ? await fromConfig(options.config, options, io)
    : await fromMapping(options.mapping ?? '', options, io);
  if (!mapping || hasErrors(findings)) {
    if (options.json) io.stdout.write(findingsAsJson(findings, io));
    else io.stderr.write(formatFindings(findings, io));
    return { findings, exit: ExitCode.failed };
  }
  printProblems(findings, io);
  return { mapping, api: mapping.api, ...served, redact: createRedactor([...secrets, ...mapping.secrets]) };
}

interface Loaded {
  readonly mapping?: Mapping;
  readonly findings: readonly Finding[];
  readonly secrets: readonly string[];
  readonly api?: Revision;
  readonly basePath: string;
  readonly errors: ErrorTable;
}

/** Of a mapping without a config. */
const alone = { secrets: [], basePath: '', errors: usualErrors };

/** To a real CRM nothing is sent with a placeholder in it. */
const unsetOf = ({ live }: Options) => (live ? 'error' : 'placeholder');

async function fromConfig(file: string, options: Options, io: Io): Promise<Loaded> {
  const { config, document, findings } = await readable(file, readConfig(file, io));
  if (!config) return { findings, ...alone };
  const withSet = { ...config, params: { ...config.params, ...options.set } };
  const loaded = await readable(
    config.mapping,
    readConfiguredMapping(withSet, document, io.env, unsetOf(options), options.watch),
  );
  checkNames(options.set, loaded.mappingDocument);
  return {
    mapping: loaded.mapping,
    findings: [...findings, ...loaded.findings],
    secrets: secretsOf(config),
    ...(config.api && { api: config.api }),
    basePath: config.basePath,
    errors: errorTable(config.locale, config.errors),
  };
}

async function fromMapping(file: string, options: Options, io: Io): Promise<Loaded> {
  const document = await readable(file, Document.read(resolve(io.cwd, file)));
  checkNames(options.set, document);
  const { set, watch } = options;
  const mapping = loadMapping(document, { given: givenParams(set, io.env), unset: unsetOf(options), watch });
  return { mapping, findings: document.findings, ...alone };
}

/** A misspelt param would otherwise be told only by the right one, which is then missing or at its default. */
function checkNames(set: Options['set'], mapping: Document): void {
  const [first] = undeclared(Object.keys(set), mapping);
  if (first) throw new UsageError(`--set: ${first.message}; ${first.hint}`);
}
