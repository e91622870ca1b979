import type { AstNode } from './ast.js';
import type { Code } from './code.js';
import type { Compiling, RegexEngine } from './compiling.js';
import { JsonataFault } from './fault.js';

/** What a regex finds, as jsonata hands it to those who ask. */
export interface Match {
  readonly match: string;
  readonly start: number;
  readonly end: number;
  readonly groups: unknown[];
  next(): Match | undefined;
}

/** `/regex/` is a function: of a text and where to begin in it. */
export function regexCode(node: AstNode, { RegexEngine }: Compiling): Code {
  const regex = node.value as RegExp;
  return () => matcherOf(new RegexEngine(regex), regex, node.position);
}

function matcherOf(engine: InstanceType<RegexEngine>, regex: RegExp, position: number | undefined) {
  const find = (text: string, from?: number): Match | undefined => {
    engine.lastIndex = from || 0;
    const found = engine.exec(text);
    if (found === null) return undefined;
    const match = found[0] as string;
    return {
      match,
      start: found.index,
      end: found.index + match.length,
      groups: found.slice(1),
      next() {
        if (engine.lastIndex >= text.length) return undefined;
        const next = find(text, engine.lastIndex);
        // What matches nothing would never come further.
        if (next?.match === '') throw new JsonataFault('D1004', { position, value: regex.source });
        return next;
      },
    };
  };
  return (text: string, from?: number) => find(text, from);
}
