import type { Socket } from 'node:net';
import type { Answer } from '../engine/answer.js';
import type { RequestLog } from '../telemetry/request-log.js';
import { nextRequestId } from './request-id.js';
import { contentType } from './trip.js';

/** How long a client may go on sending before its connection is cut. */
const lingerTime = 1_000;

/**
 * Answers where there is no request to answer, because what arrived is none: written straight to the socket,
 * which then closes.
 *
 * @param packet what arrived last, if anything did
 */
export function writeRefusal(socket: Socket, answer: Answer, log: RequestLog, packet?: Buffer): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const entry = log.begin(nextRequestId());
  const head = [
    'HTTP/1.1 422 Unprocessable Entity',
    `Content-Type: ${contentType}`,
    `X-Request-Id: ${entry.requestId}`,
    `Date: ${new Date().toUTCString()}`,
    'Connection: close',
  ];
  // Broken or not, HEAD is answered without a body: its client would take one for the beginning of something else.
  const isHead = packet?.toString('latin1', 0, 5) === 'HEAD ';
  if (!isHead) head.push(`Content-Length: ${Buffer.byteLength(answer.body)}`);
  socket.end(`${head.join('\r\n')}\r\n\r\n${isHead ? '' : answer.body}`);
  linger(socket);
  entry.answered(undefined, answer);
}

/**
 * Goes on reading until the client has closed its side, but not for long. A socket destroyed with unread
 * data is reset, and a reset may throw away the answer before the client has read it (RFC 9112, 9.6).
 */
function linger(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), lingerTime);
  socket.once('close', () => clearTimeout(timer));
  socket.resume();
}
