import { Gauge, Registry } from 'prom-client';
import type { StockStatus } from '../cards/stock.js';
import { CardMetrics } from './card-metrics.js';
import { CertificateMetrics } from './certificate-metrics.js';

/** What Prometheus scrapes. One registry for each gateway, so that several in a process do not mix. */
export class Metrics {
  private readonly registry = new Registry();

  constructor(gateway: { mapping: string; api: string }) {
    new Gauge({
      name: 'loyalty_gw_info',
      help: 'The mapping that is served and its revision of the API; always 1.',
      labelNames: ['mapping', 'api'],
      registers: [this.registry],
    }).set(gateway, 1);
  }

  /** Adds those of card numbers. */
  ofCards(status: () => Promise<StockStatus | undefined>): CardMetrics {
    return new CardMetrics(this.registry, status);
  }

  /** Adds those of the certificate. */
  ofCertificate(expires: Date): CertificateMetrics {
    return new CertificateMetrics(this.registry, expires);
  }

  /** All metrics in Prometheus's text format. */
  async text(): Promise<{ type: string; body: string }> {
    return { type: this.registry.contentType, body: await this.registry.metrics() };
  }
}
