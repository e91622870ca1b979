import { describe, expect, it, test } from 'vitest';
import { formatFindings } from '../../src/cli/report.js';
import { codeGroups, findingCodes } from '../../src/document/codes/catalogue.js';
import type { CodeEntry } from '../../src/document/codes/entry.js';
import { findingsOfExample } from './code-examples.js';

describe('each kind of finding', () => {
  it.each(Object.entries(findingCodes))(
    '%s is what its bad example has, and the good one nothing',
    async (code, entry) => {
      const bad = await findingsOfExample(entry.bad, entry);
      expect(bad.map(finding => finding.code)).toEqual([code]);
      expect(await findingsOfExample(entry.good, entry)).toEqual([]);
    },
  );
});

const intro = `# What \`check\` finds

\`loyalty-gw check\` looks at mappings, test files, selftest files and configs, and tells all that is wrong in them at once. What a file is, it says itself. \`serve\`, \`dry-run\` and \`test\` look at the files that they use in the same way.

Each finding has a *level*. An **error** keeps \`serve\` from starting and makes \`check\` exit with 1. A **warning** is something that works and is hardly meant so. A **notice** is something to know; only \`check\` tells it.

Each finding has a *code*, the name of its kind, which is stable. Below, each code has an example that leads to it, what \`check\` prints of it (there with the lines around the place), and the same example mended. Examples of mappings are parts: the rest of the mapping is left out.

Without files it looks at all below the folder that are written for it: \`*.yaml\` and \`*.yml\`, but for \`node_modules\` and folders that begin with a dot. It exits with 0, with 1 when there is an error, with 2 when a file cannot be read or there is none.

**For programs.** \`--json\` prints \`{ errors, warnings, notices, findings }\`. A finding is \`{ level, code, message, hint, file, line, column, endColumn, frame }\`: lines and columns count from 1, \`endColumn\` is the column behind the words that are meant, \`frame\` the lines around them; \`hint\`, \`endColumn\` and \`frame\` may not be there. A config's findings have no \`endColumn\`, and in their \`frame\` no secret.

**How expressions run.** \`--verbose\` ends with a line for each mapping without errors: how many expressions it has, and below it those that are [not compiled](mapping.md#how-expressions-run), with the reason and its place. With \`--json\` that is \`mappings\`: a list of \`{ mapping, expressions, compiled, interpreted }\`, where \`interpreted\` holds \`{ expression, reason, file, line, column }\`.

**For code review.** \`--sarif\` prints [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), without any line of the files. In a workflow of GitHub:

\`\`\`yaml
- run: loyalty-gw check --sarif > loyalty-gw.sarif
- uses: github/codeql-action/upload-sarif@v3
  if: always()
  with: { sarif_file: loyalty-gw.sarif }
\`\`\`

This page is written from \`src/document/codes\` by \`npm run docs\`.`;

const levels = { error: 'An error', warning: 'A warning', notice: 'A notice' };

async function section(code: string, entry: CodeEntry): Promise<string> {
  const findings = await findingsOfExample(entry.bad, entry);
  const told = findings.map(finding => ({ ...finding, frame: undefined }));
  const [printed] = formatFindings(told, { color: false, cwd: '/' }).split('\n\n');
  return [
    `### ${code}`,
    `${levels[findings[0]?.level ?? 'error']}. ${entry.summary}${entry.isDeployed ? ' Found where a config names the mapping.' : ''}`,
    `\`\`\`yaml\n${entry.bad}\`\`\``,
    `\`\`\`text\n${printed}\n\`\`\``,
    `Mended:`,
    `\`\`\`yaml\n${entry.good}\`\`\``,
  ].join('\n\n');
}

test('docs/check.md is what the catalogue says; `npm run docs` writes it anew', async () => {
  const contents = Object.entries(codeGroups).map(
    ([title, codes]) =>
      `- ${title}: ${Object.keys(codes)
        .map(code => `[${code}](#${code})`)
        .join(', ')}`,
  );
  const parts = [intro, contents.join('\n')];
  for (const [title, codes] of Object.entries(codeGroups)) {
    parts.push(`## ${title}`);
    for (const [code, entry] of Object.entries(codes)) parts.push(await section(code, entry));
  }
  await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot('../../docs/check.md');
});
