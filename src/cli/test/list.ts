import { writeJson } from '../../json/write.js';
import { displayPath } from '../usage.js';
import { nameOf } from './filter.js';
import type { ReadFile } from './run.js';

/** The cases that were chosen, for people: a line each, as `--filter` sees them. */
export function formatList(files: readonly ReadFile[], { cwd }: { cwd: string }): string {
  const blocks = files.flatMap(({ path, tests }) =>
    tests && tests.cases.length > 0
      ? [[displayPath(path, cwd), ...tests.cases.map(test => `  ${nameOf(test)}`)]]
      : [],
  );
  return blocks.map(lines => `${lines.join('\n')}\n`).join('\n');
}

/** The same for programs. */
export function listAsJson(files: readonly ReadFile[], { cwd }: { cwd: string }): string {
  const cases = files.flatMap(({ path, tests }) =>
    (tests?.cases ?? []).map(({ fields, place }) => ({
      file: displayPath(path, cwd),
      operation: fields.operation,
      name: fields.name,
      line: place.line,
    })),
  );
  return `${writeJson({ cases })}\n`;
}
