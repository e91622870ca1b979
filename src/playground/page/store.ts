import { useEffect, useState } from 'preact/hooks';

/** A state that tells when it becomes another one. */
export class Store<State extends object> {
  private readonly listeners = new Set<() => void>();

  constructor(private current: State) {}

  get state(): State {
    return this.current;
  }

  set(part: Partial<State>): void {
    this.current = { ...this.current, ...part };
    for (const listener of [...this.listeners]) listener();
  }

  /** @returns what ends it */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** The state as it is now; the component is drawn again when it becomes another. */
export function useStore<State extends object>(store: Store<State>): State {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    setState(store.state);
    return store.listen(() => setState(store.state));
  }, [store]);
  return state;
}
