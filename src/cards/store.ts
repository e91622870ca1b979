import type { Database } from './database.js';
import type { Series } from './series.js';

/** What reserving, claiming and all else that is done with numbers works on. */
export interface Store {
  readonly database: Database;
  readonly source: NumberSource;
  /** Milliseconds that a reservation holds. */
  readonly reservation: number;
  digestOf(person: string): string;
}

/** Where numbers come from: they are imported, or computed. */
export type NumberSource = { readonly kind: 'pool' } | Series;
