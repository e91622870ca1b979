/** @module-tag slow */
import { execFileSync, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOf } from '../config/reading.js';

/** The scripts, in the shells that they are for: what is put in when somebody presses Tab. */

const isThere = (shell: string) => spawnSync(shell, ['-c', 'exit']).status === 0;

/** Runs a script of a shell where the command is on the path and two files are there. */
function run(shell: string, argv: readonly string[], script: string): string[] {
  const cwd = folderOf({ 'shop.yaml': 'params: { CRM_URL: {} }\noperations: {}\n', 'below/x.yaml': '' });
  symlinkSync(resolve('bin/loyalty-gw.js'), join(cwd, 'loyalty-gw'));
  const env = { HOME: cwd, PATH: `${cwd}:${dirname(process.execPath)}:${process.env.PATH}` };
  return execFileSync(shell, [...argv, '-c', script], { cwd, env, encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}

const cases: [line: string, word: string, candidates: string[]][] = [
  ['loyalty-gw sch', 'sch', ['schema']],
  ['loyalty-gw check ', '', ['below/', 'shop.yaml']],
  ['loyalty-gw dry-run getC', 'getC', ['getCard']],
  ['loyalty-gw dry-run findCard -m shop.yaml --set CRM', 'CRM', ['CRM_URL=']],
  ['loyalty-gw check --js', '--js', ['--json']],
];

describe.skipIf(!isThere('bash'))('bash', () => {
  const complete = (line: string) =>
    run(
      'bash',
      ['--norc'],
      `source <(loyalty-gw completion bash); compopt() { :; }
      COMP_LINE='${line}' COMP_POINT=${line.length}; _loyalty_gw; printf '%s\n' "\${COMPREPLY[@]}"`,
    );
  test.each(cases)('%s', (line, _, candidates) => {
    expect(complete(line)).toEqual(candidates);
  });

  test('does not put in once more what stands before an =', () => {
    expect(complete('loyalty-gw check --config=sh')).toEqual(['shop.yaml']);
  });
});

describe.skipIf(!isThere('zsh'))('zsh, which is skipped where it is not installed', () => {
  test.each(cases)('%s', (line, word, candidates) => {
    const words = line.split(' ').map(each => `'${each}'`);
    const printed = run(
      'zsh',
      ['-f'],
      `compdef() { :; }; source <(loyalty-gw completion zsh)
      compadd() { print -l -- \${(P)@[-1]}; }
      words=(${words.join(' ')}); CURRENT=${words.length}; _loyalty_gw`,
    );
    // What a space follows comes first.
    expect(printed.filter(text => text !== '').sort()).toEqual(candidates);
    expect(word).toBe(line.split(' ').at(-1));
  });
});

describe.skipIf(!isThere('fish'))('fish, which is skipped where it is not installed', () => {
  test.each(cases)('%s', (line, _, candidates) => {
    const printed = run(
      'fish',
      ['--no-config'],
      `loyalty-gw completion fish | source; complete -C '${line}'`,
    );
    expect(printed.map(text => text.split('\t')[0])).toEqual(candidates);
  });
});
