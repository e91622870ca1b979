import { createHmac } from 'node:crypto';

/** Numbers that a secret key draws for a text: the same for the same text, and nobody finds the text from them. */
export class Draw {
  constructor(private readonly key: Uint8Array) {}

  /**
   * A number from 0 to `limit - 1`.
   *
   * @param what keeps draws for different purposes apart
   * @param attempt another draw for the same text, where an earlier one cannot be used
   */
  below(limit: number, what: string, text: string, attempt = 0): number {
    return this.bytes(what, text, attempt).readUIntBE(0, 6) % limit;
  }

  /** As many bytes as somebody needs. */
  *stream(what: string, text: string, attempt = 0): Generator<number, never> {
    for (let block = 0; ; block++) yield* this.bytes(`${what}/${block}`, text, attempt);
  }

  private bytes(what: string, text: string, attempt: number): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([what, attempt, text]))
      .digest();
  }
}
