import { createHash } from 'node:crypto';

/** What replicas of the gateway share, where the config has a place for it. */
export interface SharedState {
  /**
   * Counts, and forgets the count when a time after the first has gone by.
   *
   * @param window milliseconds
   * @returns how many there are with this one
   * @throws SharedStateAway
   */
  hit(key: string, window: number): Promise<number>;
  /**
   * Takes a token of a bucket, which may be one that is still to come; see `Rate`.
   *
   * @returns milliseconds to wait; `undefined` when that is longer than the patience, and none was taken
   * @throws SharedStateAway
   */
  takeToken(key: string, bucket: Bucket, patience: number): Promise<number | undefined>;
  /**
   * Does work of which the replicas do one at a time, and gives it what the last one left. What `leave` is given is
   * there for the next one; it resolves when that is sure.
   *
   * @param patience milliseconds to wait for the turn
   * @param lasts milliseconds after which another one has its turn, whatever becomes of this one
   * @throws SharedStateAway also when the turn does not come
   */
  inTurn<T>(
    key: string,
    times: { readonly patience: number; readonly lasts: number },
    work: (left: string | undefined, leave: (text: string) => Promise<void>) => Promise<T>,
  ): Promise<T>;
}

export interface Bucket {
  /** Milliseconds until the next token. */
  readonly interval: number;
  readonly burst: number;
}

/** The shared state did not answer in time. The message holds no address. */
export class SharedStateAway extends Error {
  override readonly name = 'SharedStateAway';
}

/** Names a CRM among others in the keys of shared state. Its address may hold a secret. */
export function nameOf(baseUrl: string): string {
  return createHash('sha256').update(baseUrl).digest('base64url');
}
