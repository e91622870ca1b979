import type { Problem } from '../../selftest/problem.js';
import { rules } from '../../selftest/rules.js';
import type { SelftestResult } from '../../selftest/run.js';
import type { ScenarioResult, StepResult } from '../../selftest/step.js';
import { cameLines, sentLines } from './exchange.js';
import { totalOf } from './tables.js';

/** The results as JUnit XML, in the form that CI servers read: a suite for each scenario, a case for each step. */
export function selftestAsJunit({ scenarios }: SelftestResult): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="loyalty-gw selftest"${counts(scenarios)}>`,
    ...scenarios.flatMap(suite),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function suite(scenario: ScenarioResult): string[] {
  return [
    `  <testsuite name="${escaped(scenario.title)}"${counts([scenario])}>`,
    ...scenario.steps.flatMap(step => testcase(scenario.id, step)),
    '  </testsuite>',
  ];
}

function counts(scenarios: readonly ScenarioResult[]): string {
  const { passed, failed, warned, skipped } = totalOf(scenarios);
  return ` tests="${passed + failed + warned + skipped}" failures="${failed}" errors="0" skipped="${skipped}"`;
}

function testcase(scenario: string, { title, operation, outcome, reason, problems, exchanges }: StepResult) {
  const name = operation ? `${operation}: ${title}` : title;
  const seconds = exchanges.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  const head = `    <testcase classname="${escaped(scenario)}" name="${escaped(name)}" time="${seconds.toFixed(3)}"`;
  const content = [
    ...(outcome === 'skipped' ? [`      <skipped message="${escaped(reason ?? '')}"/>`] : []),
    ...(outcome === 'failed' ? [failure(problems)] : []),
    // JUnit knows no warnings.
    ...(outcome === 'warned' ? [`      <system-out>${escaped(told(problems))}</system-out>`] : []),
  ];
  return content.length === 0 ? [`${head}/>`] : [`${head}>`, ...content, '    </testcase>'];
}

function failure(problems: readonly Problem[]): string {
  const violations = problems.filter(({ level }) => level === 'violation');
  const type = [...new Set(violations.map(({ rule }) => rule))].join(', ');
  const message = violations.map(({ rule, message }) => `${rule}: ${message}`).join('; ');
  return `      <failure type="${escaped(type)}" message="${escaped(message)}">${escaped(told(problems))}</failure>`;
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

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * A text for an attribute or between tags. What XML 1.0 (2.2) cannot hold in any way becomes U+FFFD; a line break in
 * an attribute would be read as a space.
 */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, character => entities[character] ?? character)
    .replace(/\r/g, '&#13;');
}
