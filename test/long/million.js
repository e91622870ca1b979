// @ts-check
// A million random expressions, compiled and interpreted, in pieces. Each is a process of its own, with a bound of
// memory and time: jsonata's interpreter may need more of both than there is, and that is told, not suffered.
// SEED=7 RUNS=20000 tries the seventh piece again.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { RUNS = '1000000', SEED = '1' } = process.env;
const wanted = Number(RUNS);
const piece = 20_000;
/** Nothing that ends comes near it, even where ten others want the same two cores. */
const minutes = 15;

const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
const folder = mkdtempSync(join(tmpdir(), 'million-'));
const question = join(folder, 'question');
process.on('exit', () => rmSync(folder, { recursive: true }));

/** @param {number} seed @param {number} runs @returns {Promise<string | undefined>} what went wrong */
function holds(seed, runs) {
  const args = ['--max-old-space-size=1024', vitest, 'run', '--config', 'vitest.long.config.ts'];
  const env = { ...process.env, SEED: String(seed), RUNS: String(runs), QUESTION: question };
  // A group of its own: vitest works in a process below.
  const child = spawn(process.execPath, args, { env, detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => (said += text));
  const end = () => process.kill(-Number(child.pid), 'SIGKILL');
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, minutes * 60_000);
  const stopped = () => {
    end();
    process.exit(1);
  };
  process.once('SIGINT', stopped).once('SIGTERM', stopped);
  return new Promise(resolve => {
    child.on('close', code => {
      clearTimeout(timer);
      process.off('SIGINT', stopped).off('SIGTERM', stopped);
      if (code === 0) resolve(undefined);
      else resolve(`${isLate ? `it took more than ${minutes} minutes\n` : ''}${said}`);
    });
  });
}

let done = 0;
let differences = 0;
for (let seed = Number(SEED); done < wanted; seed++) {
  const runs = Math.min(piece, wanted - done);
  const wrong = await holds(seed, runs);
  done += runs;
  if (wrong === undefined) {
    console.log(`${done} of ${wanted}: seed ${seed} held`);
    continue;
  }
  differences++;
  console.log(`${done} of ${wanted}: seed ${seed} did not hold\n${wrong}`);
  console.log(`the last that was tried: ${readFileSync(question, 'utf8').split('\0')[0]}`);
}
console.log(`${done} random runs, ${differences} of the pieces did not hold`);
process.exitCode = differences === 0 ? 0 : 1;
