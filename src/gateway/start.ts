import type { Config } from '../config/config.js';
import { HttpWire } from '../crm/http-wire.js';
import { run } from '../engine/run.js';
import { errorTable } from '../loyalty-api/errors.js';
import type { Operation } from '../loyalty-api/operations.js';
import { exposedOperations } from '../mapping/exposed.js';
import type { Mapping } from '../mapping/mapping.js';
import { createLog, type LogDestination, logListening } from '../telemetry/log.js';
import { requestLog } from '../telemetry/request-log.js';
import { createGateway } from './gateway.js';
import { createRoutes } from './routes.js';
import { fixedTimeouts, type GatewaySettings } from './settings.js';
import type { Snapshot } from './snapshot.js';

export interface RunningGateway {
  /** The address with the base path. */
  readonly url: string;
  /** Finishes what runs, bounded by `limits.shutdown`, and lets go of everything. */
  close(): Promise<void>;
}

/**
 * Starts the gateway of a config: the composition of all rooms.
 *
 * @throws the system's error when it cannot listen
 */
export async function startGateway(
  config: Config,
  mapping: Mapping,
  destination: LogDestination,
): Promise<RunningGateway> {
  const log = createLog({ level: config.log.level, destination });
  const wire = new HttpWire();
  const stop = new AbortController();
  const api = config.api ?? mapping.api;
  const operations = exposedOperations(mapping, api);
  const snapshot = snapshotOf(config, mapping, operations, wire, stop.signal);
  const gateway = createGateway(settingsOf(config), () => snapshot, requestLog(log));

  const close = async () => {
    await gateway.close(() => stop.abort());
    // A run whose request was answered before, say because it broke, may still be at it.
    stop.abort();
    await wire.close();
    await destination.finish?.();
  };
  try {
    const { url: origin } = await gateway.listen(config.listen.host, config.listen.port);
    const url = origin + config.basePath;
    logListening(log, { url, mapping: mapping.name, api, operations: operations.map(({ id }) => id) });
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Config, mapping and CRM connections as one thing, captured once by each request. */
function snapshotOf(
  config: Config,
  mapping: Mapping,
  operations: readonly Operation[],
  wire: HttpWire,
  signal: AbortSignal,
): Snapshot {
  const errors = errorTable(config.locale, config.errors);
  // The optional operations hand out lists of customers, so a login has them only when it is said.
  const usual = operations.filter(({ since }) => since !== 'optional').map(({ id }) => id);
  return {
    run: (operation, raw, observer) => {
      let exchanges = 0;
      const ids = () => String(++exchanges);
      return run(mapping, operation.id, raw, { wire, clock: Date.now, ids, signal, observer, errors });
    },
    routes: createRoutes(operations, { basePath: config.basePath, maxBody: config.limits.body }),
    users: config.users.map(({ login, password, operations: allowed }) => ({
      login,
      password,
      operations: new Set(allowed ?? usual),
    })),
    errors,
  };
}

function settingsOf({ realm, limits }: Config): GatewaySettings {
  return {
    ...fixedTimeouts,
    realm,
    requestTimeout: limits.request,
    shutdownTimeout: limits.shutdown,
  };
}
