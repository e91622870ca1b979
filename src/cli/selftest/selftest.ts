import type { Command } from 'commander';
import { hasErrors } from '../../document/finding.js';
import type { ScenarioResult } from '../../selftest/step.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { writeJunit } from '../junit.js';
import { withProgress } from '../progress.js';
import { formatFindings } from '../report.js';
import { initData } from './init.js';
import { selftestAsJson } from './json.js';
import { selftestAsJunit } from './junit.js';
import { type Given, readOptions } from './options.js';
import { formatEnd, formatScenario, formatStart, isGood } from './report.js';

export function addSelftest(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('selftest')
    .description('call a service as Koshelek does, and tell which rules of the API it breaks')
    .argument('[base-url]', 'where the service is, up to what stands before /v1')
    .option('-u, --user <login:password>', 'who calls; better in LOYALTY_GW_SELFTEST_USER, see below')
    .option('-d, --data <file>', 'the test data; by default selftest.yaml of this folder, if there is one')
    .option('--init [file]', 'write a commented data file to fill in, and nothing else')
    .option('--api <revision>', 'the revision of the API that the service has', '1.0.0')
    .option('--allow-writes', 'also do what changes the data of the service: reserve, issue, update')
    .option('--version-segment <segment>', 'what stands in the place of v1 in the routes', 'v1')
    .option('--budget <duration>', 'what the 95th percentile of each operation may take, such as 1s')
    .option('--timeout <duration>', 'how long one answer is waited for', '10s')
    .option('--ca <file>', 'certificates to trust in the place of the usual ones, PEM')
    .option('--insecure', 'trust any certificate: unsafe, the password may go to anybody')
    .option('--json', 'print the results as one JSON document')
    .option('--junit <file>', 'also write the results as JUnit XML')
    .addHelpText('after', help)
    .action(async (baseUrl: string | undefined, given: Given) => {
      if (given.init !== undefined) exit(await initData(given.init, baseUrl, io));
      else exit(await selftest(baseUrl, given, io));
    });
}

async function selftest(baseUrl: string | undefined, given: Given, io: Io): Promise<ExitCode> {
  const { options, findings, heading } = await readOptions(baseUrl, given, io);
  // Beside the JSON document, which stands alone.
  if (findings.length > 0) io.stderr.write(formatFindings(findings, io));
  if (!options || hasErrors(findings)) return ExitCode.failed;
  // The run may write at the service: before it, it must be sure that its report can be written.
  if (given.junit !== undefined) await writeJunit(given.junit, '', io);

  // Loaded here, for the other commands need none of it.
  const { runSelftest } = await import('../../selftest/run.js');
  const told = new Set<string>();
  let isFirst = true;
  const result = await withProgress(io, !given.json, ({ tell, print }) =>
    runSelftest(
      options,
      scenario => {
        if (given.json || (isFirst && isUnreachable(scenario))) return;
        if (isFirst) print(formatStart(heading, io));
        isFirst = false;
        print(formatScenario(scenario, io, told));
      },
      (scenario, step) => tell(`${scenario.title}: ${step.title}`),
    ),
  );
  const print = (text: string) => io.stdout.write(text);
  if (given.json) print(selftestAsJson(heading, result));
  else if (isFirst) io.stderr.write(`loyalty-gw: cannot reach ${heading.url}: ${result.stopped}\n`);
  else print(formatEnd(heading, result, io));
  if (given.junit !== undefined) await writeJunit(given.junit, selftestAsJunit(result), io);
  return isGood(result) ? ExitCode.done : ExitCode.failed;
}

/** When it is the first scenario, there is nothing to report on but this. */
function isUnreachable({ steps }: ScenarioResult): boolean {
  return steps.some(({ problems }) => problems.some(({ rule }) => rule === 'reachable'));
}

const help = `
It needs nothing of this gateway: it calls any service that has the Loyalty Online API, over http or https, and
holds every answer against the rules. What it calls it takes from a file of test data; --init writes one. Without
data it tries what needs none. What a step lacks (data, revision, permission to write) is shown as skipped.

A command line can be seen by others in the list of processes: LOYALTY_GW_SELFTEST_USER=login:password in the
environment cannot. The password is masked in all that is printed.

It exits with 1 when a rule is violated or the service cannot be reached. A warning is no violation: there the rule
is assumed, or a reasonable service may differ.

Examples:
  loyalty-gw selftest --init
  loyalty-gw selftest https://loyalty.example.com/walletapi --user koshelek:…
  loyalty-gw selftest http://127.0.0.1:8080 --api 1.2.0 --allow-writes --budget 1s --junit selftest.xml`;
