import type { Path } from '../../document/place.js';
import type { AstNode } from '../../jsonata/ast.js';
import type { Reference } from '../analyse.js';
import type { Source } from '../source.js';

/** An expression that was found in a mapping. */
export interface Seen {
  readonly source: Source;
  readonly root: AstNode;
  readonly references: readonly Reference[];
}

/** Those that stand in one operation. */
export function seenIn([section, id]: Path, seen: readonly Seen[]): Seen[] {
  return seen.filter(({ source: { path } }) => path[0] === section && path[1] === id);
}
