import type { Cards } from '../cards/port.js';
import type { Guard } from '../crm/guard.js';
import type { Pause } from '../crm/pause.js';
import type { Sessions } from '../crm/sessions.js';
import type { StopSignal, Wire } from '../crm/wire.js';
import type { ErrorTable } from '../loyalty-api/errors.js';
import type { Observer } from './events.js';

/** Everything that a run takes from the world. */
export interface Ports {
  readonly wire: Wire;
  /** Who is logged in to the CRM. They outlive a run, where runs share them. */
  readonly sessions: Sessions;
  /** Keeps card numbers. None: the deployment leaves that to the CRM. */
  readonly cards?: Cards;
  /** What protects the CRM. It outlives a run, where runs share it. */
  readonly guard: Guard;
  /** Waits before a call is repeated. */
  readonly pause: Pause;
  /** Milliseconds since 1970; also what `$now()` and `$millis()` see. */
  readonly clock: () => number;
  /** Makes the id of one exchange with the CRM; unique within a run. */
  readonly ids: () => string;
  /** Ends the run: the process stops, or the caller gave up. */
  readonly signal: StopSignal;
  readonly observer: Observer;
  /** What failures are called in answers. */
  readonly errors: ErrorTable;
}
