import type { Config } from '../config/config.js';
import type { RedisState } from '../shared/redis.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { Tracing } from '../telemetry/tracing.js';
import type { CrmLoad } from '../telemetry/traffic-metrics.js';
import type { GatewayCards } from './cards.js';

/** Loaded where there is an admin listener to show them: its library takes 60 ms. */
export async function metricsOf(crm: () => CrmLoad): Promise<Metrics> {
  const { Metrics } = await import('../telemetry/metrics.js');
  return new Metrics(crm);
}

/** Loaded where spans are asked for: its libraries take longer than all others together. */
export async function tracingOf(...settings: ConstructorParameters<typeof Tracing>): Promise<Tracing> {
  const { Tracing } = await import('../telemetry/tracing.js');
  return new Tracing(...settings);
}

/** Loaded where card numbers are kept: nothing else needs a database. */
export async function cardsOf(config: NonNullable<Config['cards']>): Promise<GatewayCards> {
  const { GatewayCards } = await import('./cards.js');
  return GatewayCards.open(config);
}

/** Loaded where replicas share something. */
export async function sharedStateOf(url: string, onChange: (isThere: boolean) => void): Promise<RedisState> {
  const { RedisState } = await import('../shared/redis.js');
  return RedisState.open(url, { onChange });
}
