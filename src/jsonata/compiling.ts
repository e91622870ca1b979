import type { AstNode } from './ast.js';
import type { BodyNotes, Code } from './code.js';
import type { Native } from './function-values.js';
import type { Scope } from './scope.js';

/** Where a node stands. */
export interface At {
  readonly scope: Scope;
  /** How deep it is nested inside its body. */
  readonly depth: number;
  readonly body: BodyNotes;
}

/** What the parts of the compiler know of each other. */
export interface Compiling {
  /** The closure of a node that stands one level deeper. */
  code(node: AstNode, at: At): Code;
  /** The closure of what the name of a variable means outside of all frames. */
  outside(name: string): Code;
  /** The function of JSONata or of the host by that name, unless a variable can hide it. */
  native(name: string, scope: Scope): Native | undefined;
  readonly RegexEngine: RegexEngine;
  /** See `tupleNamesIn`. */
  readonly tupleNames: readonly string[];
}

/** What regexes run on: made of a RegExp, with its `exec` and `lastIndex`. */
export type RegexEngine = new (
  regex: RegExp,
) => { lastIndex: number; exec(text: string): RegExpExecArray | null };

/** The compiler does not cover something. */
export class NotCovered extends Error {}
