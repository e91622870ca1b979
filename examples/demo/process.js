// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} Started
 * @property {string[]} found what the pattern found in the line that says that it listens
 * @property {import('node:readline').Interface} lines what it prints from then on
 * @property {Promise<string>} ended why it ended
 * @property {() => Promise<boolean>} stop whether it ended cleanly
 */

/** Longer than the gateway gives the requests that run. */
const PATIENCE = 12_000;

/**
 * Starts a script of this project in a process of its own and waits until it listens.
 *
 * @param {string} name for people
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {RegExp} listening the line that says so
 * @param {(stop: () => Promise<boolean>) => void} register told at once, so that it can be stopped while it starts
 * @returns {Promise<Started>} rejected with what it said when it ends before
 */
export async function startProcess(name, args, env, listening, register) {
  // In a group of its own: a terminal sends its signals to a whole group, and a process that dies of one before this
  // script has heard of it would be taken for one that failed.
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const closed = once(child, 'close');
  const ended = closed.then(([code, signal]) => `demo: ${name} ended with ${signal ?? code}`);
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    const [code, signal] = await closed;
    clearTimeout(late);
    // One that was still starting did not catch the signal that everybody got.
    return code === 0 || (signal !== null && signal !== 'SIGKILL');
  };
  register(stop);

  let said = '';
  const keep = (/** @type {Buffer} */ text) => {
    said += text;
  };
  child.stderr.on('data', keep);
  const lines = createInterface(child.stdout);
  const found = await new Promise((resolve, reject) => {
    lines.on('line', line => {
      const match = listening.exec(line);
      if (match) resolve([...match]);
    });
    ended.then(why => reject(new Error(said.trim() || why)));
  });
  child.stderr.off('data', keep).pipe(process.stderr);
  return { found, lines, ended, stop };
}
