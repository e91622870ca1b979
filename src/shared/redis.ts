import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { type Bucket, type SharedState, SharedStateAway } from '../crm/shared-state.js';
import * as scripts from './scripts.js';

/** Milliseconds. What waits for an answer is a request. */
const ANSWERING = 250;
const CONNECTING = 2_000;
/** Milliseconds for which a server that did not answer is not asked: not every request shall wait in vain. */
const SPARED = 1_000;
/** Milliseconds between two looks whether it is one's turn. */
const LOOKING = 50;
const LONGEST_PAUSE = 2_000;

export interface RedisOptions {
  /** Told once of each time that the server goes, or is there again. */
  readonly onChange: (isThere: boolean) => void;
  /** What all keys begin with. */
  readonly prefix?: string;
  /** Milliseconds that an answer may take. */
  readonly answering?: number;
}

/** Shared state in Redis or Valkey. */
export class RedisState implements SharedState {
  private readonly client;
  private readonly prefix: string;
  /** `undefined` until it is known. */
  private found: boolean | undefined;
  private sparedUntil = 0;

  private constructor(
    url: string,
    private readonly options: RedisOptions,
  ) {
    this.prefix = options.prefix ?? 'loyalty-gw';
    this.client = createClient({
      url,
      name: 'loyalty-gw',
      // What cannot be asked now is not asked later: whoever wanted to know has gone on without.
      disableOfflineQueue: true,
      socket: {
        connectTimeout: CONNECTING,
        reconnectStrategy: tries => Math.min(LONGEST_PAUSE, 50 * 2 ** tries),
      },
    });
    // Unheard, an error would end the process. Its message may hold the address.
    this.client.on('error', () => this.tell(false));
    this.client.on('ready', () => this.tell(true));
  }

  /** Connects, and goes on trying where the server is away: the gateway starts without it. */
  static async open(url: string, options: RedisOptions): Promise<RedisState> {
    const state = new RedisState(url, options);
    const connected = state.client.connect().catch(() => undefined);
    await Promise.race([connected, delay(CONNECTING, undefined, { ref: false })]);
    if (!state.client.isReady) state.tell(false);
    return state;
  }

  /** Whether it answered when it was asked last. */
  get isThere(): boolean {
    return this.found === true;
  }

  close(): void {
    if (this.client.isOpen) this.client.destroy();
  }

  hit(key: string, window: number): Promise<number> {
    return this.number(scripts.hit, [key], [Math.ceil(window)]);
  }

  async takeToken(key: string, { interval, burst }: Bucket, patience: number): Promise<number | undefined> {
    const wait = await this.number(scripts.takeToken, [key], [interval, burst, Math.max(0, patience)]);
    return wait < 0 ? undefined : wait;
  }

  async inTurn<T>(
    key: string,
    { patience, lasts }: { readonly patience: number; readonly lasts: number },
    work: (left: string | undefined, leave: (text: string) => Promise<void>) => Promise<T>,
  ): Promise<T> {
    const [turn, mine] = [`${key}:turn`, randomUUID()];
    const until = performance.now() + patience;
    while (!(await this.begin(turn, mine, lasts))) {
      if (performance.now() >= until) throw new SharedStateAway('the turn of this replica did not come');
      await delay(LOOKING);
    }
    try {
      const left = await this.ask(() => this.client.get(this.named(key)));
      return await work(left ?? undefined, async text => {
        const isLeft = await this.number(scripts.leave, [turn, key], [mine, text]);
        if (isLeft === 0) throw new SharedStateAway('the turn of this replica was over');
      });
    } finally {
      // It ends by itself when nobody can say so.
      await this.number(scripts.endTurn, [turn], [mine]).catch(() => undefined);
    }
  }

  private async begin(turn: string, mine: string, lasts: number): Promise<boolean> {
    const options = { condition: 'NX', expiration: { type: 'PX', value: lasts } } as const;
    return (await this.ask(() => this.client.set(this.named(turn), mine, options))) === 'OK';
  }

  private async number(
    script: string,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<number> {
    const given = { keys: keys.map(key => this.named(key)), arguments: values.map(String) };
    return Number(await this.ask(() => this.client.eval(script, given)));
  }

  /** Asks the server, within a bound: a connection that is cut in silence never answers. */
  private async ask<T>(question: () => Promise<T>): Promise<T> {
    if (!this.client.isReady || performance.now() < this.sparedUntil)
      throw new SharedStateAway('the shared state is away');
    const end = new AbortController();
    const late = delay(this.options.answering ?? ANSWERING, LATE, { signal: end.signal });
    late.catch(() => undefined);
    try {
      const answer = await Promise.race([question(), late]);
      if (answer !== LATE) {
        this.tell(true);
        return answer as T;
      }
    } catch {
      // Its message may quote what it was asked.
    } finally {
      end.abort();
    }
    this.sparedUntil = performance.now() + SPARED;
    this.tell(false);
    throw new SharedStateAway('the shared state does not answer');
  }

  /** In braces, so that a cluster keeps the keys of one script together. */
  private named(key: string): string {
    return `{${this.prefix}}:${key}`;
  }

  private tell(isThere: boolean): void {
    if (this.found === isThere) return;
    this.found = isThere;
    this.options.onChange(isThere);
  }
}

const LATE = Symbol('late');
