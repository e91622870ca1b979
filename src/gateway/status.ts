import { type ErrorName, errorCatalogue } from '../loyalty-api/errors.js';
import type { Rate, Recent } from '../telemetry/recent.js';
import type { ReloadOutcome } from '../telemetry/reload-log.js';
import type { CrmLoad } from '../telemetry/traffic-metrics.js';
import type { Generation, Generations } from './generation.js';
import type { Readiness } from './readiness.js';

/** How a gateway does at the moment. Times are ISO 8601, durations milliseconds; nothing in it is of a person. */
export interface Status {
  readonly mapping: string;
  readonly api: string;
  readonly startedAt: string;
  readonly readiness: Readiness;
  /** Every operation that is exposed, and `none` for requests that reached none. */
  readonly operations: Readonly<Record<string, Rate>>;
  /** Those that there have been, by name, the most frequent first. */
  readonly errors: Readonly<Record<string, { readonly code: string; readonly lastMinute: number }>>;
  readonly crm: Rate & { readonly state: 'up' | 'down'; readonly running: number; readonly waiting: number };
  readonly reload: {
    /** Since when what is served is served, and how many there were before. */
    readonly servedSince: string;
    readonly generation: number;
    /** Generations before it that still answer requests. */
    readonly draining: number;
    readonly last?: { readonly at: string; readonly trigger: string; readonly problems: readonly string[] };
    /** Fields of the config that are others, and that only a restart changes. */
    readonly needsRestart: readonly string[];
  };
}

export interface StatusSources {
  readonly startedAt: number;
  readonly generations: Generations;
  readonly recent: Recent;
  readonly readiness: () => Promise<Readiness>;
  readonly last: () => ReloadOutcome | undefined;
  readonly needsRestart: () => readonly string[];
}

export async function statusOf(sources: StatusSources): Promise<Status> {
  const { generations, recent } = sources;
  const { mapping, api, operations, side } = generations.current.parts;
  const { operations: rates, errors, calls } = recent.look();
  const none: Rate = { lastMinute: 0, failed: 0 };
  const named = operations.map(({ id }) => [id, rates[id] ?? none] as const);
  const last = sources.last();
  return {
    mapping: mapping.name,
    api,
    startedAt: iso(sources.startedAt),
    readiness: await sources.readiness(),
    operations: { ...Object.fromEntries(named), ...rates },
    errors: Object.fromEntries(
      Object.entries(errors)
        .map(
          ([name, { lastMinute }]) =>
            [name, { code: codeOf(name, generations.current), lastMinute }] as const,
        )
        .sort(([, one], [, other]) => other.lastMinute - one.lastMinute),
    ),
    crm: { ...crmOf(side.guard.load), ...calls },
    reload: {
      servedSince: iso(generations.current.since),
      generation: generations.count,
      draining: generations.draining,
      ...(last && {
        last: {
          at: iso(last.at),
          trigger: last.trigger,
          problems: last.problems.map(({ message }) => message),
        },
      }),
      needsRestart: sources.needsRestart(),
    },
  };
}

function crmOf({ running, waiting, isBroken }: CrmLoad) {
  return { state: isBroken ? ('down' as const) : ('up' as const), running, waiting };
}

/** As answers call it: a deployment may have agreed on another one. */
function codeOf(name: string, { snapshot }: Generation): string {
  return name in errorCatalogue ? snapshot.errors[name as ErrorName].code : '';
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
