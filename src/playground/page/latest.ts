/**
 * Runs a task some moments after it was last asked for, so that typing does not run it with each key. A task that
 * still runs when the next one begins is told to stop, and what it gives is not used.
 */
export class Latest {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | undefined;

  constructor(private readonly pause: number) {}

  /** @param now without the pause */
  ask(task: (signal: AbortSignal) => Promise<void>, now = false): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        this.running?.abort();
        const running = new AbortController();
        this.running = running;
        void task(running.signal).finally(() => {
          if (this.running === running) this.running = undefined;
        });
      },
      now ? 0 : this.pause,
    );
  }

  /** What was asked for is not wanted any more. */
  drop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
  }
}
