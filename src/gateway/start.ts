import { readCertificates, type TlsSettings } from '../config/certificates.js';
import type { Config } from '../config/config.js';
import { networkList } from '../config/networks.js';
import { Guard } from '../crm/guard.js';
import { HttpWire } from '../crm/http-wire.js';
import { pause } from '../crm/pause.js';
import { Sessions } from '../crm/sessions.js';
import type { Observer } from '../engine/events.js';
import type { Ports } from '../engine/ports.js';
import { run } from '../engine/run.js';
import { errorTable } from '../loyalty-api/errors.js';
import type { Operation } from '../loyalty-api/operations.js';
import { allowedOperations, exposedOperations } from '../mapping/exposed.js';
import type { Mapping } from '../mapping/mapping.js';
import { openApiOf } from '../openapi/mapped.js';
import type { OpenApiDocument } from '../openapi/types.js';
import type { CardMetrics } from '../telemetry/card-metrics.js';
import { cardsLog } from '../telemetry/cards-log.js';
import { gatewayLog } from '../telemetry/gateway-log.js';
import { createLog, type LogDestination, logListening } from '../telemetry/log.js';
import type { Metrics } from '../telemetry/metrics.js';
import { type RequestLog, requestLog } from '../telemetry/request-log.js';
import { createAdmin } from './admin.js';
import { atMost } from './at-most.js';
import type { GatewayCards } from './cards.js';
import { createGateway } from './gateway.js';
import type { Passthrough } from './passthrough.js';
import { rateLimiter } from './rate.js';
import { Probe } from './readiness.js';
import { nextRequestId } from './request-id.js';
import { createRoutes } from './routes.js';
import type { GatewaySettings } from './settings.js';
import type { Bounds, Snapshot } from './snapshot.js';

export interface RunningGateway {
  /** The address with the base path. */
  readonly url: string;
  /** The address of the admin listener, if there is one. */
  readonly admin?: string;
  /** Finishes what runs, bounded by `limits.shutdown`, and lets go of everything. */
  close(): Promise<void>;
}

/**
 * Starts the gateway of a config: the composition of all rooms.
 *
 * @throws the system's error when it cannot listen; TokenFileError; StoreError; CertificateError
 */
