import { Counter, Gauge, type Registry } from 'prom-client';

/** The metrics of the certificate that the gateway shows. */
export class CertificateMetrics {
  private readonly expiry: Gauge;
  private readonly reloads: Counter<'outcome'>;

  constructor(registry: Registry, expires: Date) {
    const registers = [registry];
    this.expiry = new Gauge({
      name: 'loyalty_gw_certificate_expiry_timestamp_seconds',
      help: 'When the certificate is no longer valid, in seconds since 1970.',
      registers,
    });
    this.reloads = new Counter({
      name: 'loyalty_gw_certificate_reloads_total',
      help: 'Changes of the files of listen.tls, by outcome; failed: the last good certificate stays.',
      labelNames: ['outcome'],
      registers,
    });
    for (const outcome of ['renewed', 'failed']) this.reloads.labels(outcome).inc(0);
    this.show(expires);
  }

  renewed(expires: Date): void {
    this.reloads.inc({ outcome: 'renewed' });
    this.show(expires);
  }

  failed(): void {
    this.reloads.inc({ outcome: 'failed' });
  }

  private show(expires: Date): void {
    this.expiry.set(expires.getTime() / 1_000);
  }
}
