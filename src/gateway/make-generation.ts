import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/config.js';
import { networkList } from '../config/networks.js';
import type { HttpWire } from '../crm/http-wire.js';
import { pause } from '../crm/pause.js';
import type { SharedState } from '../crm/shared-state.js';
import type { StopSignal } from '../crm/wire.js';
import type { Observer } from '../engine/events.js';
import type { Ports } from '../engine/ports.js';
import { run } from '../engine/run.js';
import { errorTable } from '../loyalty-api/errors.js';
import type { Operation } from '../loyalty-api/operations.js';
import { allowedOperations, exposedOperations } from '../mapping/exposed.js';
import type { Mapping } from '../mapping/mapping.js';
import type { CardMetrics } from '../telemetry/card-metrics.js';
import { tracedWire } from '../telemetry/trace-context.js';
import type { GatewayCards } from './cards.js';
import { takeOver } from './credentials.js';
import { CrmSide } from './crm-side.js';
import { describer } from './describe.js';
import { Generation, type GenerationParts } from './generation.js';
import type { Passthrough } from './passthrough.js';
import { rateLimiter } from './rate.js';
import { createRoutes } from './routes.js';
import type { Bounds, Snapshot, User } from './snapshot.js';

/** What all generations of a process have in common. */
export interface Shared {
  /** Ends all runs. */
  readonly signal: StopSignal;
  readonly stopLogins: StopSignal;
  /** What they have in common with other replicas. */
  readonly state: SharedState | undefined;
  readonly cards: GatewayCards | undefined;
  readonly cardMetrics: CardMetrics | undefined;
  /** Where the gateway listens. */
  readonly origin: () => string;
}

/**
 * Makes what requests are answered by.
 *
 * @param before the generation that it will replace
 * @throws TokenFileError
 */
export async function generationOf(
  config: Config,
  mapping: Mapping,
  shared: Shared,
  before?: Generation,
): Promise<Generation> {
  const api = config.api ?? mapping.api;
  const operations = exposedOperations(mapping, api);
  const bounds = await boundsOf(config, mapping, shared.state, before);
  const side = await CrmSide.open(mapping, shared.stopLogins, before?.parts.side, shared.state);
  const passthrough = await passthroughOf(config, mapping, side.wire);
  const openApi = describer(config, mapping, shared.origin);
  const parts = { config, mapping, api, operations, side, openApi };
  const users = usersOf(config, operations, before);
  return new Generation(
    parts,
    generation =>
      snapshotOf(generation, parts, { ...shared, world: worldOf(side, shared), users, bounds, passthrough }),
    async () => {
      passthrough?.close();
      await side.leave();
    },
  );
}

/** What runs take from the world, but for what each has of its own. */
export function worldOf({ wire, sessions, guard }: CrmSide, { signal, cards }: Shared): World {
  return { wire, sessions, guard, pause, signal, cards: cards?.keeper };
}

/** What the runs of a process share. */
type World = Pick<Ports, 'wire' | 'sessions' | 'cards' | 'guard' | 'pause' | 'signal'>;

interface Parts {
  readonly world: World;
  readonly users: readonly User[];
  readonly bounds: Bounds;
  readonly passthrough: Passthrough | undefined;
  readonly cards: GatewayCards | undefined;
  readonly cardMetrics: CardMetrics | undefined;
}

/** Ids of the exchanges of one run. */
export function countingIds(): () => string {
  let exchanges = 0;
  return () => String(++exchanges);
}

/** Loaded where a mapping needs it: its library takes 100 ms, for which no other need wait. */
async function passthroughOf(
  { limits }: Config,
  mapping: Mapping,
  wire: HttpWire,
): Promise<Passthrough | undefined> {
  if (passedBy(mapping).size === 0) return undefined;
  const { Passthrough } = await import('./passthrough.js');
  return new Passthrough(wire, limits.body, mapping.crm);
}

/** The operations whose requests are passed on, by id. */
function passedBy({ operations }: Mapping): ReadonlySet<string> {
  return new Set([...operations].flatMap(([id, { kind }]) => (kind === 'proxy' ? [id] : [])));
}

/** Config, mapping, CRM connections and sessions as one thing, captured once by each request. */
function snapshotOf(
  generation: Generation,
  { config, mapping, operations }: GenerationParts,
  { world, users, bounds, passthrough, cards, cardMetrics }: Parts,
): Snapshot {
  const errors = errorTable(config.locale, config.errors);
  const { basePath, limits } = config;
  return {
    run: (operation, raw, observer, live, trace) => {
      const plain = live && passthrough ? passthrough.wireOf(live) : world.wire;
      const wire = trace ? tracedWire(plain, trace) : plain;
      const ports = { ...world, wire, clock: Date.now, ids: countingIds(), observer, errors };
      if (!cards) return generation.use(run(mapping, operation.id, raw, ports));
      const watched = cardMetrics ? { ...ports, observer: both(observer, cardMetrics.observer) } : ports;
      return generation.use(cards.track(run(mapping, operation.id, raw, watched)));
    },
    routes: createRoutes(operations, { basePath, maxBody: limits.body, passed: passedBy(mapping) }),
    users,
    errors,
    bounds,
    enter: () => generation.enter(),
    leave: () => generation.leave(),
  };
}

function usersOf(
  config: Config,
  operations: readonly Operation[],
  before: Generation | undefined,
): readonly User[] {
  const users = config.users.map(({ operations: said, ...user }) => ({
    ...user,
    operations: allowedOperations(operations, said),
  }));
  if (before) takeOver(before.snapshot.users, users);
  return users;
}

async function boundsOf(
  { limits, trustProxy, allowFrom }: Config,
  { crm: { baseUrl } }: Mapping,
  state: SharedState | undefined,
  before: Generation | undefined,
): Promise<Bounds> {
  const { url, inFlight, attempts, rate } = limits;
  // What this process counts is not forgotten with each reload.
  const isSame = !state && isDeepStrictEqual(rate, before?.parts.config.limits.rate);
  const counted = isSame ? before?.snapshot.bounds.rate : undefined;
  return {
    maxUrl: url,
    maxInFlight: inFlight,
    attempts,
    ...(allowFrom && { allowed: networkList(allowFrom) }),
    ...(trustProxy && { trusted: networkList(trustProxy) }),
    ...(rate && { rate: counted ?? (await rateLimiter(rate, state && { state, baseUrl })) }),
  };
}

function both(one: Observer, other: Observer): Observer {
  return event => {
    one(event);
    other(event);
  };
}
