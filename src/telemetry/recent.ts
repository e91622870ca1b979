import type { Answered, TrafficListener } from './traffic.js';

/** Milliseconds of one slot, and how many make a minute. */
const SLOT = 5_000;
const SLOTS = 12;

/** Upper bounds in milliseconds, between which durations are counted: fine enough for a person, and cheap. */
const bounds = [5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, Number.POSITIVE_INFINITY];

interface Slot {
  since: number;
  count: number;
  failed: number;
  readonly durations: number[];
}

/** Some kind of thing, in the last minute. */
export interface Rate {
  readonly lastMinute: number;
  /** Of these. */
  readonly failed: number;
  /** Milliseconds that half of them, and 95 of 100, took at most; rounded up. None where there were none. */
  readonly p50?: number;
  readonly p95?: number;
}

/** What happened in the last minute, for people who look. */
export class Recent implements TrafficListener {
  private readonly operations = new Map<string, Minute>();
  private readonly errors = new Map<string, Minute>();
  private readonly calls = new Minute();

  /** @param clock milliseconds */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  begun(): void {}

  answered({ operation, error, seconds }: Answered): void {
    const now = this.clock();
    minuteOf(this.operations, operation).add(now, seconds, error !== undefined);
    if (error !== undefined) minuteOf(this.errors, error).add(now, seconds, true);
  }

  called(_step: string, outcome: string, seconds: number): void {
    this.calls.add(this.clock(), seconds, !/^[234]xx$/.test(outcome));
  }

  retried(): void {}

  breaker(): void {}

  /** By operation, and by name of the error, those that there have been; and calls to the CRM. */
  look(): { operations: Record<string, Rate>; errors: Record<string, Rate>; calls: Rate } {
    const now = this.clock();
    const rates = (minutes: ReadonlyMap<string, Minute>) =>
      Object.fromEntries([...minutes].map(([name, minute]) => [name, minute.rate(now)]));
    return { operations: rates(this.operations), errors: rates(this.errors), calls: this.calls.rate(now) };
  }
}

function minuteOf(minutes: Map<string, Minute>, name: string): Minute {
  let minute = minutes.get(name);
  if (!minute) {
    minute = new Minute();
    minutes.set(name, minute);
  }
  return minute;
}

class Minute {
  private readonly slots = Array.from({ length: SLOTS }, (): Slot => emptySlot());

  add(now: number, seconds: number, isFailed: boolean): void {
    const since = Math.floor(now / SLOT);
    const slot = this.slots[since % SLOTS] as Slot;
    if (slot.since !== since) {
      slot.since = since;
      slot.count = 0;
      slot.failed = 0;
      slot.durations.fill(0);
    }
    slot.count += 1;
    if (isFailed) slot.failed += 1;
    const milliseconds = seconds * 1_000;
    const index = bounds.findIndex(bound => milliseconds <= bound);
    slot.durations[index] = (slot.durations[index] ?? 0) + 1;
  }

  rate(now: number): Rate {
    const oldest = Math.floor(now / SLOT) - SLOTS + 1;
    const slots = this.slots.filter(({ since }) => since >= oldest);
    const sum = (of: (slot: Slot) => number) => slots.reduce((total, slot) => total + of(slot), 0);
    const lastMinute = sum(({ count }) => count);
    const failed = sum(slot => slot.failed);
    if (lastMinute === 0) return { lastMinute, failed };
    const durations = bounds.map((_, index) => sum(slot => slot.durations[index] ?? 0));
    return { lastMinute, failed, p50: quantile(durations, 0.5), p95: quantile(durations, 0.95) };
  }
}

function emptySlot(): Slot {
  return { since: -1, count: 0, failed: 0, durations: bounds.map(() => 0) };
}

function quantile(durations: readonly number[], share: number): number {
  const wanted = share * durations.reduce((one, other) => one + other, 0);
  let seen = 0;
  const index = durations.findIndex(count => {
    seen += count;
    return seen >= wanted;
  });
  // There is no longer deadline; what waited longer is told as that.
  return Math.min(bounds[index] ?? 0, 10_000);
}
