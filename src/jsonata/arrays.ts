import type { AstNode } from './ast.js';
import type { Code } from './code.js';
import type { At, Compiling } from './compiling.js';
import { JsonataFault } from './fault.js';
import { isList } from './values.js';

/** `[a, b]`: lists among the items become part of it, except those that are written as such. */
export function arrayCode(node: AstNode, at: At, compiling: Compiling): Code {
  const items = (node.expressions ?? []).map(item => ({
    code: compiling.code(item, at),
    isWhole: item.value === '[',
  }));
  const isOneItem = node.consarray === true;
  return (input, frame, run) => {
    const list: unknown[] = [];
    // What goes wrong in an item comes before what goes wrong with the list.
    const values = items.map(({ code }) => code(input, frame, run));
    for (const [index, { isWhole }] of items.entries()) {
      const value = values[index];
      if (value === undefined) continue;
      if (isWhole) {
        list.push(value);
        continue;
      }
      const size = list.length + (isList(value) ? value.length : 1);
      if (size > run.maxList) throw new JsonataFault('D2015', { value: size });
      if (isList(value)) for (const one of value) list.push(one);
      else list.push(value);
    }
    // Not to be seen among the members of the list, as jsonata has it.
    if (isOneItem) Object.defineProperty(list, 'cons', { value: true });
    return list;
  };
}
