import { expect, it } from 'vitest';
import { wantsColor } from '../../src/cli/io.js';
import { findingsAsJson, formatFindings } from '../../src/cli/report.js';
import type { Finding } from '../../src/document/finding.js';

const findings: Finding[] = [
  {
    level: 'warning',
    code: 'unused-call',
    message: 'nobody uses "card"',
    file: '/shop/mappings/x.yaml',
    line: 20,
    column: 3,
  },
  {
    level: 'error',
    code: 'unknown-key',
    message: 'unknown key "gett"; did you mean "get"?',
    hint: 'write get',
    file: '/shop/mappings/x.yaml',
    line: 12,
    column: 7,
    frame: '12 |       gett: /cards\n   |       ^',
  },
];

it('prints findings in the order of the file, with frame, hint and a count', () => {
  expect(formatFindings(findings, { color: false, cwd: '/shop' })).toMatchInlineSnapshot(`
    "mappings/x.yaml:12:7 error unknown-key  unknown key "gett"; did you mean "get"?
        12 |       gett: /cards
           |       ^
      hint: write get

    mappings/x.yaml:20:3 warning unused-call  nobody uses "card"

    1 error, 1 warning
    "
  `);
});

it('adds nothing but colours for a terminal', () => {
  const plain = formatFindings(findings, { color: false, cwd: '/shop' });
  const coloured = formatFindings(findings, { color: true, cwd: '/shop' });
  expect(coloured).not.toBe(plain);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI begins with one
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});

it('counts nothing as nothing', () => {
  expect(formatFindings([], { color: false, cwd: '/' })).toBe('0 errors, 0 warnings\n');
});

it('prints the same as one JSON document', () => {
  const document = JSON.parse(findingsAsJson(findings, { cwd: '/elsewhere' }));
  expect(document).toEqual({ errors: 1, warnings: 1, notices: 0, findings: [findings[1], findings[0]] });
});

it.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false, false],
  [{ TERM: 'dumb' }, true, false],
])('colours with %j and a terminal %s: %s', (env, isTerminal, expected) => {
  expect(wantsColor(env, isTerminal)).toBe(expected);
});
