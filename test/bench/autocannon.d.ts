/** The part of autocannon that the bench uses; the package brings no types. */
declare module 'autocannon' {
  interface Options {
    url: string;
    connections: number;
    /** Seconds; this, or how many requests. */
    duration?: number;
    amount?: number;
    headers: Record<string, string>;
    /** Every answer is compared with it; those that differ are counted as mismatches. */
    expectBody?: string;
  }
  interface Result {
    /** Seconds. */
    duration: number;
    requests: { total: number };
    /** Milliseconds. */
    latency: { p50: number; p99: number };
    '2xx': number;
    non2xx: number;
    errors: number;
    mismatches: number;
  }
  export default function autocannon(options: Options): PromiseLike<Result>;
}
