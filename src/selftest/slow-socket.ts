import { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** How a slow client sends: what there is to send in some pieces, with a pause between them. */
export interface Pace {
  readonly pieces: number;
  /** Milliseconds. */
  readonly pause: number;
}

/** A connection whose writes go out piece by piece. What arrives is handed on as it comes. */
export class SlowSocket extends Duplex {
  constructor(
    private readonly inner: Duplex,
    private readonly pace: Pace,
  ) {
    super();
    inner.on('data', chunk => {
      if (!this.push(chunk)) inner.pause();
    });
    inner.on('end', () => this.push(null));
    inner.on('error', error => this.destroy(error));
    inner.on('close', () => this.destroy());
  }

  override _read(): void {
    this.inner.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.inPieces(chunk).then(() => done(), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.inner.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.inner.destroy();
    done(error);
  }

  private async inPieces(chunk: Buffer): Promise<void> {
    const size = Math.max(1, Math.ceil(chunk.length / this.pace.pieces));
    for (let at = 0; at < chunk.length && !this.inner.destroyed; at += size) {
      if (at > 0) await delay(this.pace.pause);
      this.inner.write(chunk.subarray(at, at + size));
    }
  }
}
