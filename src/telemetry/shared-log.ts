import type { Logger } from 'pino';

/** Writes that the server which replicas share is away, or there again. */
export function logShared(log: Logger, isThere: boolean): void {
  if (isThere) log.info('shared state is there');
  else log.warn('shared state is away: each replica goes on by itself');
}
