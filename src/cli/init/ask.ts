import { Writable } from 'node:stream';
import { intro, isCancel, select, text } from '@clack/prompts';
import { shippedMappings } from '../../scaffold/shipped.js';
import { problemOfMappingName } from '../../scaffold/starter.js';
import type { Io } from '../io.js';
import type { Wanted } from './wanted.js';

/** Whether a person can be asked: somebody types, and somebody reads where the questions are. */
export function canAsk({ stdin, stderr }: Io): boolean {
  return isTerminal(stdin) && isTerminal(stderr);
}

function isTerminal(stream: NodeJS.ReadableStream | NodeJS.WritableStream): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}

/**
 * Asks which CRM it is, on stderr, for stdout is for programs.
 *
 * @param folder what the command line says; asked for when it says nothing
 * @returns `undefined` when the person would rather not: by Ctrl-C, Ctrl-D, Escape, or because the input has ended
 */
export async function ask(folder: string | undefined, io: Io): Promise<Wanted | undefined> {
  const ended = new AbortController();
  // Without these the question would wait for a terminal that is gone, or that Node's readline has closed.
  const end = () => ended.abort();
  const endByKey = (_: unknown, key?: { ctrl?: boolean; name?: string }) =>
    key?.ctrl && key.name === 'd' && end();
  io.stdin.once('end', end);
  io.stdin.on('keypress', endByKey);
  const streams = { input: io.stdin as never, output: outputOf(io) as never, signal: ended.signal };
  try {
    intro('A new mapping', streams);
    const crm = await select({ message: 'Which CRM do you have?', options: choices, ...streams });
    if (isCancel(crm)) return undefined;
    const more = await questionsFor(crm, streams);
    if (more === undefined) return undefined;
    if (folder !== undefined) return { folder, ...more };
    const place = await text({ message: 'Into which folder?', initialValue: '.', ...streams });
    return isCancel(place) ? undefined : { folder: place || '.', ...more };
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

const choices = [
  ...Object.entries(shippedMappings).map(([value, label]) => ({ value, label })),
  { value: 'openapi', label: 'another one, of which I have an OpenAPI file' },
  { value: 'blank', label: 'another one' },
];

type Streams = Parameters<typeof text>[0] extends infer O ? Omit<O & object, 'message'> : never;

async function questionsFor(crm: string, streams: Streams): Promise<Omit<Wanted, 'folder'> | undefined> {
  if (crm === 'openapi') {
    const file = await text({ message: 'Where is the file?', validate: filled, ...streams });
    return isCancel(file) ? undefined : { openapi: file };
  }
  if (crm !== 'blank') return { crm: crm as keyof typeof shippedMappings };
  const name = await text({
    message: 'What shall the mapping be called?',
    initialValue: 'my-crm',
    validate,
    ...streams,
  });
  return isCancel(name) ? undefined : { blank: true, name };
}

function filled(value = ''): string | undefined {
  return value.trim() === '' ? 'a path is needed' : undefined;
}

function validate(name = ''): string | undefined {
  const problem = problemOfMappingName(name);
  return problem && `"${name}" ${problem}`;
}
