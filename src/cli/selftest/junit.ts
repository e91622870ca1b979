import type { Problem } from '../../selftest/problem.js';
import { rules } from '../../selftest/rules.js';
import type { SelftestResult } from '../../selftest/run.js';
import type { StepResult } from '../../selftest/step.js';
import { type JunitCase, type JunitTrouble, junitXml } from '../junit.js';
import { cameLines, sentLines } from './exchange.js';

/** The results as JUnit XML: a suite for each scenario, a case for each step. */
export function selftestAsJunit({ scenarios }: SelftestResult): string {
  const suites = scenarios.map(({ id, title, steps }) => ({
    name: title,
    cases: steps.map(step => caseOf(id, step)),
  }));
  return junitXml('loyalty-gw selftest', suites);
}

function caseOf(
  scenario: string,
  { title, operation, outcome, reason, problems, exchanges }: StepResult,
): JunitCase {
  return {
    group: scenario,
    name: operation ? `${operation}: ${title}` : title,
    milliseconds: exchanges.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    ...(outcome === 'skipped' && { skipped: reason ?? '' }),
    ...(outcome === 'failed' && { failure: failureOf(problems) }),
    // JUnit knows no warnings.
    ...(outcome === 'warned' && { output: told(problems) }),
  };
}

function failureOf(problems: readonly Problem[]): JunitTrouble {
  const violations = problems.filter(({ level }) => level === 'violation');
  return {
    type: [...new Set(violations.map(({ rule }) => rule))].join(', '),
    message: violations.map(({ rule, message }) => `${rule}: ${message}`).join('; '),
    text: told(problems),
  };
}

function told(problems: readonly Problem[]): string {
  const blocks = problems.map(({ rule, level, sureness, message, exchange }) => {
    const { text, source } = rules[rule];
    return [
      `${level} of ${rule}: ${message}`,
      `${text} (${source}; ${sureness})`,
      ...(exchange ? ['sent:', ...sentLines(exchange), 'came:', ...cameLines(exchange)] : []),
    ].join('\n');
  });
  return blocks.join('\n\n');
}
