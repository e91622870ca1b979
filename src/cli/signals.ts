const stopSignals = ['SIGINT', 'SIGTERM'] as const;

/**
 * npm passes the Ctrl-C of a terminal on to a child that the terminal has told already, so that one press
 * arrives twice within some milliseconds.
 */
const echoMilliseconds = 250;

/** Calls back for each SIGHUP, which by default would end the process. Returns what ends that. */
export function onHangUp(reload: () => void): () => void {
  process.on('SIGHUP', reload);
  return () => void process.off('SIGHUP', reload);
}

export interface StopSignals {
  readonly first: Promise<void>;
  /** Asked again, by somebody who does not want to wait. */
  readonly second: Promise<void>;
  release(): void;
}

/** Catches the signals that ask the process to end, from now until `release`. */
export function catchStopSignals(now: () => number = () => performance.now()): StopSignals {
  const waiting: (() => void)[] = [];
  const next = () => new Promise<void>(resolve => waiting.push(resolve));
  const [first, second] = [next(), next()];
  let last = Number.NEGATIVE_INFINITY;

  const onSignal = () => {
    const isEcho = now() - last < echoMilliseconds;
    last = now();
    if (!isEcho) waiting.shift()?.();
  };
  for (const signal of stopSignals) process.on(signal, onSignal);
  const release = () => {
    for (const signal of stopSignals) process.off(signal, onSignal);
  };
  return { first, second, release };
}
