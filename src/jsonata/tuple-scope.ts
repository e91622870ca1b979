import type { AstNode } from './ast.js';
import type { Code } from './code.js';
import type { At, Compiling } from './compiling.js';
import { eachPart } from './parts.js';
import { type Frame, newFrame, Scope } from './scope.js';
import { isList } from './values.js';

/** An item of a path, under `@`, and the names that are bound to it. jsonata's own look, for one may get out. */
export type Tuple = Record<string, unknown>;

export function isTupleStream(value: unknown): boolean {
  return isList(value) && value.tupleStream === true;
}

/** What is evaluated for each item of a list: of one that is no tuple, and of one that is. */
export interface ItemCode {
  readonly plain: Code;
  readonly tuple: Code;
}

/** Whether the items of a list are tuples is known only when it is there, so a frame for their names is always made. */
export function itemCode(node: AstNode, at: At, compiling: Compiling): ItemCode {
  const names = compiling.tupleNames;
  if (names.length === 0) {
    const code = compiling.code(node, at);
    return { plain: code, tuple: code };
  }
  const scope = new Scope(at.scope, names);
  const code = compiling.code(node, { ...at, scope });
  const bind = (frame: Frame, tuple: Tuple): Frame => {
    const inside = newFrame(frame, scope.size);
    for (const name of names) if (Object.hasOwn(tuple, name)) inside[scope.slotOf(name)] = tuple[name];
    return inside;
  };
  return {
    plain: (item, frame, run) => code(item, newFrame(frame, scope.size), run),
    tuple: (tuple, frame, run) => code((tuple as Tuple)['@'], bind(frame, tuple as Tuple), run),
  };
}

/** What to run for each item of a list. */
export function codeFor(list: unknown, { plain, tuple }: ItemCode): Code {
  return isTupleStream(list) ? tuple : plain;
}

/** The names that an expression binds to items of paths: `@$x`, `#$i`, and those that jsonata makes up for `%`. */
export function tupleNamesIn(root: AstNode): string[] {
  const names = new Set<string>();
  const visit = (node: AstNode): void => {
    for (const name of [node.focus, node.index, node.ancestor?.label]) {
      if (name !== undefined) names.add(name);
    }
    for (const { type, value } of node.stages ?? []) if (type === 'index') names.add(String(value));
    eachPart(node, visit);
  };
  visit(root);
  return [...names];
}
