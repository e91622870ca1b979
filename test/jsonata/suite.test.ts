import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { bare, compiled, interpreted, type Outcome } from './both.js';

/** The official suite, where it is at hand: it is read and never copied. */
const suite = join(import.meta.dirname, '../../../shared/jsonata-test-suite');

interface Case {
  readonly expr?: string;
  readonly 'expr-file'?: string;
  readonly data?: unknown;
  readonly dataset?: string | null;
  readonly bindings?: Record<string, unknown>;
  readonly timelimit?: number;
  readonly depth?: number;
  readonly result?: unknown;
  readonly undefinedResult?: boolean;
  readonly code?: string;
  readonly error?: { readonly code?: string };
  readonly unordered?: boolean;
}

const json = (...path: string[]) => JSON.parse(readFileSync(join(suite, ...path), 'utf8'));

function casesOf(group: string): [name: string, Case][] {
  const files = readdirSync(join(suite, 'groups', group)).filter(file => file.endsWith('.json'));
  return files.flatMap(file => {
    const cases = [json('groups', group, file)].flat() as Case[];
    return cases.map((test, index): [string, Case] => [`${group}/${file}${index ? ` ${index}` : ''}`, test]);
  });
}

/** A fresh copy each time: three cases write into their input. */
function question(group: string, test: Case) {
  const text = test.expr ?? readFileSync(join(suite, 'groups', group, String(test['expr-file'])), 'utf8');
  const input = test.dataset ? json('datasets', `${test.dataset}.json`) : structuredClone(test.data);
  const bounds = { timeout: test.timelimit, stack: test.depth };
  return { text, input, bindings: structuredClone(test.bindings ?? {}), bounds };
}

/** What chance gives is another thing each time. */
const isByChance = (text: string) => /\$(random|shuffle)\b/.test(text);

function expectSuite(outcome: Outcome, test: Case, text: string): void {
  const code = test.code ?? test.error?.code;
  // What the suite's own runner said before jsonata had guard rails.
  if (code === 'U1001')
    expect(outcome, text).toMatchObject({ fails: { code: expect.stringMatching(/^D101[12]$/) } });
  else if (code) expect(outcome, text).toMatchObject({ fails: { code } });
  else if (test.undefinedResult) expect(outcome, text).toEqual({ gives: undefined });
  else if ('result' in test && !test.unordered) expect(outcome, text).toEqual({ gives: bare(test.result) });
}

if (!existsSync(suite))
  console.log('the JSONata suite is not at hand (../shared/jsonata-test-suite): skipped');

describe.skipIf(!existsSync(suite))('the JSONata suite, compiled', () => {
  const groups = existsSync(suite) ? readdirSync(join(suite, 'groups')) : [];
  const refusals: string[] = [];
  let cases = 0;
  let equal = 0;

  // Some cases are there to take long.
  const slow = ['flattening', 'performance', 'range-operator', 'tail-recursion'];
  it.each(groups.filter(group => !slow.includes(group)))('%s', tryGroup);
  it.each(groups.filter(group => slow.includes(group)))('%s', { tags: ['slow'] }, tryGroup);

  async function tryGroup(group: string): Promise<void> {
    for (const [name, test] of casesOf(group)) {
      cases++;
      const asked = question(group, test);
      const outcome = compiled(asked);
      if ('refusal' in outcome) {
        refusals.push(`${name}: ${outcome.refusal}`);
        continue;
      }
      if (!isByChance(asked.text)) {
        const expected = await interpreted(question(group, test));
        // Where the time ran out is another place each time.
        const isTooLate = 'fails' in expected && expected.fails.code === 'D1012';
        // Some are lists of millions, which `toEqual` takes a minute for.
        if (!isTooLate && !isDeepStrictEqual(outcome, expected))
          expect(outcome, `${name}: ${asked.text}`).toEqual(expected);
        expectSuite(outcome, test, asked.text);
      }
      equal++;
    }
  }

  afterAll(() => {
    const share = Math.round((1000 * equal) / cases) / 10;
    console.log(
      `the JSONata suite: ${cases} cases, ${equal} compiled and equal (${share} %), ${refusals.length} fell back`,
    );
    expect(share).toBeGreaterThan(95);
  });
});
