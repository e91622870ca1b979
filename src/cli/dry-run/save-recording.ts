import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { hasErrors } from '../../document/finding.js';
import { freeName, keyOfFolder } from '../../testing/recording/folder.js';
import type { LiveRun } from '../../testing/recording/live-run.js';
import { record } from '../../testing/recording/record.js';
import { readTestFile, runTestFile } from '../../testing/test-file.js';
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
  const file = await freeName(path, `${live.mapping.name.replace(/[^\w-]+/g, '-')}.${live.operation}`);
  const recording = await record(live, file, key);
  if ('problem' in recording) return recording;
  // Not under its name: whoever runs the tests of the folder meanwhile shall not find it half done.
  const draft = `${file}.draft`;
  try {
    await writeFile(draft, recording.text, { flag: 'wx' });
    const problem = await problemOf(draft);
    if (problem !== undefined) return { problem };
    await rename(draft, file);
    return { file: displayPath(file, io.cwd) };
  } finally {
    await rm(draft, { force: true });
  }
}

/** Why a test file does not pass. */
async function problemOf(file: string): Promise<string | undefined> {
  const { tests, findings } = await readTestFile(file);
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
