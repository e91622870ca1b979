import type { SelftestResult } from '../../selftest/run.js';
import type { ScenarioResult, StepOutcome, StepResult } from '../../selftest/step.js';
import { counted } from '../report.js';
import { type Paint, painter, type Style } from '../style.js';
import { printable } from './exchange.js';
import type { Heading } from './options.js';
import { brokenRules, indent, problemBlocks, type Told } from './problems.js';
import { latencyTable, summaryTable, totalOf } from './tables.js';

interface Screen {
  readonly color: boolean;
}

const words: Readonly<Record<StepOutcome, readonly [word: string, style: Style]>> = {
  passed: ['ok', 'green'],
  failed: ['FAIL', 'red'],
  warned: ['warn', 'yellow'],
  skipped: ['skip', 'dim'],
};

/** Whether no rule is violated. */
export function isGood({ scenarios, stopped }: SelftestResult): boolean {
  return stopped === undefined && totalOf(scenarios).failed === 0;
}

export function formatStart(heading: Heading, { color }: Screen): string {
  const { url, login, revision, data, allowWrites, insecure } = heading;
  const lines = [
    painter(color)('bold', `Selftest of ${url} (Loyalty Online API ${revision})`),
    `as ${printable(login)}, ${data === undefined ? 'without test data' : `with the data of ${data}`}, ${
      allowWrites ? 'writes allowed' : 'without writing'
    }`,
    ...(url.startsWith('http://') ? ['over http: Koshelek itself demands https'] : []),
    ...(insecure ? ['any certificate is trusted (--insecure)'] : []),
  ];
  return `${lines.join('\n')}\n\n`;
}

/**
 * A scenario for people:
 *
 *     Existing card
 *       ok    findCard: the known phone gives its card
 *       FAIL  findCard: an unknown phone gives an empty body
 *               sent   GET http://…/v1/card?msisdn=79620480199
 *               came   404 Not Found  (3.1 ms)
 *               wrong  status-code: the status is 404
 *               rule   Only two status codes are sent: …
 *                      Loyalty Online API 1.0.0, transport; documented
 *
 * @param told what the scenarios before it have told
 */
export function formatScenario(
  { title, steps }: ScenarioResult,
  { color }: Screen,
  told: Told = new Set(),
): string {
  const paint = painter(color);
  return `${[paint('bold', title), ...steps.flatMap(step => stepLines(step, paint, told))].join('\n')}\n\n`;
}

function stepLines(step: StepResult, paint: Paint, told: Told): string[] {
  const [word, style] = words[step.outcome];
  const name = step.operation ? `${step.operation}: ${step.title}` : step.title;
  const reason = step.reason === undefined ? '' : paint('dim', `  (${step.reason})`);
  const line = `  ${paint(style, word)}${' '.repeat(6 - word.length)}${name}${reason}`;
  const notes = step.notes.map(note => `${indent}${paint('cyan', 'note')}   ${note}`);
  return [line, ...problemBlocks(step, paint, told), ...notes];
}

/** Both tables, the rules that do not hold, and the count. */
export function formatEnd({ data }: Heading, result: SelftestResult, { color }: Screen): string {
  const { scenarios, latencies, stopped } = result;
  const paint = painter(color);
  const { passed, failed, warned, skipped } = totalOf(scenarios);
  const blocks = [
    ...(latencies.length > 0 ? [latencyTable(latencies)] : []),
    summaryTable(scenarios),
    [
      ...brokenRules(result, 'violation', 'violated', paint, 'red'),
      ...brokenRules(result, 'warning', 'warned of', paint, 'yellow'),
      ...(stopped === undefined ? [] : [`stopped, for all else would fail too: ${printable(stopped)}`]),
      `${passed} passed, ${failed} failed, ${counted(warned, 'warning')}, ${skipped} skipped`,
      // Or what has passed would seem to be the whole.
      ...(data === undefined ? ['without test data most is skipped: --init writes a file to fill in'] : []),
    ].join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}
