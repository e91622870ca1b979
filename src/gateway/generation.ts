import type { Config } from '../config/config.js';
import type { Operation, Revision } from '../loyalty-api/operations.js';
import type { Mapping } from '../mapping/mapping.js';
import type { OpenApiDocument } from '../openapi/types.js';
import type { CrmSide } from './crm-side.js';
import type { Snapshot } from './snapshot.js';

/** What a generation is made of. */
export interface GenerationParts {
  readonly config: Config;
  readonly mapping: Mapping;
  readonly api: Revision;
  /** Those that are exposed. */
  readonly operations: readonly Operation[];
  readonly side: CrmSide;
  readonly openApi: () => OpenApiDocument;
}

/** What was read at one time, being served; requests that began with it end with it, whatever is reloaded meanwhile. */
export class Generation {
  /** Over when nobody uses it any more and what was its own is closed. */
  readonly closed: Promise<void>;
  readonly snapshot: Snapshot;
  /** When it was made: milliseconds since 1970. */
  readonly since = Date.now();
  /** Those who use it; one of them is the gateway, as long as it is the current one. */
  private users = 1;
  private readonly drained: () => void;

  /** @param close lets go of what nobody uses any more */
  constructor(
    readonly parts: GenerationParts,
    makeSnapshot: (generation: Generation) => Snapshot,
    close: () => Promise<void>,
  ) {
    let drained = () => {};
    const unused = new Promise<void>(resolve => {
      drained = resolve;
    });
    this.drained = drained;
    this.closed = unused.then(close);
    this.snapshot = makeSnapshot(this);
  }

  enter(): void {
    this.users += 1;
  }

  leave(): void {
    this.users -= 1;
    if (this.users === 0) this.drained();
  }

  /** Does something with it. It stays until that is over. */
  use<T>(work: Promise<T>): Promise<T> {
    this.enter();
    const over = () => this.leave();
    work.then(over, over);
    return work;
  }
}

/** The current generation, and those before it that are still in use. */
export class Generations {
  private readonly open = new Set<Generation>();
  /** How many there have been. */
  count = 0;

  private constructor(private latest: Generation) {}

  static from(first: Generation): Generations {
    const generations = new Generations(first);
    generations.add(first);
    return generations;
  }

  get current(): Generation {
    return this.latest;
  }

  /** Generations before the current one that are still in use. */
  get draining(): number {
    return this.open.size - 1;
  }

  /** From now on requests begin with another; the one before goes once nobody uses it. */
  replace(next: Generation): void {
    const before = this.latest;
    this.latest = next;
    this.add(next);
    before.leave();
  }

  /** Waits until all are closed. Whatever uses them must be about to end. */
  async close(): Promise<void> {
    this.latest.leave();
    await Promise.all([...this.open].map(({ closed }) => closed));
  }

  private add(generation: Generation): void {
    this.count += 1;
    this.open.add(generation);
    const gone = () => void this.open.delete(generation);
    generation.closed.then(gone, gone);
  }
}
