import { readCertificates, type TlsSettings } from '../config/certificates.js';
import type { Config } from '../config/config.js';
import type { Served, ServedFiles } from '../config/served.js';
import { pause } from '../crm/pause.js';
import { ownerOf } from '../engine/owner-of.js';
import type { Mapping } from '../mapping/mapping.js';
import { cardsLog } from '../telemetry/cards-log.js';
import { gatewayLog } from '../telemetry/gateway-log.js';
import {
  createLog,
  type LogDestination,
  logListening,
  logNoAdmin,
  logStopping,
  tracingLog,
} from '../telemetry/log.js';
import { Recent } from '../telemetry/recent.js';
import { type ReloadOutcome, type ReloadTrigger, reloadLog } from '../telemetry/reload-log.js';
import { type RequestLog, requestLog } from '../telemetry/request-log.js';
import { logShared } from '../telemetry/shared-log.js';
import { counting } from '../telemetry/traffic.js';
import { createAdmin } from './admin.js';
import { atMost } from './at-most.js';
import { repeatedly } from './background.js';
import type { CardsBackground } from './cards.js';
import { createGateway } from './gateway.js';
import { type Generation, Generations } from './generation.js';
import { cardsOf, metricsOf, sharedStateOf, tracingOf } from './load-when-needed.js';
import { countingIds, generationOf, type Shared, worldOf } from './make-generation.js';
import { Probe } from './readiness.js';
import { noteOf, Reloader } from './reloader.js';
import { nextRequestId } from './request-id.js';
import { withoutRestart } from './restart-only.js';
import type { GatewaySettings } from './settings.js';
import { statusOf } from './status.js';

export interface RunningGateway {
  /** The address with the base path. */
  readonly url: string;
  /** The address of the admin listener, if there is one. */
  readonly admin?: string;
  /** Reads its files again and serves what stands in them; what cannot be served is told and changes nothing. */
  reload(): Promise<void>;
  /**
   * Tells who asks that it is not ready, goes on serving for a grace period, so that all who send requests here can learn
   * of it, and closes.
   */
  stop(): Promise<void>;
  /** Milliseconds that `stop` may take, if it began now. */
  longestStop(): number;
  /** Finishes what runs, bounded by `limits.shutdown`, and lets go of everything. */
  close(): Promise<void>;
}

/**
 * Starts the gateway of a config: the composition of all rooms.
 *
 * @param files where config and mapping come from; without them it cannot be reloaded
 * @throws the system's error when it cannot listen; TokenFileError; StoreError; CertificateError
 */
