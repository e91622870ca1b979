import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that a test has started. */
export interface Running {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  stdout(): string;
  stderr(): string;
  /** Waits for a line of stdout that fits, also one that is there already. Fails when the process ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** The exit code, or the name of the signal that killed it, once all output has arrived. */
  readonly ended: Promise<number | string>;
  /** Asks it to end, waits for it, and kills it when it does not. */
  stop(): Promise<number | string>;
}

/** Longer than a gateway and the demo give what runs in them, and shorter than vitest waits for the end of a test. */
const PATIENCE = 30_000;

const running = new Set<ChildProcess>();

// A worker that is ended in the middle of a test runs no teardown.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
process.once('SIGTERM', () => process.exit(143));

/** Starts a process. Whoever starts it registers `stop` with the test. */
export function start(command: string, args: readonly string[], options: SpawnOptions = {}): Running {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  if (child.stdout) {
    createInterface(child.stdout).on('line', line => {
      lines.push(line);
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve(code ?? signal ?? 'lost');
    });
  });
  // Asked for by those tests only that are about the end.
  ended.catch(() => undefined);

  const line = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        for (const text of lines) {
          const match = pattern.exec(text);
          if (!match) continue;
          waiting.delete(look);
          return resolve(match);
        }
      };
      waiting.add(look);
      look();
      const tell = (how: unknown) =>
        reject(new Error(`ended with ${how} before ${pattern}:\n${lines.join('\n')}\n${stderr}`));
      ended.then(tell, tell);
    });

  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    return ended.finally(() => clearTimeout(late));
  };
  return {
    child,
    stdout: () => lines.map(text => `${text}\n`).join(''),
    stderr: () => stderr,
    line,
    ended,
    stop,
  };
}
