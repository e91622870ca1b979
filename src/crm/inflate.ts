import { brotliDecompress, gunzip, inflateRaw, inflate as inflateZlib, type ZlibOptions } from 'node:zlib';
import { WireFault } from './wire.js';

type Inflater = (
  body: Uint8Array,
  options: Pick<ZlibOptions, 'maxOutputLength'>,
  callback: (error: Error | null, result: Buffer) => void,
) => void;

/** By the names of RFC 9110, 8.4.1, which has `x-gzip` as another name of gzip. */
const inflaters: Readonly<Record<string, Inflater>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: (body, options, callback) => (isZlib(body) ? inflateZlib : inflateRaw)(body, options, callback),
  br: brotliDecompress,
};

/** Many servers send deflate without the envelope of zlib (RFC 1950, 2.2), as RFC 9110 (8.4.1.2) notes. */
function isZlib([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}

/** What the gateway can read, for Accept-Encoding. */
export const OFFERED_CODINGS = 'gzip, deflate, br';

/**
 * Undoes the content coding of a reply, outside the event loop.
 *
 * @param coding the header Content-Encoding; one coding, for nobody asked for two
 * @param maxReply the bytes that may come of it. Work ends there, so that a small reply cannot become a huge one
 * @throws WireFault `unreadable`
 */
export async function inflate(body: Uint8Array, coding: string, maxReply: number): Promise<Uint8Array> {
  const name = coding.trim().toLowerCase();
  if (name === 'identity' || name === '') return body;
  const inflater = Object.hasOwn(inflaters, name) ? inflaters[name] : undefined;
  // The header is a text of the CRM, and is not quoted.
  if (!inflater) throw new WireFault('unreadable', 'the reply has a content coding that was not asked for');
  return new Promise((resolve, reject) => {
    inflater(body, { maxOutputLength: maxReply }, (error, result) => {
      if (error) reject(faultOf(error, maxReply));
      else resolve(result);
    });
  });
}

function faultOf(error: NodeJS.ErrnoException, maxReply: number): WireFault {
  return error.code === 'ERR_BUFFER_TOO_LARGE'
    ? new WireFault('unreadable', `the reply is larger than ${maxReply} bytes when it is inflated`)
    : new WireFault('unreadable', 'the content coding of the reply is broken or cut');
}
