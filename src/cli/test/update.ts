import { formatPlace } from '../../document/place.js';
import { replaceFile } from '../../document/replace-file.js';
import { TestedMappings } from '../../testing/tested-mappings.js';
import { type CaseUpdate, updateOf } from '../../testing/update.js';
import type { Io } from '../io.js';
import { painter } from '../style.js';
import { displayPath, readable, UsageError } from '../usage.js';
import { type Filter, nameOf } from './filter.js';
import { shown } from './problem.js';
import { readFiles, runFiles } from './run.js';

/** What `--update` did to the cases of a file that failed. */
export interface UpdatedFile {
  readonly path: string;
  readonly cases: readonly CaseUpdate[];
}

/**
 * Runs the cases, accepts what came in those that failed, and writes it into their files.
 *
 * @throws UsageError when a file changed since it was read, or cannot be read or written
 */
export async function updateFiles(
  paths: readonly string[],
  filter: Filter,
  io: Io,
  tell: (text: string) => void,
): Promise<UpdatedFile[]> {
  const files = await readFiles(paths, filter, new TestedMappings(), io, tell);
  const runs = await runFiles(files, undefined, tell);
  const updated: UpdatedFile[] = [];
  for (const [index, { path, tests }] of files.entries()) {
    const results = runs[index]?.results ?? [];
    if (!tests || results.every(({ problems }) => problems.length === 0)) continue;
    const { text, cases } = await updateOf(tests, results);
    updated.push({ path, cases });
    const before = tests.document.text;
    if (text === before || (await readable(path, replaceFile(path, before, text)))) continue;
    throw new UsageError(
      `${displayPath(path, io.cwd)} has changed since it was read, and was not written: run it again`,
    );
  }
  return updated;
}

/**
 * What was updated, for people:
 *
 *     updated mappings/demo-crm.test.yaml
 *       findCard: found by phone  (mappings/demo-crm.test.yaml:12:5)
 *         answer.body.card.cardState  was "active", is "inactive"
 *         left: the call never came: GET /cards/1
 */
export function formatUpdates(
  updated: readonly UpdatedFile[],
  { cwd, color }: Pick<Io, 'cwd' | 'color'>,
): string {
  const paint = painter(color);
  return updated
    .map(({ path, cases }) => {
      const isChanged = cases.some(({ changes }) => changes.length > 0);
      const title = `${isChanged ? 'updated' : 'left'} ${displayPath(path, cwd)}`;
      const lines = cases.flatMap(({ test, changes, left }) => {
        const width = Math.max(0, ...changes.map(each => each.path.length));
        const place = formatPlace({ ...test.place, file: displayPath(test.place.file, cwd) });
        return [
          `  ${nameOf(test)}  ${paint('dim', `(${place})`)}`,
          ...changes.map(
            ({ path, expected, actual }) =>
              `    ${path.padEnd(width)}  was ${shown(expected)}, is ${shown(actual)}`,
          ),
          ...left.map(problem => `    left: ${problem}`),
        ];
      });
      return `${[paint('bold', title), ...lines].join('\n')}\n\n`;
    })
    .join('');
}

/** The same for programs, by the files. */
export function updatesAsJson({ cases }: UpdatedFile): unknown {
  return cases.map(({ test, changes, left }) => ({
    name: test.fields.name,
    operation: test.fields.operation,
    line: test.place.line,
    changes: changes.map(({ path, expected, actual }) => ({ path, before: expected, after: actual })),
    left,
  }));
}
