import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { readConfig } from '../../config/config.js';
import { findingsOfConfig } from '../../config/configured-mapping.js';
import { Document } from '../../document/document.js';
import { kindOfFile } from '../../document/file-kind.js';
import { filesBelow } from '../../document/files-below.js';
import { type Finding, hasErrors } from '../../document/finding.js';
import { mayBeConfig } from '../../document/may-be-config.js';
import { formatPlace } from '../../document/place.js';
import { loadMapping } from '../../mapping/load.js';
import { reportRevision } from '../../mapping/revision.js';
import type { ExpressionWatch } from '../../mapping/watch.js';
import { readData } from '../../selftest/read-data.js';
import { readTestFile } from '../../testing/test-file.js';
import { TestedMappings } from '../../testing/tested-mappings.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { counted, findingsAsJson, formatFindings } from '../report.js';
import { readable, readableAmong } from '../usage.js';
import { watch } from '../watch.js';
import { ExpressionsReport } from './expressions.js';
import { findFiles } from './find.js';
import { findingsAsSarif } from './sarif.js';

interface Options {
  readonly config?: string;
  readonly json?: true;
  readonly sarif?: true;
  readonly verbose?: true;
  readonly watch?: true;
}

export function addCheck(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('check')
    .description('find what is wrong in mappings, test files, selftest files and configs')
    .argument(
      '[files...]',
      'mappings, test files, selftest files or configs; without any, all below this folder',
    )
    .option('-c, --config <file>', 'a config file, with the mapping that it names')
    .option('--json', 'print the findings as one JSON document')
    .addOption(new Option('--sarif', 'print them as SARIF 2.1.0, for code review').conflicts('json'))
    .addOption(
      new Option('--verbose', 'tell also which expressions are not compiled, and why').conflicts('sarif'),
    )
    .option('-w, --watch', 'check again whenever one of the files, or a mapping that it names, changes')
    .addHelpText('after', help)
    .action(async (files: string[], options: Options) => {
      const run = () => check(files, options, io);
      const watched = { run, files: () => filesToWatch(files, options, io) };
      exit(options.watch ? await watch(io, !options.json && !options.sarif, watched) : await run());
    });
}

/** Without names all YAML: what is none of ours may become so. */
async function filesToWatch(
  files: readonly string[],
  { config }: Options,
  { cwd }: Io,
): Promise<readonly string[]> {
  const named = [...(config === undefined ? [] : [config]), ...files];
  return named.length > 0 ? named.map(file => resolve(cwd, file)) : filesBelow(cwd, /\.ya?ml$/);
}

async function check(files: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  const isNamed = files.length > 0 || options.config !== undefined;
  const paths = isNamed ? files : await findFiles(io.cwd);
  const expressions = new ExpressionsReport();
  const watch = options.verbose && expressions.watch;
  const findings = await findingsOf(paths, options.config, io, watch);
  if (options.sarif) io.stdout.write(findingsAsSarif(findings, io));
  else if (options.json) {
    const more = options.verbose && { mappings: expressions.asData(findings, io) };
    io.stdout.write(findingsAsJson(findings, io, more));
  } else {
    const looked = isNamed ? '' : `looked at ${counted(paths.length, 'file')}\n`;
    io.stdout.write(`${formatFindings(findings, io)}${looked}${expressions.asText(findings, io)}`);
  }
  return hasErrors(findings) ? ExitCode.failed : ExitCode.done;
}

async function findingsOf(
  files: readonly string[],
  config: string | undefined,
  io: Io,
  watch: ExpressionWatch | undefined,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (config !== undefined) findings.push(...(await checkConfig(config, io, watch)));
  for (const file of files) findings.push(...(await checkFile(file, io, watch)));
  return once(findings);
}

/** A mapping is looked at for itself, for each of its test files and for a config: its mistakes count once. */
function once(findings: readonly Finding[]): Finding[] {
  const byText = new Map<string, Finding>();
  for (const finding of findings) {
    byText.set([formatPlace(finding), finding.code, finding.message].join(' '), finding);
  }
  return [...byText.values()];
}

async function checkConfig(file: string, io: Io, watch?: ExpressionWatch): Promise<readonly Finding[]> {
  const reading = await readable(file, readConfig(file, io));
  return readable(reading.mapping ?? file, findingsOfConfig(reading, io.env, watch));
}

/** What a file is, it says itself. A mapping has no deployment yet, so params without a value are no finding. */
async function checkFile(file: string, io: Io, watch?: ExpressionWatch): Promise<readonly Finding[]> {
  const path = resolve(io.cwd, file);
  const document = await readableAmong(file, Document.read(path), '*.yaml');
  if (isConfig(document)) return checkConfig(file, io, watch);
  if (isTestFile(document)) {
    return (await readable(file, readTestFile(path, new TestedMappings(watch)))).findings;
  }
  if (kindOfFile(document) === 'selftest file') return (await readable(file, readData(path))).findings;
  loadMapping(document, { given: {}, unset: 'placeholder', watch });
  reportRevision(document);
  return document.findings;
}

/** Also one that has no cases yet, which is a finding then. */
function isTestFile(document: Document): boolean {
  return kindOfFile(document) === 'test file' || document.keysAt([]).includes('test');
}

/** Also one that is no YAML: what is said of a mapping shows the lines around, here with passwords in them. */
function isConfig(document: Document): boolean {
  if (document.value === undefined) return mayBeConfig(document.text);
  return kindOfFile(document) === 'config';
}

const help = `
All findings are printed at once, each with its file, line and column, the lines around it, and what to do.
Each has a code, which docs/check.md explains with an example. It exits with 1 when there is an error; warnings alone
do not count. With --sarif run it in the root of the repository: the files are told relative to this folder.
--verbose ends with how many expressions each mapping has, and those that JSONata's interpreter has to run because the
compiler does not cover them: they mean the same, and take longer (docs/mapping.md).
--watch goes on until Ctrl-C, and ends with the exit code of the last check.

Examples:
  loyalty-gw check
  loyalty-gw check mappings/demo-crm.yaml
  loyalty-gw check --watch mappings/demo-crm.yaml
  loyalty-gw check --config loyalty-gw.yaml
  loyalty-gw check --json mappings/*.yaml
  loyalty-gw check --verbose my-crm.yaml
  loyalty-gw check --sarif > loyalty-gw.sarif`;
