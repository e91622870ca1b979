import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { StockStatus } from '../cards/stock.js';
import { CardMetrics } from './card-metrics.js';
import { CertificateMetrics } from './certificate-metrics.js';
import type { ReloadOutcome } from './reload-log.js';
import type { TrafficListener } from './traffic.js';
import { type CrmLoad, trafficMetrics } from './traffic-metrics.js';

/** What Prometheus scrapes. One registry for each gateway, so that several in a process do not mix. */
export class Metrics {
  private readonly registry = new Registry();

  private readonly info: Gauge<'mapping' | 'api'>;
  private readonly reloads: Counter<'outcome'>;
  private readonly lastFailed: Gauge;
  private readonly lastReload: Gauge;
  private readonly needsRestart: Gauge;
  readonly traffic: TrafficListener;

  /** @param crm asked whenever metrics are scraped */
  constructor(crm: () => CrmLoad) {
    const registers = [this.registry];
    this.info = new Gauge({
      name: 'loyalty_gw_info',
      help: 'The mapping that is served and its revision of the API; always 1.',
      labelNames: ['mapping', 'api'],
      registers,
    });
    this.reloads = new Counter({
      name: 'loyalty_gw_reloads_total',
      help: 'How often the files were read again; failed: what was served before is served on.',
      labelNames: ['outcome'],
      registers,
    });
    this.lastFailed = new Gauge({
      name: 'loyalty_gw_last_reload_failed',
      help: '1 while what stands in the files cannot be served, and what was read before is.',
      registers,
    });
    this.lastReload = new Gauge({
      name: 'loyalty_gw_last_good_reload_timestamp_seconds',
      help: 'When what is served was read, in seconds since 1970.',
      registers,
    });
    this.needsRestart = new Gauge({
      name: 'loyalty_gw_restart_needed',
      help: 'Fields of the config that are others, and that only a restart changes.',
      registers,
    });
    this.traffic = trafficMetrics(this.registry, crm);
    collectDefaultMetrics({ register: this.registry });
    for (const outcome of ['done', 'failed']) this.reloads.labels(outcome).inc(0);
    this.lastReload.setToCurrentTime();
  }

  /** Notes what is served from now on. */
  serves({ mapping, api }: { mapping: string; api: string }): void {
    this.info.reset();
    this.info.set({ mapping, api }, 1);
  }

  /** @param needsRestart fields of the config */
  reloaded({ problems, at }: ReloadOutcome, needsRestart: readonly string[]): void {
    this.needsRestart.set(needsRestart.length);
    const outcome = problems.length > 0 ? 'failed' : 'done';
    this.reloads.inc({ outcome });
    this.lastFailed.set(problems.length > 0 ? 1 : 0);
    if (problems.length === 0) this.lastReload.set(at / 1_000);
  }

  /** Adds those of card numbers. */
  ofCards(status: () => Promise<StockStatus | undefined>): CardMetrics {
    return new CardMetrics(this.registry, status);
  }

  /** Adds those of the certificate. */
  ofCertificate(expires: Date): CertificateMetrics {
    return new CertificateMetrics(this.registry, expires);
  }

  /** Adds the one of what replicas share. */
  ofShared(isThere: () => boolean): void {
    new Gauge({
      name: 'loyalty_gw_shared_up',
      help: 'Whether the server answers that replicas share; while it does not, each goes on by itself.',
      registers: [this.registry],
      collect() {
        this.set(isThere() ? 1 : 0);
      },
    });
  }

  /** What there is to count, for documentation. */
  async described(): Promise<{ name: string; type: string; labels: readonly string[]; help: string }[]> {
    const metrics = await this.registry.getMetricsAsJSON();
    return metrics.map(({ name, type, help }) => {
      const { labelNames = [] } = this.registry.getSingleMetric(name) as { labelNames?: readonly string[] };
      return { name, type: String(type), labels: labelNames, help };
    });
  }

  /** All metrics in Prometheus's text format. */
  async text(): Promise<{ type: string; body: string }> {
    return { type: this.registry.contentType, body: await this.registry.metrics() };
  }
}
