// @ts-check
// How much longer jsonata's interpreter takes for the expressions of the shipped mappings than the closures that they
// are compiled to, with what the mappings' own tests hand them, in the same run.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} path Built, as it runs. */
const built = path => import(new URL(`../../dist/${path}.js`, import.meta.url).href);
/** @type {typeof import('../../src/mapping/expression.js')} */
const { CompiledExpression, InterpretedExpression } = await built('mapping/expression');
/** @type {typeof import('../../src/testing/test-file.js')} */
const { readTestFile, runTestFile } = await built('testing/test-file');
/** @type {typeof import('../../src/testing/tested-mappings.js')} */
const { TestedMappings } = await built('testing/tested-mappings');

/** What the interpreter should take at least, on the median; below it a warning is printed. */
const target = 10;

const LOOKS = 3;
const MILLISECONDS = 0.3;
/** What gains less is looked at again. */
const DOUBTFUL = 1.1;
const folder = join(import.meta.dirname, '../../mappings');

/** @typedef {import('../../src/mapping/expression.js').Scope} Scope */
/** @typedef {InstanceType<typeof CompiledExpression>} Compiled */

/** @type {Map<Compiled, Scope>} */
const seen = new Map();
const { evaluate } = CompiledExpression.prototype;
CompiledExpression.prototype.evaluate = function (scope) {
  const value = evaluate.call(this, scope);
  // One that gives something, where there is one.
  if (!seen.has(this) || value !== undefined) seen.set(this, scope);
  return value;
};
for (const name of readdirSync(folder).filter(name => name.endsWith('.test.yaml'))) {
  const { tests } = await readTestFile(join(folder, name), new TestedMappings());
  if (tests) await runTestFile(tests, { event: () => {} });
}
CompiledExpression.prototype.evaluate = evaluate;

/** The least of a few short looks: others on the machine can only lengthen one. @param {() => unknown} work @param {number} looks */
async function microseconds(work, looks) {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < looks; look++) {
    const start = performance.now();
    let times = 0;
    let passed = 0;
    while (passed < MILLISECONDS) {
      for (let time = 0; time < 10; time++) {
        const result = work();
        if (result instanceof Promise) await result;
      }
      times += 10;
      passed = performance.now() - start;
    }
    least = Math.min(least, (passed * 1000) / times);
  }
  return least;
}

/** @param {number[]} values */
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** @param {Compiled} expression @param {Scope} scope @param {number} looks */
async function compare(expression, scope, looks) {
  const { source, reads } = expression;
  const program = Reflect.get(expression, 'program');
  const interpreted = new InterpretedExpression(source, reads, program, program.interpreted());
  const fast = await microseconds(() => expression.evaluate(scope), looks);
  const long = await microseconds(() => interpreted.evaluate(scope), looks);
  return { text: source.text.replace(/\s+/g, ' ').slice(0, 70), fast, long, ratio: long / fast };
}

const rows = [];
for (const [expression, scope] of seen) {
  try {
    const row = await compare(expression, scope, LOOKS);
    rows.push(row.ratio < DOUBTFUL ? await compare(expression, scope, 5 * LOOKS) : row);
  } catch {
    // What fails is not hot.
  }
}

/** Of each the least that it should be is 1: nothing is slower than the interpreter. */
const slowest = 10;

rows.sort((a, b) => a.ratio - b.ratio);
const ratio = median(rows.map(row => row.ratio));
console.log('compiled   interpreted   ratio   expression');
console.log(`the ${slowest} that gain least:`);
for (const { text, fast, long, ratio } of rows.slice(0, slowest)) {
  const [a, b, c] = [fast.toFixed(2).padStart(5), long.toFixed(1).padStart(8), ratio.toFixed(1).padStart(8)];
  console.log(`${a} µs ${b} µs ${c}   ${text}`);
}
console.log(
  `${rows.length} expressions: the interpreter takes ${ratio.toFixed(1)} times as long on the median, `,
);
console.log(`${rows[0]?.ratio.toFixed(1)} times at the least, ${rows.at(-1)?.ratio.toFixed(1)} at the most`);
if (ratio < target) console.log(`warning: it should be ${target} times`);
if ((rows[0]?.ratio ?? 0) < 1) console.log('warning: one is slower compiled');
