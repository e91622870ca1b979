import type { IncomingMessage } from 'node:http';
import { positionsOf } from './raw-headers.js';

/**
 * Why the head of a request is none that can be answered, `undefined` when it is: what RFC 9112 (3.2, 6.1) demands and
 * Node lets pass.
 *
 * @param maxUrl the longest target, in bytes
 */
export function problemOfHead(
  { httpVersion, headers, rawHeaders, url = '' }: IncomingMessage,
  maxUrl: number,
): string | undefined {
  // Node reads it as Latin-1: a character is a byte.
  if (url.length > maxUrl) return 'the target is longer than the limit';
  // Node reads a request without a version as HTTP/0.9.
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return 'the version is neither 1.1 nor 1.0';
  const { 'transfer-encoding': encoding } = headers;
  // Node goes by the last of several, and passes over one that is empty: who stands in front may see another end.
  if (encoding !== undefined && (encoding.toLowerCase() !== 'chunked' || httpVersion === '1.0'))
    return 'the transfer encoding is not chunked alone';
  if (headers.host === undefined && httpVersion === '1.1') return 'Host is missing';
  if (positionsOf('host', rawHeaders).length > 1) return 'there is more than one Host';
  if (url.includes('#')) return 'the target has a fragment';
  // Asterisk form is for OPTIONS alone, which is no operation.
  return url.startsWith('/') || url === '*' || originForm(url) ? undefined : 'the target is no path';
}

/**
 * Brings a target in absolute form (`http://host/v1/card`), which every server must accept, into the form that all
 * others come in. Express would hand it to `url.parse`, which prints what it cannot read, phones included.
 */
export function useOriginForm(request: IncomingMessage): void {
  const { url = '' } = request;
  if (!url.startsWith('/') && url !== '*') request.url = originForm(url) ?? url;
}

function originForm(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, pathname, search } = new URL(url);
  return /^https?:$/.test(protocol) ? `${pathname}${search}` : undefined;
}
