import { brotliCompressSync, constants } from 'node:zlib';

/** In little time: the usual quality is the highest, which takes a second for the fifty megabytes of a bomb. */
export function brotli(text: string | Uint8Array): Buffer {
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
}
