import { type DestinationStream, type LevelWithSilent, type Logger, pino, stdTimeFunctions } from 'pino';

/** Where the log goes. What is buffered must be flushed before the process ends. */
export type LogDestination = DestinationStream & { flushSync?(): void };

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
  what: { url: string; mapping: string; api: string; operations: readonly string[] },
): void {
  const { url, mapping, api, operations } = what;
  log.info({ url, mapping, api, operations }, 'listening');
}
