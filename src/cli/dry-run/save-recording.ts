import { resolve } from 'node:path';
import { Document } from '../../document/document.js';
import { hasErrors } from '../../document/finding.js';
import { makeFile } from '../../document/replace-file.js';
import { freeName, keyOfFolder } from '../../testing/recording/folder.js';
import type { LiveRun } from '../../testing/recording/live-run.js';
import { record } from '../../testing/recording/record.js';
import { readTests, runTestFile } from '../../testing/test-file.js';
import { TestedMappings } from '../../testing/tested-mappings.js';
import type { Io } from '../io.js';
import { painter } from '../style.js';
import { problemLines } from '../test/problem.js';
import { displayPath, readable } from '../usage.js';

/** What became of a recording. */
export interface Saved {
  readonly file?: string;
  /** Why there is none. */
  readonly problem?: string;
}

/** Saves a live run as a test file, which passes. */
export async function saveRecording(live: LiveRun, folder: string, io: Io): Promise<Saved> {
  const path = resolve(io.cwd, folder);
  const key = await readable(folder, keyOfFolder(path));
  const name = `${live.mapping.name.replace(/[^\w-]+/g, '-')}.${live.operation}`;
  let file = await freeName(path, name);
  const recording = await record(live, file, key);
  if ('problem' in recording) return recording;
  // Before there is a file: whoever runs the tests of the folder meanwhile shall not find one that does not pass.
  const problem = await problemOf(new Document(file, recording.text));
  if (problem !== undefined) return { problem };
  // Another run may have taken the name.
  while (!(await makeFile(file, recording.text))) file = await freeName(path, name);
  return { file: displayPath(file, io.cwd) };
}

/** Why a test file does not pass. */
async function problemOf(document: Document): Promise<string | undefined> {
  const { tests, findings } = await readTests(document, new TestedMappings());
  if (!tests || hasErrors(findings)) return findings.find(({ level }) => level === 'error')?.message;
  const [result] = await runTestFile(tests);
  const problems = result?.problems ?? [];
  if (problems.length === 0) return undefined;
  return problems.flatMap(problem => problemLines(problem, { color: false })).join('; ');
}

export function formatSaved({ file, problem }: Saved, io: Io): string {
  const paint = painter(io.color);
  if (problem !== undefined) return `${paint('red', 'not recorded:')} ${problem}\n`;
  return `${paint('green', 'recorded:')} ${file}\n${paint(
    'yellow',
    'Look it over before you commit it: what nobody could know for personal is still in it.',
  )}\n`;
}
