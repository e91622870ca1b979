import { type DestinationStream, type LevelWithSilent, type Logger, pino, stdTimeFunctions } from 'pino';

/** Where the log goes. `finish` writes what is buffered, within a bound, and is called once, last. */
export type LogDestination = DestinationStream & { finish?(): Promise<void> };

/** Makes the log: a line of JSON for each event, with level and time as a person reads them. */
export function createLog(options: { level: LevelWithSilent; destination: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      // Process id and host name are known to whatever collects the lines.
      base: undefined,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
    },
    options.destination,
  );
}

/** Says that the gateway takes requests. */
export function logListening(
  log: Logger,
  what: { url: string; admin?: string; mapping: string; api: string; operations: readonly string[] },
): void {
  const { url, admin, mapping, api, operations } = what;
  log.info({ url, admin, mapping, api, operations }, 'listening');
}

/** Says that the address of the admin listener, which is there unasked, is another's: there is none. */
export function logNoAdmin(log: Logger, address: { host: string; port: number }): void {
  const remedy = 'give the admin listener another one, admin: { port: … }, or none, admin: { port: off }';
  log.warn({ ...address, reason: `port ${address.port} is already in use; ${remedy}` }, 'no admin listener');
}

/** Says that the gateway was asked to end, and for how many milliseconds it goes on serving. */
export function logStopping(log: Logger, { grace }: { grace: number }): void {
  log.info({ grace }, 'stopping');
}

/** Says when spans do not reach the collector, and when they do again: once each time. */
export function tracingLog(log: Logger): (isDone: boolean) => void {
  let isLost = false;
  return isDone => {
    if (!isDone && !isLost) log.warn('spans lost');
    if (isDone && isLost) log.info('spans sent again');
    isLost = !isDone;
  };
}
