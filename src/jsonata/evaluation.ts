import { JsonataFault } from './fault.js';

/** Guard rails against endless work. */
export interface Bounds {
  /** Milliseconds. */
  readonly timeout?: number;
  /** Nested evaluations. */
  readonly stack?: number;
  /** Items of one sequence. */
  readonly sequence?: number;
}

/** So many calls and items go by between two looks at the time. */
const FUEL = 50;

/** One evaluation of a compiled expression: what it was given, and how far it went. */
export class Evaluation {
  readonly maxList: number;
  readonly maxDepth: number;
  /** How deep the body that runs is nested. */
  base = 0;
  /** How deep the call is nested that is being made. */
  at = 0;
  private fuel = FUEL;
  private end: number | undefined;
  private clock: number | undefined;

  /**
   * @param root what `$$` gives
   * @param mayWrite whether lists in the input may be changed, as jsonata does with empty ones that it groups
   */
  constructor(
    readonly root: unknown,
    readonly variables: Readonly<Record<string, unknown>>,
    readonly bounds: Bounds,
    readonly mayWrite: boolean,
    now: number | undefined,
  ) {
    this.maxList = bounds.sequence || Number.POSITIVE_INFINITY;
    this.maxDepth = bounds.stack || Number.POSITIVE_INFINITY;
    this.clock = now;
  }

  /** What `$millis()` gives, the same whenever it is asked. */
  get now(): number {
    this.clock ??= Date.now();
    return this.clock;
  }

  /**
   * Goes with each call and each item.
   *
   * @param weight how many times the usual it takes
   * @throws JsonataFault D1012 when the time is over
   */
  tick(weight = 1): void {
    this.fuel -= weight;
    if (this.fuel < 0) this.refuel();
  }

  /** @throws JsonataFault D1011 */
  checkDepth(depth: number): void {
    if (this.base + depth > this.maxDepth) throw new JsonataFault('D1011', { value: this.maxDepth });
  }

  /** @throws JsonataFault D2015 */
  checkList(length: number): void {
    if (length > this.maxList) throw new JsonataFault('D2015', { value: this.maxList });
  }

  private refuel(): void {
    this.fuel = FUEL;
    const { timeout } = this.bounds;
    if (!timeout) return;
    const now = Date.now();
    // What went by before the first look is too little to count.
    this.end ??= now + timeout;
    if (now > this.end) throw new JsonataFault('D1012', { value: timeout });
  }
}

/** Thrown where jsonata would write into a list of its input and `mayWrite` forbids it. */
export class WouldWrite extends Error {}
