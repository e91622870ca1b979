import { isAbsolute, join, relative } from 'node:path';
import { fileProblem } from '../document/file-problem.js';

/** The person asked for something that cannot be done: one line on stderr, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Waits for something that reads a file which a person named. That the file cannot be read is the person's
 * mistake and no bug.
 *
 * @param file the name to show when the error does not say which file it was
 */
export function readable<T>(file: string, reading: Promise<T>): Promise<T> {
  return reaching('read', file, reading);
}

/**
 * The same for a command that takes several files: of a folder it says how those in it are named.
 *
 * @param pattern which of them it takes, such as `*.test.yaml`
 */
export async function readableAmong<T>(file: string, reading: Promise<T>, pattern: string): Promise<T> {
  try {
    return await readable(file, reading);
  } catch (error) {
    if (!(error instanceof UsageError) || Object(error.cause).code !== 'EISDIR') throw error;
    const advice = `name the files in it, as in ${join(file, pattern)}`;
    throw new UsageError(`${error.message}; ${advice}`, { cause: error.cause });
  }
}

/** The same for something that writes a file. */
export function writable<T>(file: string, writing: Promise<T>): Promise<T> {
  return reaching('write', file, writing);
}

async function reaching<T>(what: 'read' | 'write', file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const problem = fileProblem(error);
    if (problem === undefined) throw error;
    throw new UsageError(`cannot ${what} ${file}: ${problem}`, { cause: error });
  }
}

/** A path as a person in `cwd` would write it: relative when it lies below, else as it is. */
export function displayPath(path: string, cwd: string): string {
  if (!isAbsolute(path)) return path;
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}
