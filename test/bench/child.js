// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How long a process may take to say where it listens. */
const patience = 15_000;

/**
 * A server in a process of its own. Its stdout is read to the last byte, so that a log costs what it costs.
 *
 * @typedef {{ url: string, pid: number, stop: () => Promise<void> }} Child
 */

/**
 * @param {string[]} args of node
 * @returns {Promise<Child>}
 */
export async function start(args) {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'exit').finally(() => process.off('exit', kill));

  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    const url = await Promise.race([listeningUrl(child.stdout), ended.then(([code]) => fail(args, code))]);
    return { url, pid: child.pid ?? 0, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {import('node:stream').Readable} stdout
 * @returns {Promise<string>}
 */
async function listeningUrl(stdout) {
  const lines = createInterface({ input: stdout });
  const [line] = await once(lines, 'line', { signal: AbortSignal.timeout(patience) });
  lines.close();
  stdout.resume();
  const { msg, url } = JSON.parse(line);
  if (msg !== 'listening') throw new Error(`expected the line "listening", got ${line}`);
  return url;
}

/**
 * @param {string[]} args
 * @param {number | null} code
 * @returns {never}
 */
function fail(args, code) {
  throw new Error(`node ${args.join(' ')} ended with ${code} before it listened`);
}
