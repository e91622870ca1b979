import { resolve } from 'node:path';
import { readConfig, secretsOf } from '../../config/config.js';
import { givenParams, readConfiguredMapping } from '../../config/configured-mapping.js';
import { createRedactor } from '../../config/redact.js';
import { Document } from '../../document/document.js';
import { type Finding, hasErrors } from '../../document/finding.js';
import { type ErrorTable, errorTable, usualErrors } from '../../loyalty-api/errors.js';
import type { Revision } from '../../loyalty-api/operations.js';
import { loadMapping } from '../../mapping/load.js';
import { undeclared } from '../../mapping/params.js';
import type { ExpressionWatch } from '../../mapping/watch.js';
import type { RunMapping } from '../../story/story.js';
import type { TestCase } from '../../testing/case.js';
import type { Io } from '../io.js';
import { findingsAsJson, formatFindings, printProblems } from '../report.js';
import { readable, UsageError } from '../usage.js';

/** A mapping ready to be looked at. */
export interface DryRunMapping extends RunMapping {
  readonly document: Document;
  /** Values of params, and whatever else the environment says. */
  readonly given: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** What failures are called in answers. */
  readonly errors: ErrorTable;
  /** What kind of barcode shows a card number of the gateway, where the config says so. */
  readonly barcode?: string | undefined;
}

interface Options {
  readonly mapping?: string;
  readonly config?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly live?: boolean;
  readonly json?: boolean;
  /** Who looks on at the expressions. */
  readonly watch?: ExpressionWatch;
  /** The case of `--from`: its mapping, where the options name none, and its params. */
  readonly test?: TestCase;
}

/**
 * Loads the mapping that the options name. What is wrong in it is printed.
 *
 * @throws UsageError when the options name none, or several
 */
export async function dryRunMapping(options: Options, io: Io): Promise<DryRunMapping | undefined> {
  const { mapping, document, given = {}, findings, ...served } = await load(options, io);
  if (!mapping || !document || hasErrors(findings)) {
    printErrors(findings, options, io);
    return undefined;
  }
  printProblems(findings, io);
  const secrets = [...served.secrets, ...mapping.secrets];
  return { mapping, document, given, api: mapping.api, ...served, secrets, redact: createRedactor(secrets) };
}

/** Prints what keeps something from being run. */
export function printErrors(findings: readonly Finding[], { json }: { json?: boolean }, io: Io): void {
  if (json) io.stdout.write(findingsAsJson(findings, io));
  else io.stderr.write(formatFindings(findings, io));
}

async function load(options: Options, io: Io): Promise<Loaded> {
  const { mapping, config, test } = options;
  if (mapping !== undefined && config === undefined) return fromMapping(mapping, options, io);
  if (config !== undefined && mapping === undefined) return fromConfig(config, options, io);
  if (mapping === undefined && test) return fromMapping(test.mapping.file, options, io);
  if (mapping !== undefined && config !== undefined)
    throw new UsageError('a config names its mapping: give --mapping or --config, not both');
  throw new UsageError('name a mapping with --mapping, or a config with --config');
}

interface Loaded extends Partial<Pick<DryRunMapping, 'mapping' | 'document' | 'given' | 'barcode'>> {
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

/** Those of a case are invented: a real CRM would make nothing of them. */
const paramsOf = ({ live, test }: Options) => (live || !test ? {} : test.params);

/** As when the case is run by `test`, its params do not depend on the environment. */
const envOf = ({ live, test }: Options, io: Io) => (live || !test ? io.env : {});

async function fromConfig(file: string, options: Options, io: Io): Promise<Loaded> {
  const { config, document, findings } = await readable(file, readConfig(file, io));
  if (!config) return { findings, ...alone };
  const withSet = { ...config, params: { ...paramsOf(options), ...config.params, ...options.set } };
  const loaded = await readable(
    config.mapping,
    readConfiguredMapping(withSet, document, io.env, unsetOf(options), options.watch),
  );
  checkNames(options.set, loaded.mappingDocument);
  return {
    mapping: loaded.mapping,
    document: loaded.mappingDocument,
    given: givenParams(withSet.params, io.env),
    findings: [...findings, ...loaded.findings],
    secrets: secretsOf(config),
    ...(config.api && { api: config.api }),
    basePath: config.basePath,
    errors: errorTable(config.locale, config.errors),
    barcode: config.cards?.barcode,
  };
}

async function fromMapping(file: string, options: Options, io: Io): Promise<Loaded> {
  const document = await readable(file, Document.read(resolve(io.cwd, file)));
  checkNames(options.set, document);
  const { set, watch } = options;
  const given = givenParams({ ...paramsOf(options), ...set }, envOf(options, io));
  const mapping = loadMapping(document, { given, unset: unsetOf(options), watch });
  return { mapping, document, given, findings: document.findings, ...alone };
}

/** A misspelt param would otherwise be told only by the right one, which is then missing or at its default. */
function checkNames(set: Options['set'], mapping: Document): void {
  const [first] = undeclared(Object.keys(set), mapping);
  if (first) throw new UsageError(`--set: ${first.message}; ${first.hint}`);
}
