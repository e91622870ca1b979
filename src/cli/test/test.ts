import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Coverage } from '../../testing/coverage.js';
import { TestedMappings } from '../../testing/tested-mappings.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { writeJunit } from '../junit.js';
import { withProgress } from '../progress.js';
import { formatFindings } from '../report.js';
import { UsageError } from '../usage.js';
import { watch } from '../watch.js';
import { coverageAsJson, formatCoverage, isBelow, readThreshold } from './coverage.js';
import { nothingFits, readFilter } from './filter.js';
import { findTestFiles } from './find.js';
import { resultsAsJson } from './json.js';
import { resultsAsJunit } from './junit.js';
import { formatList, listAsJson } from './list.js';
import { formatResults } from './report.js';
import { isGood, type ReadFile, readFiles, runFiles } from './run.js';
import { formatUpdates, updateFiles } from './update.js';

interface Options {
  readonly filter?: string;
  readonly list?: true;
  readonly json?: true;
  readonly junit?: string;
  readonly watch?: true;
  readonly coverage?: true;
  readonly coverageThreshold?: string;
  readonly update?: true;
}

export function addTest(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('test')
    .description('run the test cases of mappings, without a network')
    .argument('[files...]', 'test files; without any, all *.test.yaml below this folder')
    .option(
      '-f, --filter <text>',
      'only the cases with this in their name or file; /…/ is a regular expression',
    )
    .option('--list', 'print the names of the cases, and run none')
    .option('--update', 'write what came into the cases that fail, and run them again')
    .option('--json', 'print the results as one JSON document')
    .option('--junit <file>', 'also write the results as JUnit XML')
    .option('--coverage', 'say what of the mappings no case reached')
    .option('--coverage-threshold <percent>', 'the same, and fail where less of a mapping is reached')
    .option('-w, --watch', 'run again whenever a test file or a mapping changes')
    .addHelpText('after', help)
    .action(async (files: string[], options: Options) => {
      const run = () => test(files, options, io);
      const watched = { run, files: () => testFiles(files, io) };
      exit(options.watch ? await watch(io, !options.json, watched) : await run());
    });
}

async function test(files: readonly string[], options: Options, io: Io): Promise<ExitCode> {
  const filter = readFilter(options.filter);
  const threshold = readThreshold(options.coverageThreshold);
  const coverage = options.coverage || threshold !== undefined ? new Coverage() : undefined;
  if (options.update && options.watch)
    throw new UsageError('--update changes the files that --watch looks at: leave out one of them');
  const paths = await testFiles(files, io);
  return withProgress(io, !options.json, async ({ tell, print }) => {
    const updated = options.update && !options.list ? await updateFiles(paths, filter, io, tell) : [];
    const read = await readFiles(paths, filter, new TestedMappings(coverage?.watch), io, tell);
    if (options.filter !== undefined) mustFit(options.filter, read);
    if (options.list) return list(read, options, io, print);
    for (const { tests } of read) if (tests) await coverage?.add(tests.mapping.file);
    const runs = await runFiles(read, (event, test) => coverage?.event(event, test), tell);
    const covered = coverage?.mappings() ?? [];
    if (options.json)
      print(resultsAsJson(runs, coverage && coverageAsJson(covered, threshold, io), updated, io));
    else print(formatUpdates(updated, io) + formatResults(runs, io) + formatCoverage(covered, threshold, io));
    if (options.junit !== undefined) await writeJunit(options.junit, resultsAsJunit(runs, io), io);
    const isDone = runs.every(isGood) && !covered.some(mapping => isBelow(mapping, threshold));
    return isDone ? ExitCode.done : ExitCode.failed;
  });
}

async function testFiles(files: readonly string[], { cwd }: Io): Promise<readonly string[]> {
  const paths = files.length > 0 ? files.map(file => resolve(cwd, file)) : await findTestFiles(cwd);
  if (paths.length > 0) return paths;
  throw new UsageError('there is no *.test.yaml below this folder; name the files to run');
}

/** A misspelt filter that chooses nothing would pass. What is wrong with a file may be why, and is told instead. */
function mustFit(filter: string, files: readonly ReadFile[]): void {
  if (files.some(({ tests }) => tests === undefined || tests.cases.length > 0)) return;
  throw nothingFits(
    filter,
    files.flatMap(({ leftOut }) => leftOut),
  );
}

function list(
  files: readonly ReadFile[],
  { json }: Options,
  io: Io,
  print: (text: string) => void,
): ExitCode {
  print(json ? listAsJson(files, io) : formatList(files, io));
  const findings = files.filter(({ tests }) => tests === undefined).flatMap(file => file.findings);
  if (findings.length === 0) return ExitCode.done;
  io.stderr.write(formatFindings(findings, io));
  return ExitCode.failed;
}

const help = `
A test file lies beside its mapping. A case says what Koshelek asks, which calls go to the CRM and what comes
back, and the answer. A call that no exchange of the case is for, an exchange that is never used and an unknown
key are failures.

--filter looks at "operation: name" of a case, as --list prints it, and at its file. When nothing fits, the exit code
is 2: a misspelt filter must not pass.

--update writes into the file what came in a case that fails: the answer, and the calls where only the query, headers
or body differ. Look at the difference before you commit it. Nothing else in the file changes. What cases share changes
when all of them got the same; a call that no exchange is for and an exchange that is never used stay failures.

--coverage says of each mapping which operations, steps, skips of steps, shared calls, rules, functions and ways of
conditions no case reached, in all test files together. A rule that judges replies is reached when it was true once;
success, when it was false once.

--watch goes on until Ctrl-C, and ends with the exit code of the last run.

Examples:
  loyalty-gw test
  loyalty-gw test mappings/demo-crm.test.yaml
  loyalty-gw test --filter findCard:
  loyalty-gw test --filter '/phone|email/i'
  loyalty-gw test --watch --filter findCard:
  loyalty-gw test --coverage-threshold 90
  loyalty-gw test --update mappings/demo-crm.test.yaml
  loyalty-gw test --json --junit reports/mappings.xml`;
