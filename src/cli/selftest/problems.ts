import type { Problem } from '../../selftest/problem.js';
import { type RuleId, rules } from '../../selftest/rules.js';
import type { SelftestResult } from '../../selftest/run.js';
import type { StepResult } from '../../selftest/step.js';
import type { Paint, Style } from '../style.js';
import { cameLines, printable, sentLines } from './exchange.js';

export const indent = ' '.repeat(10);

/** What of a report has been told: operations, rules and messages. */
export type Told = Set<string>;

/** All problems of a step. What has been told before, in this report, is one line. */
export function problemBlocks({ operation, problems }: StepResult, paint: Paint, told: Told): string[] {
  const news: Problem[] = [];
  const again: Problem[] = [];
  for (const problem of problems) {
    const key = JSON.stringify([operation, problem.rule, problem.message]);
    (told.has(key) ? again : news).push(problem);
    told.add(key);
  }
  return [
    ...exchangeBlocks(news, paint),
    ...byRule(again).flatMap(same => wrongBlock(same, paint, '; as above')),
  ];
}

/** Problems of the same exchange share it. */
function exchangeBlocks(problems: readonly Problem[], paint: Paint): string[] {
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
  return byRule(problems).flatMap(same => [
    ...wrongBlock(same, paint),
    ...same.slice(0, 1).flatMap(problem => labelled('rule', ruleLines(problem))),
  ]);
}

function byRule(problems: readonly Problem[]): Problem[][] {
  const groups = new Map<RuleId, Problem[]>();
  for (const problem of problems) groups.set(problem.rule, [...(groups.get(problem.rule) ?? []), problem]);
  return [...groups.values()];
}

function wrongBlock(same: readonly Problem[], paint: Paint, end?: string): string[] {
  return [
    ...same.slice(0, MOST).flatMap(problem => wrongLines(problem, paint, end)),
    ...(same.length > MOST ? labelled('', [`and ${same.length - MOST} more`]) : []),
  ];
}

function wrongLines({ rule, level, message }: Problem, paint: Paint, end = ''): string[] {
  const name = level === 'violation' ? paint('red', rule) : paint('yellow', rule);
  const note = level === 'violation' ? '' : ' (a warning, no violation)';
  return labelled('wrong', [`${name}: ${printable(message)}${note}${end}`]);
}

function ruleLines({ rule, sureness }: Problem): string[] {
  const { text, source } = rules[rule];
  return [text, `${source}; ${sureness}`];
}

function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${indent}${(index === 0 ? label : '').padEnd(7)}${line}`);
}

/** The rules of a level that do not hold, each with the operations that break it. */
export function brokenRules(
  { scenarios }: SelftestResult,
  level: Problem['level'],
  what: string,
  paint: Paint,
  style: Style,
): string[] {
  const broken = new Map<RuleId, Set<string>>();
  for (const { operation = 'others', problems } of scenarios.flatMap(({ steps }) => steps)) {
    for (const { rule } of problems.filter(problem => problem.level === level)) {
      broken.set(rule, (broken.get(rule) ?? new Set()).add(operation));
    }
  }
  if (broken.size === 0) return [];
  const names = [...broken].map(([rule, operations]) => `${rule} (${[...operations].join(', ')})`);
  return [`${paint(style, what)}: ${names.join(', ').replaceAll(' (others)', '')}`];
}
