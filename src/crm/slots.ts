import type { Eventual } from '../mapping/eventual.js';
import type { StopSignal } from './wire.js';

interface Waiting {
  /** Whose call it is. */
  readonly key: unknown;
  readonly end: (outcome: 'taken' | 'full') => void;
}

/**
 * So many calls at a time, and a short queue for others; both are shared out fairly among those whose calls they are,
 * so that a path of the CRM that hangs does not keep the others waiting.
 *
 * cockatiel's bulkhead is not used: it asks nobody in its queue whether they still wait, so that operations would end
 * late, and their places stay taken.
 */
export class Slots {
  private free: number;
  private readonly running = new Map<unknown, number>();
  /** In the order in which they came; those who gave up are not among them. */
  private readonly waiting = new Set<Waiting>();

  constructor(
    private readonly concurrency: number,
    private readonly queue: number,
  ) {
    this.free = concurrency;
  }

  /** How many calls run, and how many wait. */
  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.concurrency - this.free, waiting: this.waiting.size };
  }

  /**
   * Takes a slot, once there is one.
   *
   * @param key whose call it is
   * @returns `full` when there is no place in the queue, `late` when the signal came first
   */
  take(key: unknown, signal: StopSignal): Eventual<'taken' | 'full' | 'late'> {
    if (this.free > 0) {
      this.free -= 1;
      this.count(key, 1);
      return 'taken';
    }
    if (this.waiting.size >= this.queue && !this.makePlaceFor(key)) return 'full';
    return new Promise(resolve => {
      const end = (outcome: 'taken' | 'full' | 'late') => {
        this.waiting.delete(place);
        signal.removeEventListener('abort', giveUp);
        if (outcome === 'taken') this.count(key, 1);
        resolve(outcome);
      };
      const place: Waiting = { key, end };
      const giveUp = () => end('late');
      this.waiting.add(place);
      signal.addEventListener('abort', giveUp);
      if (signal.aborted) giveUp();
    });
  }

  /** Gives a slot back: to whom has the fewest, and among them to who waits longest. */
  give(key: unknown): void {
    this.count(key, -1);
    let next: Waiting | undefined;
    for (const each of this.waiting) {
      if (!next || this.slotsOf(each.key) < this.slotsOf(next.key)) next = each;
    }
    if (next) next.end('taken');
    else this.free += 1;
  }

  /** Sends away who came last of those who have the most places, if these are others and have more. */
  private makePlaceFor(key: unknown): boolean {
    const places = new Map<unknown, number>();
    for (const each of this.waiting) places.set(each.key, (places.get(each.key) ?? 0) + 1);
    const [most, count] = [...places].reduce((one, other) => (other[1] > one[1] ? other : one), [key, 0]);
    if (count <= (places.get(key) ?? 0) + 1) return false;
    [...this.waiting].findLast(each => each.key === most)?.end('full');
    return true;
  }

  private slotsOf(key: unknown): number {
    return this.running.get(key) ?? 0;
  }

  private count(key: unknown, change: 1 | -1): void {
    const count = this.slotsOf(key) + change;
    if (count === 0) this.running.delete(key);
    else this.running.set(key, count);
  }
}
