import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { hasErrors } from '../../document/finding.js';
import { readTestFile, runTestFile } from '../../testing/test-file.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { readable, UsageError } from '../usage.js';
import { type FileRun, formatResults, resultsAsJson } from './report.js';

export function addTest(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('test')
    .description('run the test cases of mappings, without a network')
    .argument('[files...]', 'test files; without any, all *.test.yaml below this folder')
    .option('--json', 'print the results as one JSON document')
    .addHelpText('after', help)
    .action(async (files: string[], options: { json?: boolean }) => {
      const paths = files.length > 0 ? files.map(file => resolve(io.cwd, file)) : await findTestFiles(io.cwd);
      if (paths.length === 0)
        throw new UsageError('there is no *.test.yaml below this folder; name the files to run');
      const runs: FileRun[] = [];
      for (const path of paths) runs.push(await runFile(path));
      io.stdout.write(options.json ? resultsAsJson(runs, io) : formatResults(runs, io));
      exit(runs.every(isGood) ? ExitCode.done : ExitCode.failed);
    });
}

async function runFile(path: string): Promise<FileRun> {
  const { tests, findings } = await readable(path, readTestFile(path));
  return { path, findings, results: tests ? await runTestFile(tests) : [] };
}

function isGood({ findings, results }: FileRun): boolean {
  return !hasErrors(findings) && results.every(result => result.problems.length === 0);
}

async function findTestFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && !entry.name.startsWith('.'))
        found.push(...(await findTestFiles(path)));
    } else if (/\.test\.ya?ml$/.test(entry.name)) {
      found.push(path);
    }
  }
  return found.sort();
}

const help = `
A test file lies beside its mapping. A case says what Koshelek asks, which calls go to the CRM and what comes
back, and the answer. A call that no exchange of the case is for, an exchange that is never used and an unknown
key are failures.

Examples:
  loyalty-gw test
  loyalty-gw test mappings/demo-crm.test.yaml
  loyalty-gw test --json`;
