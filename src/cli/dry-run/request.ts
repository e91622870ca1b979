import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Operation } from '../../loyalty-api/operations.js';
import type { RequestSketch } from '../../testing/raw-request.js';
import type { Io } from '../io.js';
import { readable, UsageError } from '../usage.js';
import type { Options } from './options.js';

/**
 * The request that the options describe.
 *
 * @param base the one of a case, of which the options change what they name
 * @throws UsageError
 */
export async function sketchRequest(
  { id, request }: Operation,
  options: Options,
  io: Io,
  base: RequestSketch = { params: {}, query: {}, headers: {} },
): Promise<RequestSketch> {
  const params = { ...base.params, ...options.param };
  const expected = Object.keys(request.params);
  for (const name of expected) {
    if (params[name] === undefined) throw new UsageError(`${id} needs --param ${name}=…`);
  }
  for (const name of Object.keys(options.param)) {
    if (!expected.includes(name))
      throw new UsageError(`--param: the path of ${id} has no parameter "${name}"`);
  }
  const query = { ...base.query, ...options.query };
  if (options.body === undefined) return { ...base, params, query };
  return { params, query, headers: base.headers, text: await bodyText(options.body, io) };
}

async function bodyText(given: string, io: Io): Promise<string> {
  if (given.startsWith('@'))
    return readable(given.slice(1), readFile(resolve(io.cwd, given.slice(1)), 'utf8'));
  if (given !== '-') return given;
  const chunks: Buffer[] = [];
  for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
