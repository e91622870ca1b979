import { type Finding, sortFindings } from '../document/finding.js';
import { formatPlace } from '../document/place.js';
import type { Io } from './io.js';
import { painter } from './style.js';
import { displayPath } from './usage.js';

/**
 * Findings for people, each with its code frame and hint, and a line that counts them:
 *
 *     mappings/x.yaml:12:7 error unknown-key  unknown key "gett"; did you mean "get"?
 *         12 |   gett: /cards
 *            |   ^
 *       hint: ...
 */
export function formatFindings(findings: readonly Finding[], io: { color: boolean; cwd: string }): string {
  const paint = painter(io.color);
  const blocks = shownFindings(findings, io).map(finding => {
    const place = formatPlace(finding);
    const level = paint(styleOf[finding.level], finding.level);
    const lines = [`${paint('bold', place)} ${level} ${paint('dim', finding.code)}  ${finding.message}`];
    if (finding.frame) lines.push(...finding.frame.split('\n').map(line => paint('dim', `    ${line}`)));
    if (finding.hint) lines.push(`  ${paint('cyan', 'hint:')} ${finding.hint}`);
    return `${lines.join('\n')}\n`;
  });
  return `${blocks.join('\n')}${blocks.length > 0 ? '\n' : ''}${summaryOf(findings)}\n`;
}

const styleOf = { error: 'red', warning: 'yellow', notice: 'cyan' } as const;

/** The same for programs: one JSON document, and what else is to stand in it. */
export function findingsAsJson(findings: readonly Finding[], io: { cwd: string }, more?: object): string {
  const document = { ...countOf(findings), findings: shownFindings(findings, io), ...more };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Prints errors and warnings to stderr. A notice is for the one who writes the mapping, and told by `check`. */
export function printProblems(findings: readonly Finding[], io: Io): void {
  const problems = findings.filter(({ level }) => level !== 'notice');
  if (problems.length > 0) io.stderr.write(formatFindings(problems, io));
}

/** Findings in their order, with files as a person in `cwd` would write them. */
export function shownFindings(findings: readonly Finding[], { cwd }: { cwd: string }): Finding[] {
  return sortFindings(findings).map(finding => ({ ...finding, file: displayPath(finding.file, cwd) }));
}

function summaryOf(findings: readonly Finding[]): string {
  const { errors, warnings, notices } = countOf(findings);
  const known = notices > 0 ? `, ${counted(notices, 'notice')}` : '';
  return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}${known}`;
}

export function countOf(findings: readonly Finding[]): { errors: number; warnings: number; notices: number } {
  const count = (level: Finding['level']) => findings.filter(finding => finding.level === level).length;
  return { errors: count('error'), warnings: count('warning'), notices: count('notice') };
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
