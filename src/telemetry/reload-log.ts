import type { Logger } from 'pino';
import type { Finding } from '../document/finding.js';

/** Why the files were read again: somebody asked for it, or they are others. */
export type ReloadTrigger = 'signal' | 'change';

/** Why what was read cannot be served; the place where it is something that is written there. */
export type ReloadProblem = Pick<Finding, 'message' | 'hint'> &
  Partial<Pick<Finding, 'file' | 'line' | 'column' | 'code'>>;

/** How a reload ended. */
export interface ReloadOutcome {
  readonly trigger: ReloadTrigger;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Empty when what was read is served now. */
  readonly problems: readonly ReloadProblem[];
}

/** Writes what becomes of reloads. */
export interface ReloadLog {
  reloaded(
    trigger: ReloadTrigger,
    what: { mapping: string; api: string; operations: readonly string[] },
  ): void;
  failed(trigger: ReloadTrigger, problems: readonly ReloadProblem[]): void;
  /** Fields of the config are others, and only a restart changes them. */
  needsRestart(fields: readonly string[]): void;
}

export function reloadLog(log: Logger): ReloadLog {
  return {
    reloaded: (trigger, what) => log.info({ trigger, ...what }, 'reloaded'),
    failed: (trigger, problems) => {
      for (const { file, line, column, code, message, hint } of problems)
        log.error({ trigger, file, line, column, finding: code, reason: message, hint }, 'reload failed');
    },
    needsRestart: fields => log.warn({ fields }, 'restart needed'),
  };
}
