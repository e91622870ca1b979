import type { AstNode } from './ast.js';
import { Body } from './body.js';
import { apply } from './calls.js';
import type { Code } from './code.js';
import type { At, Compiling } from './compiling.js';
import type { Evaluation } from './evaluation.js';
import { JsonataFault } from './fault.js';
import { namedCode } from './flow.js';
import { Native } from './function-values.js';
import type { Frame } from './scope.js';
import { Signature } from './signature.js';
import { isFunction, isList, keysOf } from './values.js';

interface Parts {
  readonly update: Code;
  readonly removal?: Code;
}

const signature = Signature.of('<(oa):o>');

/** `|pattern|update, delete|`: a function that gives a changed copy. */
export function transformCode(node: AstNode, at: At, compiling: Compiling): Code {
  const copier = namedCode('clone', at.scope, compiling);
  // It runs inside of whatever calls it.
  const body = new Body(notes => {
    const inside: At = { scope: at.scope, depth: 0, body: notes };
    return {
      pattern: compiling.code(node.pattern as AstNode, inside),
      update: compiling.code(node.update as AstNode, inside),
      removal: node.delete && compiling.code(node.delete, inside),
    };
  });
  const change = (value: unknown, { update, removal }: Parts, frame: Frame, run: Evaluation): void => {
    const news = update(value, frame, run);
    if (news !== undefined) {
      if (typeof news !== 'object' || news === null || isList(news)) {
        throw new JsonataFault('T2011', { position: node.update?.position, value: news });
      }
      // As in jsonata a member of this name changes nothing that can be seen, and here nothing at all.
      for (const key of keysOf(news)) {
        if (key !== '__proto__') Reflect.set(value as object, key, (news as Record<string, unknown>)[key]);
      }
    }
    if (removal) remove(value, removal(value, frame, run), node.delete?.position);
  };
  return (input, frame) =>
    new Native(
      ([value], run) => {
        if (value === undefined) return undefined;
        const copying = copier(input, frame, run);
        if (!isFunction(copying)) throw new JsonataFault('T2013', { position: node.position });
        const copy = apply(copying, [value], null, run);
        const { base, at: depth } = run;
        const parts = body.for(run);
        run.base = depth;
        const matches = parts.pattern(copy, frame, run);
        for (const match of isList(matches) ? matches : matches === undefined ? [] : [matches]) {
          run.tick();
          change(match, parts, frame, run);
        }
        run.base = base;
        run.at = depth;
        return copy;
      },
      1,
      signature,
      '(obj)',
    );
}

function remove(value: unknown, names: unknown, position: number | undefined): void {
  if (names === undefined) return;
  const list = isList(names) ? names : [names];
  if (!list.every(name => typeof name === 'string'))
    throw new JsonataFault('T2012', { position, value: names });
  if (typeof value !== 'object' || value === null) return;
  for (const name of list) Reflect.deleteProperty(value, name as string);
}
