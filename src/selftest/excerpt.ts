import type { Came, Exchange, Sent } from './exchange.js';

/** Puts something else in the place of secrets. */
export type Redact = (text: string) => string;

/** Bytes. More than any report shows, so that no half of a secret stands at its end. */
const KEPT = 4 * 1024;

/**
 * What a result keeps of an exchange: the beginning of its bodies, without secrets. A service may repeat what it was
 * sent, and the lists of all users are long.
 */
export function excerptOf(exchange: Exchange, redact: Redact): Exchange {
  const { sent, came } = exchange;
  return { ...exchange, sent: sentExcerpt(sent), came: came && cameExcerpt(came, redact) };
}

function sentExcerpt(sent: Sent): Sent {
  return { ...sent, body: sent.body?.subarray(0, KEPT), size: sent.body?.length };
}

function cameExcerpt(came: Came, redact: Redact): Came {
  const text = Buffer.from(came.body.subarray(0, KEPT)).toString('utf8');
  return {
    ...came,
    statusText: redact(came.statusText),
    headers: came.headers.map(([name, value]) => [name, redact(value)]),
    body: Buffer.from(redact(text)),
    size: came.body.length,
  };
}
