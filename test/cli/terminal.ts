import { PassThrough } from 'node:stream';
import { run } from '../../src/cli/program.js';
import { captureIo } from './capture.js';

/** Runs a command line at a terminal where somebody types each answer once its question is there; `end` closes it. */
export async function typed(
  argv: readonly string[],
  answers: readonly [question: string, keys: string][],
  given: Parameters<typeof captureIo>[0],
) {
  const { io, stdout, stderr } = captureIo(given);
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const terminal = Object.assign(io.stderr, { isTTY: true, columns: 100, rows: 40 });
  const open = [...answers];
  const write = terminal.write.bind(terminal);
  let shown = '';
  terminal.write = ((chunk: string, ...rest: []) => {
    shown += chunk;
    const [next] = open;
    if (next && shown.includes(next[0])) {
      open.shift();
      shown = '';
      // The prompt listens as soon as it has been drawn.
      setImmediate(() => (next[1] === 'end' ? stdin.end() : stdin.write(next[1])));
    }
    return write(chunk, ...rest);
  }) as typeof terminal.write;
  const code = await run(argv, { ...io, stdin, stderr: terminal });
  return { code, stdout: stdout(), stderr: stderr(), left: open.length };
}
