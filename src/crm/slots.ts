import type { StopSignal } from './wire.js';

/**
 * So many calls at a time, and a short queue for others. cockatiel's bulkhead is not used: it asks nobody in its
 * queue whether they still wait, so that operations would end late, and their places stay taken.
 */
export class Slots {
  private free: number;
  /** In the order in which they came; those who gave up are not among them. */
  private readonly waiting = new Set<() => void>();

  constructor(
    concurrency: number,
    private readonly queue: number,
  ) {
    this.free = concurrency;
  }

  /**
   * Takes a slot, once there is one.
   *
   * @returns `full` at once when the queue is full, `late` when the signal came first
   */
  async take(signal: StopSignal): Promise<'taken' | 'full' | 'late'> {
    if (this.free > 0) {
      this.free -= 1;
      return 'taken';
    }
    if (this.waiting.size >= this.queue) return 'full';
    return new Promise(resolve => {
      const begin = () => {
        signal.removeEventListener('abort', giveUp);
        resolve('taken');
      };
      const giveUp = () => {
        this.waiting.delete(begin);
        signal.removeEventListener('abort', giveUp);
        resolve('late');
      };
      this.waiting.add(begin);
      signal.addEventListener('abort', giveUp);
      if (signal.aborted) giveUp();
    });
  }

  /** Gives a slot back: to who waits longest. */
  give(): void {
    const [next] = this.waiting;
    if (!next) this.free += 1;
    else {
      this.waiting.delete(next);
      next();
    }
  }
}
