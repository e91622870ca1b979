import type { Environment } from '../config/environment.js';

/** What a command takes from the process, injected, so that a test can stand in its place. */
export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly env: Environment;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Whether what is printed may hold ANSI colours. */
  readonly color: boolean;
}

/** The streams of the process: coloured when a person looks at both, or as NO_COLOR and FORCE_COLOR demand. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  return {
    stdin,
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
    color: wantsColor(env, stdout.isTTY && stderr.isTTY),
  };
}

/** See no-color.org and force-color.org. */
export function wantsColor(env: Environment, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return isTerminal && env.TERM !== 'dumb';
}
