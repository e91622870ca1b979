import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.js';

/** Bytes of a request: a mapping, with the replies of one run. */
const MOST = 4 * 1024 * 1024;

/**
 * The JSON of a request.
 *
 * @throws Refusal `badRequest`, `tooLarge`
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  // A form of another page can be sent without asking first, but not with this type.
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new Refusal('badRequest', 'the content type must be application/json');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST) throw new Refusal('tooLarge', `a request has no more than ${MOST / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new Refusal('badRequest', 'the body is not JSON in UTF-8');
  }
}
