import type { Exchange, Limits, Sent } from './exchange.js';
import { faultOf } from './fault.js';
import { Outcome } from './outcome.js';
import { connect, connectedEvent, type Target } from './target.js';

/** Milliseconds for what may come behind the head of an answer, where the server does not close as it was asked to. */
const LINGER = 500;

/**
 * Writes a request as it stands and takes whatever comes until the connection closes. All that stands behind the head
 * of the answer is its body.
 *
 * @param text asks for the end of the connection
 */
export function sendRaw(target: Target, limits: Limits, text: string, sent: Sent): Promise<Exchange> {
  const socket = connect(target);
  const outcome = new Outcome(sent, limits, () => socket.destroy());
  socket.once(connectedEvent(target), () => {
    outcome.connected();
    socket.write(text);
  });
  let late: NodeJS.Timeout | undefined;
  let end = Buffer.alloc(0);
  socket.on('data', chunk => {
    outcome.take(chunk);
    const latest = Buffer.concat([end, chunk]);
    if (latest.includes('\r\n\r\n')) late ??= setTimeout(() => finish(outcome), LINGER);
    end = latest.subarray(-3);
  });
  socket.on('error', error => outcome.fail(faultOf(error, outcome.isConnected, outcome.arrived)));
  socket.on('close', () => finish(outcome));
  return outcome.settled.then(withAnswer).finally(() => {
    clearTimeout(late);
    socket.destroy();
  });
}

function finish(outcome: Outcome): void {
  if (outcome.arrived > 0)
    outcome.succeed({ status: 0, statusText: '', headers: [], reused: false, closes: true });
  else outcome.fail({ kind: 'cut', message: 'the connection was closed without an answer' });
}

/** Takes head and body apart. */
function withAnswer(exchange: Exchange): Exchange {
  if (!exchange.came) return exchange;
  const bytes = Buffer.from(exchange.came.body);
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, Math.max(0, end)).toString('latin1').split('\r\n');
  const [, status, statusText = ''] = /^HTTP\/1\.[01] (\d{3}) ?(.*)$/.exec(first) ?? [];
  if (status === undefined) {
    return { ...exchange, came: undefined, fault: { kind: 'not-http', message: 'what came is not HTTP' } };
  }
  const body = bytes.subarray(end + 4);
  // What only announces the answer (RFC 9110, 15.2).
  if (status.startsWith('1')) return withAnswer({ ...exchange, came: { ...exchange.came, body } });
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { ...exchange, came: { ...exchange.came, status: Number(status), statusText, headers, body } };
}
