import type { Evaluation } from './evaluation.js';
import type { Frame } from './scope.js';

/** A node as a closure. `input` is the context, what `$` gives. */
export type Code = (input: unknown, frame: Frame, run: Evaluation) => unknown;

/** What compiling the nodes of one body shares. */
export interface BodyNotes {
  /** Whether each node looks how deep it is: only needed where the guard rail is near. */
  readonly isCareful: boolean;
  /** The deepest node. */
  deepest: number;
}
