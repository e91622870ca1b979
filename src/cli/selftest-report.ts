import type { Problem } from '../selftest/problem.js';
import { type RuleId, rules } from '../selftest/rules.js';
import type { SelftestResult } from '../selftest/run.js';
import type { ScenarioResult, StepOutcome, StepResult } from '../selftest/step.js';
import { counted } from './report.js';
import { cameLines, printable, sentLines } from './selftest-exchange.js';
import type { Heading } from './selftest-options.js';
import { latencyTable, summaryTable, totalOf } from './selftest-tables.js';
import { type Paint, painter, type Style } from './style.js';

interface Screen {
  readonly color: boolean;
}

const words: Readonly<Record<StepOutcome, readonly [word: string, style: Style]>> = {
  passed: ['ok', 'green'],
  failed: ['FAIL', 'red'],
  warned: ['warn', 'yellow'],
  skipped: ['skip', 'dim'],
};

const indent = ' '.repeat(10);

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
 */
export function formatScenario({ title, steps }: ScenarioResult, { color }: Screen): string {
  const paint = painter(color);
  return `${[paint('bold', title), ...steps.flatMap(step => stepLines(step, paint))].join('\n')}\n\n`;
}

function stepLines(step: StepResult, paint: Paint): string[] {
  const [word, style] = words[step.outcome];
  const name = step.operation ? `${step.operation}: ${step.title}` : step.title;
  const reason = step.reason === undefined ? '' : paint('dim', `  (${step.reason})`);
  const line = `  ${paint(style, word)}${' '.repeat(6 - word.length)}${name}${reason}`;
  const notes = step.notes.map(note => `${indent}${paint('cyan', 'note')}   ${note}`);
  return [line, ...problemBlocks(step.problems, paint), ...notes];
}

/** Problems of the same exchange share it. */
function problemBlocks(problems: readonly Problem[], paint: Paint): string[] {
  const exchanges = [...new Set(problems.map(problem => problem.exchange))];
  return exchanges.flatMap(exchange => [
    ...(exchange ? labelled('sent', sentLines(exchange)) : []),
    ...(exchange ? labelled('came', cameLines(exchange)) : []),
    ...ruleBlocks(
      problems.filter(problem => problem.exchange === exchange),
      paint,
    ),
  ]);
}

/** Of a list with many wrong rows the first ones tell enough. */
const MOST = 5;

/** Each rule once, below all that is wrong with it. */
function ruleBlocks(problems: readonly Problem[], paint: Paint): string[] {
  const byRule = new Map<RuleId, Problem[]>();
  for (const problem of problems) byRule.set(problem.rule, [...(byRule.get(problem.rule) ?? []), problem]);
  return [...byRule.values()].flatMap(same => [
    ...same.slice(0, MOST).flatMap(problem => wrongLines(problem, paint)),
    ...(same.length > MOST ? labelled('', [`and ${same.length - MOST} more`]) : []),
    ...same.slice(0, 1).flatMap(problem => labelled('rule', ruleLines(problem))),
  ]);
}

function wrongLines({ rule, level, message }: Problem, paint: Paint): string[] {
  const name = level === 'violation' ? paint('red', rule) : paint('yellow', rule);
  const note = level === 'violation' ? '' : ' (a warning, no violation)';
  return labelled('wrong', [`${name}: ${printable(message)}${note}`]);
}

function ruleLines({ rule, sureness }: Problem): string[] {
  const { text, source } = rules[rule];
  return [text, `${source}; ${sureness}`];
}

function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${indent}${(index === 0 ? label : '').padEnd(7)}${line}`);
}

/** Both tables, the rules that do not hold, and the count. */
export function formatEnd(result: SelftestResult, { color }: Screen): string {
  const { scenarios, latencies, stopped } = result;
  const paint = painter(color);
  const { passed, failed, warned, skipped } = totalOf(scenarios);
  const blocks = [
    ...(latencies.length > 0 ? [latencyTable(latencies)] : []),
    summaryTable(scenarios),
    [
      ...ruleCounts(result, 'violation', 'violated', paint, 'red'),
      ...ruleCounts(result, 'warning', 'warned of', paint, 'yellow'),
      ...(stopped === undefined ? [] : [`stopped, for all else would fail too: ${printable(stopped)}`]),
      `${passed} passed, ${failed} failed, ${counted(warned, 'warning')}, ${skipped} skipped`,
    ].join('\n'),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function ruleCounts(
  { scenarios }: SelftestResult,
  level: Problem['level'],
  what: string,
  paint: Paint,
  style: Style,
): string[] {
  const counts = new Map<string, number>();
  for (const problem of scenarios.flatMap(({ steps }) => steps.flatMap(step => step.problems))) {
    if (problem.level === level) counts.set(problem.rule, (counts.get(problem.rule) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  return [`${paint(style, what)}: ${[...counts].map(([rule, count]) => `${rule} (${count})`).join(', ')}`];
}
