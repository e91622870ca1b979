import type { ExchangeFields } from './fields.js';
import { expectedLine } from './match.js';

/** Sees whether the exchanges that are to come in the order of the page do so. */
export class Order {
  private readonly found = new Set<string>();
  private latest = -1;

  /**
   * @param exchanges those of a case, in the order of the page
   * @param isWhole whether all of them are meant; else those that say `inOrder`
   */
  constructor(
    private readonly exchanges: readonly ExchangeFields[],
    private readonly isWhole: boolean,
  ) {}

  /** A call has taken one of the exchanges. */
  came(exchange: ExchangeFields): void {
    if (!this.isWhole && !exchange.inOrder) return;
    const at = this.exchanges.indexOf(exchange);
    if (at < this.latest) {
      const message = `${this.line(at)} came after ${this.line(this.latest)}, which stands below it`;
      this.found.add(`the calls came in another order: ${message}`);
    }
    this.latest = Math.max(at, this.latest);
  }

  problems(): string[] {
    return [...this.found];
  }

  /** Calls may look the same, so the exchanges have numbers. */
  private line(at: number): string {
    const { call } = this.exchanges[at] as ExchangeFields;
    return `exchange ${at + 1} (${expectedLine(call)})`;
  }
}
