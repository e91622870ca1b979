import { Writable } from 'node:stream';
import type { CommonOptions } from '@clack/prompts';
import type { Io } from './io.js';

/** What each question of @clack/prompts is given. */
export type Streams = Pick<CommonOptions, 'input' | 'output' | 'signal'>;

/** Whether a person can be asked: somebody types, and somebody reads where the questions are. */
export function canAsk({ stdin, stderr }: Io): boolean {
  return isTerminal(stdin) && isTerminal(stderr);
}

function isTerminal(stream: NodeJS.ReadableStream | NodeJS.WritableStream): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}

/**
 * Asks a person, on stderr, for stdout is for programs. A question is cancelled by Ctrl-C, Ctrl-D, Escape, or because
 * the input has ended.
 */
export async function withQuestions<T>(io: Io, ask: (streams: Streams) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  // Without these the question would wait for a terminal that is gone, or that Node's readline has closed.
  const end = () => ended.abort();
  const endByKey = (_: unknown, key?: { ctrl?: boolean; name?: string }) =>
    key?.ctrl && key.name === 'd' && end();
  io.stdin.once('end', end);
  io.stdin.on('keypress', endByKey);
  try {
    return await ask({ input: io.stdin as never, output: outputOf(io) as never, signal: ended.signal });
  } finally {
    io.stdin.removeListener('end', end);
    io.stdin.removeListener('keypress', endByKey);
  }
}

const COLOURS = /\p{Cc}\[(3|4|9|10)\dm/gu;

/** The library colours as the environment of the process says, and not as `io` does. */
function outputOf({ stderr, color }: Io): NodeJS.WritableStream {
  if (color) return stderr;
  const output = new Writable({
    write: (chunk, _, done) => void stderr.write(String(chunk).replace(COLOURS, ''), () => done()),
  });
  const { columns, rows } = stderr as { columns?: number; rows?: number };
  return Object.assign(output, { isTTY: true, columns, rows });
}
