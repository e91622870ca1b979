import { type AstNode, isPairList } from '../../jsonata/ast.js';
import type { FunctionTable } from '../functions.js';
import { builtInSignatures, helpers } from '../helpers/catalogue.js';
import { type Argument, signatureOf } from './signature.js';

const UNKNOWN: Argument = { kinds: undefined };

/** What operators give. Of nothing `+` and `<` make nothing. */
const operators: Readonly<Record<string, string>> = {
  '+': 'nm',
  '-': 'nm',
  '*': 'nm',
  '/': 'nm',
  '%': 'nm',
  '&': 's',
  '=': 'b',
  '!=': 'b',
  '<': 'bm',
  '<=': 'bm',
  '>': 'bm',
  '>=': 'bm',
  and: 'b',
  or: 'b',
  in: 'b',
};

/** Of which kinds the value of an expression can be, as far as its text tells. */
export function kindOf(node: AstNode, functions: FunctionTable): Argument {
  if (node.predicate || node.stages || node.group) return UNKNOWN;
  switch (node.type) {
    case 'string':
      return { kinds: 's' };
    case 'number':
      return { kinds: 'n' };
    case 'value':
      return { kinds: node.value === null ? 'l' : 'b' };
    case 'regex':
    case 'lambda':
    case 'partial':
    case 'transform':
      return { kinds: 'f' };
    case 'unary':
      return ofUnary(node, functions);
    case 'binary':
      return { kinds: operators[String(node.value)] };
    case 'condition':
      return ofCondition(node, functions);
    case 'block': {
      const last = node.expressions?.at(-1);
      return last ? kindOf(last, functions) : UNKNOWN;
    }
    case 'function':
      return ofCall(node);
    default:
      return UNKNOWN;
  }
}

function ofUnary(node: AstNode, functions: FunctionTable): Argument {
  if (node.value === '-') return { kinds: 'nm' };
  if (isPairList(node.lhs)) return { kinds: 'o' };
  if (node.value !== '[') return UNKNOWN;
  // A list inside is flattened, unless it is written there.
  const items = (node.expressions ?? []).flatMap(item => kindOf(item, functions).kinds ?? []);
  return { kinds: 'a', items };
}

function ofCondition(node: AstNode, functions: FunctionTable): Argument {
  const ways = [node.then, node.else].map(way => (way ? kindOf(way, functions).kinds : 'm'));
  return ways.includes(undefined) ? UNKNOWN : { kinds: ways.join('') };
}

function ofCall({ procedure }: AstNode): Argument {
  if (procedure?.type !== 'variable') return UNKNOWN;
  const name = String(procedure.value);
  const signature = builtInSignatures.get(name) ?? helpers.get(name)?.signature;
  const gives = signature === undefined ? undefined : signatureOf(signature).gives;
  return gives === undefined ? UNKNOWN : { kinds: `${gives}m` };
}
