import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Io } from './io.js';
import { writable } from './usage.js';

/** One case of a report in the form of JUnit, which CI servers read. */
export interface JunitCase {
  /** What CI servers group cases by. */
  readonly group: string;
  readonly name: string;
  readonly milliseconds: number;
  /** It was looked at and is wrong. */
  readonly failure?: JunitTrouble;
  /** It could not be looked at. */
  readonly error?: JunitTrouble;
  /** Why it was left out. */
  readonly skipped?: string;
  /** What else there is to say. */
  readonly output?: string;
}

export interface JunitTrouble {
  readonly type: string;
  /** One line. */
  readonly message: string;
  readonly text: string;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** A report as JUnit XML. */
export function junitXml(name: string, suites: readonly JunitSuite[]): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(name)}"${counts(suites.flatMap(({ cases }) => cases))}>`,
    ...suites.flatMap(suite => [
      `  <testsuite name="${escaped(suite.name)}"${counts(suite.cases)}>`,
      ...suite.cases.flatMap(testcase),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Writes a report. Folders that are not there are made.
 *
 * @throws UsageError
 */
export async function writeJunit(file: string, xml: string, { cwd }: Io): Promise<void> {
  const path = resolve(cwd, file);
  await writable(file, mkdir(dirname(path), { recursive: true }));
  await writable(file, writeFile(path, xml));
}

function counts(cases: readonly JunitCase[]): string {
  const count = (key: 'failure' | 'error' | 'skipped') =>
    cases.filter(each => each[key] !== undefined).length;
  return ` tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
}

function testcase({ group, name, milliseconds, failure, error, skipped, output }: JunitCase): string[] {
  const time = (milliseconds / 1000).toFixed(3);
  const head = `    <testcase classname="${escaped(group)}" name="${escaped(name)}" time="${time}"`;
  const content = [
    ...(skipped === undefined ? [] : [`      <skipped message="${escaped(skipped)}"/>`]),
    ...(failure ? [trouble('failure', failure)] : []),
    ...(error ? [trouble('error', error)] : []),
    ...(output === undefined ? [] : [`      <system-out>${escaped(output)}</system-out>`]),
  ];
  return content.length === 0 ? [`${head}/>`] : [`${head}>`, ...content, '    </testcase>'];
}

function trouble(tag: 'failure' | 'error', { type, message, text }: JunitTrouble): string {
  return `      <${tag} type="${escaped(type)}" message="${escaped(message)}">${escaped(text)}</${tag}>`;
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
