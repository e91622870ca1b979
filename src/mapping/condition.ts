import type { Path } from '../document/place.js';
import { kindOf } from '../loyalty-api/conform-text.js';
import { Failure } from '../loyalty-api/failure.js';
import type { AstNode } from './ast.js';
import { compileExpression, parse, type Workshop } from './compiler.js';
import type { Expression, Scope } from './expression.js';
import type { Visible } from './references.js';
import { Source } from './source.js';

/** Compiles an expression that decides something: `when`, `missing`, `success`. */
export function compileCondition(
  workshop: Workshop,
  path: Path,
  text: string | undefined,
  visible: Visible,
): Expression | undefined {
  if (text === undefined) return undefined;
  const expression = compileExpression(workshop, path, text, visible);
  if (expression) warnOfValue(new Source(text, workshop.document, path));
  return expression;
}

/**
 * @returns whether the condition holds
 * @throws Failure `mappingFault` when it gives neither true nor false: nothing is inferred from silence
 */
export async function holds(condition: Expression, scope: Scope): Promise<boolean> {
  const value = await condition.evaluate(scope);
  if (typeof value === 'boolean') return value;
  const given = value === null ? 'null' : kindOf(value);
  const advice = 'a condition is true or false: write $exists(…), or compare with a value';
  throw new Failure('mappingFault', `${condition.source.name} gave ${given}; ${advice}`, {
    place: condition.source.placeAt(0),
  });
}

/** A value where a condition belongs works until the first reply without it. */
function warnOfValue(source: Source): void {
  const root = parse(source)?.root;
  if (!root || !isValue(root)) return;
  const message = 'this is a value, not a condition: without it the operation fails';
  source.report('warning', 'not-a-condition', 0, message, 'write $exists(…), or compare: … = true');
}

function isValue(node: AstNode): boolean {
  return node.type === 'path' || node.type === 'variable' || node.type === 'string' || node.type === 'number';
}
