import { PassThrough, Writable } from 'node:stream';
import type { ExitCode } from '../../src/cli/exit-code.js';
import type { Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/program.js';

export interface Captured {
  readonly io: Io;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** An Io that keeps what is printed. */
export function captureIo(given: Partial<Pick<Io, 'env' | 'cwd' | 'color'>> = {}): Captured {
  const out = sink();
  const err = sink();
  const io = {
    stdin: new PassThrough(),
    stdout: out.stream,
    stderr: err.stream,
    env: {},
    cwd: '/',
    color: false,
  };
  return { io: { ...io, ...given }, stdout: out.text, stderr: err.text };
}

/** Runs a command line to its end. */
export async function runCli(
  argv: readonly string[],
  given: Parameters<typeof captureIo>[0] = {},
): Promise<{ code: ExitCode; stdout: string; stderr: string }> {
  const { io, stdout, stderr } = captureIo(given);
  const code = await run(argv, io);
  return { code, stdout: stdout(), stderr: stderr() };
}

function sink(): { stream: Writable; text: () => string } {
  let kept = '';
  const stream = new Writable({
    write(chunk, _, done) {
      kept += String(chunk);
      done();
    },
  });
  return { stream, text: () => kept };
}