export async function startGateway(
  config: Config,
  mapping: Mapping,
  destination: LogDestination,
): Promise<RunningGateway> {
  const log = createLog({ level: config.log.level, destination });
  const stop = new AbortController();
  const stopLogins = new AbortController();
  const tls = config.listen.tls && (await tlsOf(config.listen.tls));
  const sessions = await Sessions.open(mapping, stopLogins.signal);
  // Before it listens: without numbers half of it would fail.
  const cards = config.cards && (await cardsOf(config.cards));
  const wire = new HttpWire(mapping.crm);
  const api = config.api ?? mapping.api;
  const operations = exposedOperations(mapping, api);
  const passthrough = await passthroughOf(config, mapping, wire);
  const metrics = config.admin && (await metricsOf({ mapping: mapping.name, api }));
  const cardMetrics = cards && metrics?.ofCards(() => atMost(LONGEST_COUNT, cards.status()));
  const world: World = {
    wire,
    sessions,
    guard: new Guard(mapping.crm.limits),
    pause,
    signal: stop.signal,
    cards: cards?.keeper,
  };
  const bounds = await boundsOf(config);
  const snapshot = snapshotOf(config, mapping, operations, {
    world,
    bounds,
    passthrough,
    cards,
    cardMetrics,
  });
  const requests = requestLog(log);
  const gateway = createGateway(
    { ...settingsOf(config), ...(tls && { tls }) },
    () => snapshot,
    requests,
    gatewayLog(log, tls && metrics?.ofCertificate(tls.certificates.expires)),
  );
  let origin = '';
  const openApi = once(() => describe(config, mapping, origin));
  const probe = new Probe(cards ? { cards: () => cards.keeper.ping() } : {});
  const admin = config.admin &&
    metrics && {
      ...config.admin,
      ...createAdmin({ openApi, readiness: () => probe.look(), metrics: () => metrics.text() }),
    };

  const close = async () => {
    const begun = performance.now();
    probe.stop();
    await gateway.close(() => stop.abort());
    // A run whose request was answered before, say because it broke, may still be at it.
    stop.abort();
    // A renewal may have used up a refresh token, and the next one is not kept yet; it outlives its request.
    const left = config.limits.shutdown - (performance.now() - begun);
    // The end of a claim that was under way is still told to the store.
    await atMost(Math.max(LAST_WORDS, left), Promise.all([sessions.finished(), cards?.close()]));
    stopLogins.abort();
    passthrough?.close();
    await wire.close();
    // Last, so that it can be looked at what still runs.
    await admin?.close();
    await destination.finish?.();
  };
  try {
    origin = (await gateway.listen(config.listen.host, config.listen.port)).url;
    const url = origin + config.basePath;
    const adminUrl = admin && (await admin.listen(admin.host, admin.port)).url;
    const ids = operations.map(({ id }) => id);
    cards?.begin(mapping, () => backgroundPorts(world, requests, snapshot), cardsLog(log), cardMetrics);
    logListening(log, { url, admin: adminUrl, mapping: mapping.name, api, operations: ids });
    return { url, admin: adminUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function tlsOf(settings: TlsSettings): Promise<NonNullable<GatewaySettings['tls']>> {
  return { settings, certificates: await readCertificates(settings) };
}

/** Loaded where there is an admin listener to show them: its library takes 60 ms. */
async function metricsOf(gateway: { mapping: string; api: string }): Promise<Metrics> {
  const { Metrics } = await import('../telemetry/metrics.js');
  return new Metrics(gateway);
}

/** Loaded where card numbers are kept: nothing else needs a database. */
async function cardsOf(config: NonNullable<Config['cards']>): Promise<GatewayCards> {
  const { GatewayCards } = await import('./cards.js');
  return GatewayCards.open(config);
}

/** What the runs of a process share. */
type World = Pick<Ports, 'wire' | 'sessions' | 'cards' | 'guard' | 'pause' | 'signal'>;

interface Parts {
  readonly world: World;
  readonly bounds: Bounds;
  readonly passthrough: Passthrough | undefined;
  readonly cards: GatewayCards | undefined;
  readonly cardMetrics: CardMetrics | undefined;
}

/** For one run that no request asks for. What it says of the CRM as a whole is logged as that of requests is. */
function backgroundPorts(world: World, requests: RequestLog, { errors }: Snapshot): Ports {
  const { observer } = requests.begin(nextRequestId());
  return { ...world, clock: Date.now, ids: countingIds(), observer, errors };
}

/** Ids of the exchanges of one run. */
function countingIds(): () => string {
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
  config: Config,
  mapping: Mapping,
  operations: readonly Operation[],
  { world, bounds, passthrough, cards, cardMetrics }: Parts,
): Snapshot {
  const errors = errorTable(config.locale, config.errors);
  const { basePath, limits } = config;
  return {
    run: (operation, raw, observer, live) => {
      const wire = live && passthrough ? passthrough.wireOf(live) : world.wire;
      const ports = { ...world, wire, clock: Date.now, ids: countingIds(), observer, errors };
      if (!cards) return run(mapping, operation.id, raw, ports);
      const watched = cardMetrics ? { ...ports, observer: both(observer, cardMetrics.observer) } : ports;
      return cards.track(run(mapping, operation.id, raw, watched));
    },
    routes: createRoutes(operations, { basePath, maxBody: limits.body, passed: passedBy(mapping) }),
    users: config.users.map(({ operations: said, ...user }) => ({
      ...user,
      operations: allowedOperations(operations, said),
    })),
    errors,
    bounds,
  };
}

async function boundsOf({ limits, trustProxy, allowFrom }: Config): Promise<Bounds> {
  const { url, inFlight, attempts, rate } = limits;
  return {
    maxUrl: url,
    maxInFlight: inFlight,
    attempts,
    ...(allowFrom && { allowed: networkList(allowFrom) }),
    ...(trustProxy && { trusted: networkList(trustProxy) }),
    ...(rate && { rate: await rateLimiter(rate) }),
  };
}

function both(one: Observer, other: Observer): Observer {
  return event => {
    one(event);
    other(event);
  };
}

function settingsOf({ realm, limits }: Config): GatewaySettings {
  return {
    realm,
    maxHeaders: limits.headers,
    maxConnections: limits.connections,
    headersTimeout: limits.head,
    requestTimeout: limits.request,
    keepAliveTimeout: limits.keepAlive,
    shutdownTimeout: limits.shutdown,
  };
}

/** @param origin where the gateway listens; what stands in front of it, it does not know */
function describe(config: Config, mapping: Mapping, origin: string): OpenApiDocument {
  const { basePath, realm, users, locale, errors } = config;
  // An address to listen on at all of a machine is none to call.
  const url = origin.replace(/\/\/(0\.0\.0\.0|\[::\])(?=:)/, '//localhost') + basePath;
  return openApiOf(mapping, {
    api: config.api ?? mapping.api,
    server: { url, description: 'The gateway itself, without what stands in front of it.' },
    realm,
    errors: errorTable(locale, errors),
    users,
  });
}

/** Milliseconds for a login, or the end of a claim, that is under way when there is no other time left. */
const LAST_WORDS = 1_000;

/** Milliseconds that Prometheus waits for the store; it gives a scrape ten seconds by default. */
const LONGEST_COUNT = 5_000;

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
