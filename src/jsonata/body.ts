import type { BodyNotes, Code } from './code.js';
import type { Evaluation } from './evaluation.js';

/**
 * What is evaluated as one: an expression, the body of a function, the parts of a last call. How deep its nodes are
 * nested is known beforehand, so they need not look at the guard rail unless the whole could come near it.
 */
export class Body<Built = Code> {
  private readonly quick: Built;
  private careful: Built | undefined;
  private readonly deepest: number;

  constructor(private readonly build: (notes: BodyNotes) => Built) {
    const notes = { isCareful: false, deepest: 0 };
    this.quick = build(notes);
    this.deepest = notes.deepest;
  }

  /** What to run at the depth that `run.at` says. */
  for(run: Evaluation): Built {
    if (run.at + this.deepest <= run.maxDepth) return this.quick;
    this.careful ??= this.build({ isCareful: true, deepest: 0 });
    return this.careful;
  }
}
