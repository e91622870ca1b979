import { atMost } from './at-most.js';

/** Whether the gateway can answer, part by part. */
export interface Readiness {
  readonly isReady: boolean;
  readonly parts: Readonly<Record<string, string>>;
  /** What is not as it should be, and does not keep it from answering. */
  readonly notes: Readonly<Record<string, string>>;
}

/** What the gateway cannot do without, by name. Each fails while it does not work. */
export type Parts = Readonly<Record<string, () => Promise<void>>>;

/** Milliseconds. Kubernetes waits a second by default, and shall be told what is wrong. */
const BOUND = 800;

/** Milliseconds for which an answer holds: probes of many sides shall be no load. */
const KEPT = 1_000;

const READY = 'ready';

/** Tells load balancers and orchestrators whether to send requests here. */
export class Probe {
  private readonly parts: readonly (readonly [name: string, look: () => Promise<string>])[];
  private stops = false;
  /** Whether somebody goes by what it says. */
  isWatched = false;

  /** @param notes asked each time; `undefined` where there is nothing to say */
  constructor(
    parts: Parts,
    private readonly notes: () => Readonly<Record<string, string | undefined>> = () => ({}),
  ) {
    this.parts = Object.entries(parts).map(([name, check]) => [name, lookAt(check)]);
  }

  /** From now on it is not ready, whatever its parts say. */
  stop(): void {
    this.stops = true;
  }

  /** The same for those who send requests here, or not, by what it says. */
  watched(): Promise<Readiness> {
    this.isWatched = true;
    return this.look();
  }

  async look(): Promise<Readiness> {
    const states = await Promise.all(this.parts.map(async ([name, look]) => [name, await look()] as const));
    const parts = { gateway: this.stops ? 'shuts down' : READY, ...Object.fromEntries(states) };
    const notes = Object.entries(this.notes()).filter(
      (note): note is [string, string] => note[1] !== undefined,
    );
    const isReady = Object.values(parts).every(state => state === READY);
    return { isReady, parts, notes: Object.fromEntries(notes) };
  }
}

/** Looks at one part: once at a time, however long it takes, and for all who ask within a second. */
function lookAt(check: () => Promise<void>): () => Promise<string> {
  let looking: Promise<string> | undefined;
  let last = { state: READY, until: 0 };
  return async () => {
    if (performance.now() < last.until) return last.state;
    looking ??= check()
      .then(
        () => READY,
        () => 'does not work',
      )
      .finally(() => {
        looking = undefined;
      });
    const state = (await atMost(BOUND, looking)) ?? `does not answer within ${BOUND} ms`;
    last = { state, until: performance.now() + KEPT };
    return state;
  };
}
