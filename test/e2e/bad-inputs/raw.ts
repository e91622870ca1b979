import { connect } from 'node:net';

/** Longer than the gateway of these tests lets anybody take. */
const PATIENCE = 30_000;

/** How a connection went, over which something bad was sent. */
export interface Outcome {
  /** Of all answers that came. */
  readonly statuses: readonly number[];
  /** Of the errors among them. */
  readonly codes: readonly string[];
  /** Whether the gateway ended the connection; else it would have stayed for ever. */
  readonly ended: boolean;
  /** What came and is no answer. */
  readonly garbage: boolean;
}

/**
 * Sends bytes, and reads until the gateway ends the connection.
 *
 * @param pause called between two pieces
 */
export function send(
  port: number,
  pieces: readonly (string | Buffer)[],
  pause: () => Promise<void> = async () => {},
): Promise<Outcome> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    let isOpen = true;
    const end = (ended: boolean) => {
      isOpen = false;
      clearTimeout(late);
      socket.destroy();
      resolve(outcomeOf(received, ended));
    };
    const late = setTimeout(() => end(false), PATIENCE);
    socket.setEncoding('latin1').on('data', chunk => {
      received += chunk;
    });
    // A reset comes where more is sent than is read; what was answered before counts.
    socket.on('error', () => end(true)).on('end', () => end(true));
    socket.on('connect', async () => {
      for (const piece of pieces) {
        if (!isOpen) return;
        socket.write(piece);
        await pause();
      }
    });
  });
}

function outcomeOf(received: string, ended: boolean): Outcome {
  const statuses = [...received.matchAll(/(?:^|[\r\n}])HTTP\/1\.1 (\d{3}) /g)].map(([, status]) =>
    Number(status),
  );
  const codes = [...received.matchAll(/"code":"(\d{4})"/g)].map(([, code]) => code ?? '');
  return { statuses, codes, ended, garbage: received !== '' && !received.startsWith('HTTP/1.1 ') };
}

/** Does things for numbers from 0 on, several at a time. */
export async function times(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: Math.min(count, atOnce) }, worker));
}
