import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type FindingCode, findingCodes } from '../../document/codes/catalogue.js';
import type { Finding } from '../../document/finding.js';
import { shownFindings } from '../report.js';
import { version } from '../version.js';

/**
 * Findings as SARIF 2.1.0, with what GitHub's code scanning asks for. Lines of the files are not in it, so that no
 * secret of a config can be.
 *
 * @param io files are told relative to `cwd`, which is to be the root of the repository
 */
export function findingsAsSarif(findings: readonly Finding[], io: { cwd: string }): string {
  const shown = shownFindings(findings, io);
  const codes = [...new Set(shown.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'loyalty-gw', version: version(), rules: codes.map(ruleOf) } },
        // As JavaScript and GitHub count.
        columnKind: 'utf16CodeUnits',
        results: shown.map(finding => resultOf(finding, codes.indexOf(finding.code))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(code: FindingCode) {
  const { summary, bad, good } = findingCodes[code];
  return {
    id: code,
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    help: {
      text: `${summary}\n\nIt is found in\n\n${bad}\nMended:\n\n${good}`,
      markdown: `It is found in\n\n\`\`\`yaml\n${bad}\`\`\`\n\nMended:\n\n\`\`\`yaml\n${good}\`\`\`\n`,
    },
  };
}

const levels = { error: 'error', warning: 'warning', notice: 'note' } as const;

function resultOf({ code, level, message, hint, file, line, column, endColumn }: Finding, ruleIndex: number) {
  return {
    ruleId: code,
    ruleIndex,
    level: levels[level],
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: {
            startLine: line,
            startColumn: column,
            endLine: line,
            // GitHub asks for an end.
            endColumn: endColumn ?? column + 1,
          },
        },
      },
    ],
  };
}

/** A path relative to the root of the repository as a relative reference; of one outside its address. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(sep).map(encodeURIComponent).join('/');
}
