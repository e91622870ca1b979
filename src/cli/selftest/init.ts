import { writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileProblem } from '../../document/file-problem.js';
import { template } from '../../selftest/template.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { schemaLineIn } from '../schema/schema-line.js';
import { UsageError } from '../usage.js';

export const usualDataFile = 'selftest.yaml';

/** Writes the commented data file. One that is there may hold somebody's work and is left alone. */
export async function initData(given: string | true, baseUrl: string | undefined, io: Io): Promise<ExitCode> {
  const file = given === true ? usualDataFile : given;
  const path = resolve(io.cwd, file);
  try {
    await writeFile(path, schemaLineIn(dirname(path), 'selftest') + template, { flag: 'wx' });
  } catch (error) {
    const problem = fileProblem(error);
    if (problem === undefined) throw error;
    throw new UsageError(`cannot write ${file}: ${problem}`, { cause: error });
  }
  const data = file === usualDataFile ? '' : ` --data ${file}`;
  io.stdout.write(`${file} is written. Next:
  1. Put the test data of your service into it; leave out what you do not have.
  2. export LOYALTY_GW_SELFTEST_USER=login:password
  3. loyalty-gw selftest ${baseUrl ?? '<base-url>'}${data}
  4. The same with --allow-writes, when it may reserve and issue cards there.
`);
  return ExitCode.done;
}
