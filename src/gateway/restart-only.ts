import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/config.js';
import { Refused } from './reloader.js';

/** What this process was started with and cannot change: it listens, and its store of card numbers is open. */
const fields = ['listen', 'admin', 'realm', 'cards', 'shared', 'tracing', 'reload'] as const;
const limits = ['headers', 'connections', 'head', 'request', 'keepAlive', 'shutdown'] as const;

/**
 * A config as a running gateway can serve it.
 *
 * @returns it, with what the gateway was started with where only a restart changes that; and the fields that differ
 * @throws Refused where the rest cannot be served without
 */
export function withoutRestart(next: Config, running: Config): { config: Config; needsRestart: string[] } {
  if ((next.cards === undefined) !== (running.cards === undefined)) {
    const what = next.cards ? 'added' : 'removed';
    throw new Refused(`cards: was ${what}, which takes a restart; nothing of the config was reloaded`);
  }
  const needsRestart = [
    ...fields.filter(name => !isDeepStrictEqual(next[name], running[name])),
    ...limits.filter(name => next.limits[name] !== running.limits[name]).map(name => `limits.${name}`),
    ...(next.log.key === running.log.key ? [] : ['log.key']),
  ];
  const config: Config = {
    ...next,
    ...pick(running, fields),
    log: { ...next.log, key: running.log.key },
    limits: { ...next.limits, ...pick(running.limits, limits) },
  };
  return { config, needsRestart };
}

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map(name => [name, from[name]])) as Pick<T, K>;
}
