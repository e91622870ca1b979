import { type OperationId, operationIds } from '../loyalty-api/operations.js';

/** How long one operation took, in milliseconds. */
export interface Latency {
  readonly operation: OperationId;
  /** How many answers this is about. */
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** The times of all answers of a run. */
export class Latencies {
  private readonly times = new Map<OperationId, number[]>();

  add(operation: OperationId, milliseconds: number): void {
    const before = this.times.get(operation);
    if (before) before.push(milliseconds);
    else this.times.set(operation, [milliseconds]);
  }

  of(operation: OperationId): Latency | undefined {
    const times = this.times.get(operation)?.toSorted((one, other) => one - other);
    if (!times) return undefined;
    return {
      operation,
      count: times.length,
      p50: percentile(times, 50),
      p95: percentile(times, 95),
      max: percentile(times, 100),
    };
  }

  /** In the order of the catalogue. */
  all(): Latency[] {
    return operationIds.map(id => this.of(id)).filter(latency => latency !== undefined);
  }
}

/** By nearest rank: the smallest time that so many percent of the times do not exceed. */
function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
}
