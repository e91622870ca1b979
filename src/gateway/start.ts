import type { Config } from '../config/config.js';
import { HttpWire } from '../crm/http-wire.js';
import { run } from '../engine/run.js';
import { isInRevision, type OperationId, type Revision } from '../loyalty-api/operations.js';
import type { Mapping } from '../mapping/mapping.js';
import { createLog, type LogDestination, logListening } from '../telemetry/log.js';
import { requestLog } from '../telemetry/request-log.js';
import { createGateway } from './gateway.js';
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
  const snapshot = snapshotOf(config, mapping, api, wire, stop.signal);
  const gateway = createGateway(settingsOf(config), () => snapshot, requestLog(log));

  const close = async () => {
    await gateway.close(() => stop.abort());
    // A run whose request was answered before, say because it broke, may still be at it.
    stop.abort();
    await wire.close();
    await destination.finish?.();
  };
  try {
    const { url } = await gateway.listen(config.listen.host, config.listen.port);
    logListening(log, { url, mapping: mapping.name, api, operations: [...snapshot.operations] });
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
  api: Revision,
  wire: HttpWire,
  signal: AbortSignal,
): Snapshot {
  return {
    run: (operation, raw, observer) => {
      let exchanges = 0;
      const ids = () => String(++exchanges);
      return run(mapping, operation.id, raw, { wire, clock: Date.now, ids, signal, observer });
    },
    operations: exposed(mapping, api),
    users: config.users.map(({ login, password, operations }) => ({
      login,
      password,
      operations: new Set(operations),
    })),
  };
}

function exposed(mapping: Mapping, api: Revision): Set<OperationId> {
  const ids = new Set<OperationId>();
  for (const [id, { operation }] of mapping.operations) if (isInRevision(operation, api)) ids.add(id);
  return ids;
}

function settingsOf({ basePath, realm, limits }: Config): GatewaySettings {
  return {
    ...fixedTimeouts,
    basePath,
    realm,
    maxBody: limits.body,
    requestTimeout: limits.request,
    shutdownTimeout: limits.shutdown,
  };
}
