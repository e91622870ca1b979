import {
  CertificateError,
  type Certificates,
  readCertificates,
  type TlsSettings,
} from '../config/certificates.js';

/** Milliseconds between two looks. To read three small files costs next to nothing. */
const PACE = 1_000;

interface Watched {
  /** Takes what is good. */
  renewed(certificates: Certificates): void;
  /** Told once of each content that cannot be used. */
  failed(reason: string): void;
}

/**
 * Looks whether the files of TLS have changed. Their contents are compared: a Kubernetes Secret changes by a symlink of
 * a folder above, of which the events of file systems tell nothing.
 */
export class CertificateWatch {
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  /** Of contents that could not be used; whether that was told. */
  private bad: { readonly digest: string; told: boolean } | undefined;

  constructor(
    private readonly settings: TlsSettings,
    private current: string,
    private readonly watched: Watched,
  ) {
    this.plan();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private plan(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.look().finally(() => this.plan()), PACE);
    this.timer.unref();
  }

  private async look(): Promise<void> {
    try {
      const certificates = await readCertificates(this.settings);
      this.bad = undefined;
      if (this.isStopped || certificates.digest === this.current) return;
      this.current = certificates.digest;
      this.watched.renewed(certificates);
    } catch (error) {
      if (error instanceof CertificateError) this.fail(error);
      else throw error;
    }
  }

  /** A certificate is written before its key, or in pieces: what is whole at the next look was no failure. */
  private fail({ digest, message }: CertificateError): void {
    if (this.bad?.digest !== digest) {
      this.bad = { digest, told: false };
    } else if (!this.bad.told) {
      this.bad.told = true;
      this.watched.failed(message);
    }
  }
}
