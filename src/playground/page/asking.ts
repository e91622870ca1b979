import { Refused, ServerGone, serverBack } from './client.js';
import type { Action, State } from './state.js';
import { Store } from './store.js';

/** A state that becomes another by asking the server, and tells what went wrong. */
export abstract class Asking extends Store<State> {
  /** The server was gone, and is there again. */
  protected abstract goOn(): void;

  protected async doing(action: Action, what: () => Promise<void>): Promise<void> {
    try {
      await what();
      this.forget(action);
    } catch (error) {
      if (error instanceof ServerGone) void this.gone();
      else if (error instanceof Refused)
        this.set({ problems: { ...this.state.problems, [action]: error.message } });
      else if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
    }
  }

  /** What actions were refused for is not shown any more. */
  forget(...actions: readonly Action[]): void {
    const problems = { ...this.state.problems };
    for (const action of actions) delete problems[action];
    this.set({ problems });
  }

  private async gone(): Promise<void> {
    if (this.state.isGone) return;
    this.set({ isGone: true });
    await serverBack();
    this.set({ isGone: false, notice: 'The server is back' });
    this.goOn();
  }
}