export async function startGateway(
  config: Config,
  mapping: Mapping,
  destination: LogDestination,
  files?: ServedFiles,
): Promise<RunningGateway> {
  const startedAt = Date.now();
  const log = createLog({ level: config.log.level, destination });
  const stop = new AbortController();
  const stopLogins = new AbortController();
  const tls = config.listen.tls && (await tlsOf(config.listen.tls));
  // Before it listens: without numbers half of it would fail.
  const cards = config.cards && (await cardsOf(config.cards));
  const state = config.shared
    ? await sharedStateOf(config.shared, isThere => logShared(log, isThere))
    : undefined;
  const crmLoad = () => generations.current.parts.side.guard.load;
  const metrics = config.admin && (await metricsOf(crmLoad));
  if (state) metrics?.ofShared(() => state.isThere);
  const recent = new Recent();
  const cardMetrics = cards && metrics?.ofCards(() => atMost(LONGEST_COUNT, cards.status()));
  let origin = '';
  const shared: Shared = {
    signal: stop.signal,
    stopLogins: stopLogins.signal,
    state,
    cards,
    cardMetrics,
    origin: () => origin,
  };
  const first = await generationOf(config, mapping, shared).catch(async (error: unknown) => {
    state?.close();
    await cards?.close();
    throw error;
  });
  const generations = Generations.from(first);
  const tracing = config.tracing && (await tracingOf(config.tracing, tracingLog(log)));
  const written = requestLog(log, config.log.key);
  const logged = tracing ? tracing.watching(written) : written;
  // What nobody can look at is not counted.
  const requests = metrics ? counting(logged, [metrics.traffic, recent]) : logged;
  const gateway = createGateway(
    { ...settingsOf(config), ...(tls && { tls }) },
    () => generations.current.snapshot,
    requests,
    gatewayLog(log, tls && metrics?.ofCertificate(tls.certificates.expires)),
  );
  metrics?.serves(servedBy(first));

  const reloads = reloadLog(log);
  let needsRestart: readonly string[] = [];
  const serve = async (served: Served, trigger: ReloadTrigger) => {
    const { config: next, ...differing } = withoutRestart(served.config, config);
    const generation = await generationOf(next, served.mapping, shared, generations.current);
    log.level = next.log.level;
    generations.replace(generation);
    metrics?.serves(servedBy(generation));
    reloads.reloaded(trigger, servedBy(generation));
    needsRestart = differing.needsRestart;
    if (needsRestart.length > 0) reloads.needsRestart(needsRestart);
  };
  const onOutcome = (outcome: ReloadOutcome) => {
    reloads.failed(outcome.trigger, outcome.problems);
    metrics?.reloaded(outcome, needsRestart);
  };
  const reloader = files && new Reloader({ files, serve, onOutcome });

  const probe = new Probe(cards ? { cards: () => cards.keeper.ping() } : {}, () => ({
    reload: reloader?.last && noteOf(reloader.last),
    crm: crmLoad().isBroken ? 'is down: calls to it fail at once until it answers again' : undefined,
    restart: needsRestart.length > 0 ? `is needed for ${needsRestart.join(', ')}` : undefined,
  }));
  const admin =
    config.admin &&
    metrics &&
    createAdmin(config.admin, {
      openApi: () => generations.current.parts.openApi(),
      readiness: () => probe.watched(),
      status: () =>
        statusOf({
          startedAt,
          generations,
          recent,
          readiness: () => probe.look(),
          last: () => reloader?.last,
          needsRestart: () => needsRestart,
        }),
      metrics: () => metrics.text(),
    });

  const watching = new AbortController();
  // Where nobody looks whether it is ready, there is nobody to wait for.
  const grace = () => generations.current.parts.config.limits.grace ?? (probe.isWatched ? USUAL_GRACE : 0);
  const stopGently = async () => {
    probe.stop();
    gateway.leave();
    logStopping(log, { grace: grace() });
    await pause(grace(), stop.signal);
    await close();
  };
  const close = async () => {
    const begun = performance.now();
    probe.stop();
    watching.abort();
    await gateway.close(() => stop.abort());
    // A run whose request was answered before, say because it broke, may still be at it.
    stop.abort();
    const left = config.limits.shutdown - (performance.now() - begun);
    // The end of a claim that was under way is still told to the store, and what a login gave is kept.
    const closed = Promise.all([reloader?.idle(), generations.close(), cards?.close()]);
    await atMost(Math.max(LAST_WORDS, left), closed);
    stopLogins.abort();
    await atMost(LAST_WORDS, closed);
    state?.close();
    if (tracing) await atMost(LAST_SPANS, tracing.close());
    // Last, so that it can be looked at what still runs.
    await admin?.close();
    await destination.finish?.();
  };
  try {
    origin = (await gateway.listen(config.listen.host, config.listen.port)).url;
    const url = origin + config.basePath;
    const adminUrl = await admin?.listen();
    if (config.admin && !adminUrl) logNoAdmin(log, config.admin);
    cards?.begin(backgroundOf(generations, shared, requests), cardsLog(log), cardMetrics);
    const every = config.reload.every;
    if (reloader && every) void repeatedly(() => reloader.look(every), watching.signal);
    logListening(log, { url, admin: adminUrl, ...servedBy(first) });
    return {
      url,
      admin: adminUrl,
      reload: async () => reloader?.reload('signal'),
      stop: stopGently,
      longestStop: () => grace() + config.limits.shutdown,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function tlsOf(settings: TlsSettings): Promise<NonNullable<GatewaySettings['tls']>> {
  return { settings, certificates: await readCertificates(settings) };
}

/** How the log and the metrics call what is served. */
function servedBy({ parts: { mapping, api, operations } }: Generation) {
  return { mapping: mapping.name, api, operations: operations.map(({ id }) => id) };
}

/** Runs that no request asks for. What they say of the CRM as a whole is logged as that of requests is. */
function backgroundOf(generations: Generations, shared: Shared, requests: RequestLog): CardsBackground {
  return {
    verifies: () => generations.current.parts.mapping.verify !== undefined,
    ownerOf: (number, signal) => {
      const generation = generations.current;
      const { mapping, side } = generation.parts;
      const observer = requests.watch(nextRequestId());
      const { errors } = generation.snapshot;
      const ports = {
        ...worldOf(side, shared),
        clock: Date.now,
        ids: countingIds(),
        observer,
        errors,
        signal,
      };
      return generation.use(ownerOf(mapping, number, ports));
    },
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

/** Milliseconds; balancers ask every second or few. */
const USUAL_GRACE = 5_000;

/** Milliseconds for the spans that are not sent yet. */
const LAST_SPANS = 1_000;

/** Milliseconds for a login, or the end of a claim, that is under way when there is no other time left. */
const LAST_WORDS = 1_000;

/** Milliseconds that Prometheus waits for the store; it gives a scrape ten seconds by default. */
const LONGEST_COUNT = 5_000;
