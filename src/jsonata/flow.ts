import type { AstNode } from './ast.js';
import type { Code } from './code.js';
import type { At, Compiling } from './compiling.js';
import { boundBy, type Frame, newFrame, Scope, UNBOUND } from './scope.js';
import { isTrue } from './truth.js';
import { isList } from './values.js';

/** `a ? b : c` */
export function conditionCode(node: AstNode, at: At, compiling: Compiling): Code {
  const condition = compiling.code(node.condition as AstNode, at);
  const yes = compiling.code(node.then as AstNode, at);
  const no = node.else && compiling.code(node.else, at);
  if (!no) {
    return (input, frame, run) => (isTrue(condition(input, frame, run)) ? yes(input, frame, run) : undefined);
  }
  return (input, frame, run) =>
    isTrue(condition(input, frame, run)) ? yes(input, frame, run) : no(input, frame, run);
}

/** `(a; b; c)`. A block that binds nothing needs no frame. */
export function blockCode(node: AstNode, at: At, compiling: Compiling): Code {
  const nodes = node.expressions ?? [];
  const names = boundBy(nodes);
  const scope = names.size > 0 ? new Scope(at.scope, names) : at.scope;
  const codes = nodes.map(inner => compiling.code(inner, { ...at, scope }));
  const [only] = codes;
  if (codes.length <= 1 && names.size === 0) return only ?? (() => undefined);
  const { size } = scope;
  return (input, frame, run) => {
    const inside = names.size > 0 ? newFrame(frame, size) : frame;
    let result: unknown;
    for (const code of codes) result = code(input, inside, run);
    return result;
  };
}

/** `$name := value` */
export function bindCode(node: AstNode, at: At, compiling: Compiling): Code {
  const value = compiling.code(node.rhs as AstNode, at);
  const slot = at.scope.slotOf(String((node.lhs as AstNode).value));
  return (input, frame, run) => {
    const result = value(input, frame, run);
    frame[slot] = result;
    return result;
  };
}

/** `$name` */
export function variableCode(node: AstNode, at: At, compiling: Compiling): Code {
  const name = String(node.value);
  if (name === '') return input => (isList(input) && input.outerWrapper ? input[0] : input);
  return namedCode(name, at.scope, compiling);
}

/** What a name means where it stands: the innermost frame that has bound it decides. */
export function namedCode(name: string, scope: Scope, compiling: Compiling): Code {
  let code = compiling.outside(name);
  for (const { hops, slot } of scope.find(name).reverse()) code = slotCode(hops, slot, code);
  return code;
}

function slotCode(hops: number, slot: number, otherwise: Code): Code {
  if (hops === 0) {
    return (input, frame, run) => {
      const value = frame[slot];
      return value === UNBOUND ? otherwise(input, frame, run) : value;
    };
  }
  return (input, frame, run) => {
    let there = frame;
    for (let hop = 0; hop < hops; hop++) there = there[0] as Frame;
    const value = there[slot];
    return value === UNBOUND ? otherwise(input, frame, run) : value;
  };
}
