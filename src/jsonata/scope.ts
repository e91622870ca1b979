import type { AstNode } from './ast.js';
import { eachPart, eachPartBehind } from './parts.js';

/** The variables of one block or call while it runs: the frame around it, then its slots. */
export type Frame = unknown[];

/** A slot whose variable has no value yet: what the same name means outside is what it gives. */
export const UNBOUND = Symbol('unbound');

export interface SlotPlace {
  /** How many frames up. */
  readonly hops: number;
  readonly slot: number;
}

/** What is known of a frame before it exists: which names have which slots. */
export class Scope {
  private readonly slots = new Map<string, number>();

  constructor(
    readonly outer: Scope | undefined,
    names: Iterable<string>,
  ) {
    for (const name of names) if (!this.slots.has(name)) this.slots.set(name, this.slots.size + 1);
  }

  get size(): number {
    return this.slots.size;
  }

  get names(): string[] {
    return [...this.slots.keys()];
  }

  slotOf(name: string): number {
    return this.slots.get(name) as number;
  }

  /** The slots that a name may stand in, from the inside out. */
  find(name: string): SlotPlace[] {
    const found: SlotPlace[] = [];
    let hops = 0;
    for (let scope: Scope | undefined = this; scope; scope = scope.outer) {
      const slot = scope.slots.get(name);
      if (slot !== undefined) found.push({ hops, slot });
      hops++;
    }
    return found;
  }
}

/** A new frame with nothing bound in it. */
export function newFrame(outer: Frame | undefined, size: number): Frame {
  const frame: Frame = [outer];
  for (let slot = 0; slot < size; slot++) frame.push(UNBOUND);
  return frame;
}

/** The names that nodes bind in the frame that they run in, not in one of their own. */
export function boundBy(nodes: readonly AstNode[]): Set<string> {
  return new Set(bindsIn(nodes).map(({ lhs }) => String((lhs as AstNode).value)));
}

/** Where they bind them. */
export function bindsIn(nodes: readonly AstNode[]): AstNode[] {
  const binds: AstNode[] = [];
  const visit = (node: AstNode): void => {
    if (node.type === 'bind') binds.push(node);
    if (node.type === 'block' || (node.type === 'lambda' && !node.thunk)) {
      // What stands behind a block, `(…)[…]`, runs outside of it.
      eachPartBehind(node, visit);
      return;
    }
    eachPart(node, visit);
  };
  nodes.forEach(visit);
  return binds;
}
