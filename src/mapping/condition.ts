import type { Path } from '../document/place.js';
import { kindOf } from '../json/values.js';
import type { AstNode } from '../jsonata/ast.js';
import { Failure } from '../loyalty-api/failure.js';
import { constantCondition } from './checks/constants.js';
import { compileParsed, parse, type Workshop } from './compiler.js';
import { andThen, type Eventual } from './eventual.js';
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
  const source = new Source(text, workshop.document, path);
  const parsed = parse(source);
  if (!parsed) return undefined;
  checkKind(source, parsed.root);
  if (path.at(-1) === 'when') checkConstant(source, parsed.root);
  return compileParsed(workshop, source, parsed, visible);
}

/**
 * @returns whether the condition holds
 * @throws Failure `mappingFault` when it gives neither true nor false: nothing is inferred from silence
 */
export function holds(condition: Expression, scope: Scope): Eventual<boolean> {
  return andThen(condition.evaluate(scope), value => truthOf(condition, value));
}

function truthOf(condition: Expression, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  const given = value === null ? 'null' : kindOf(value);
  const advice = 'a condition is true or false: write $exists(…), or compare with a value';
  throw new Failure('mappingFault', `${condition.source.name} gave ${given}; ${advice}`, {
    place: condition.source.placeAt(0),
  });
}

/** A value where a condition belongs works until the first reply without it. */
function checkKind(source: Source, root: AstNode): void {
  if (root.type === 'string' || root.type === 'number') {
    source.report('error', 'not-a-condition', 0, 'this is a value, and never true or false');
  } else if (isLookUp(root)) {
    const message = 'this is a value, not a condition: without it the operation fails';
    source.report('warning', 'not-a-condition', 0, message, 'write $exists(…), or compare: … = true');
  } else if (isNotOf(root)) {
    const message = '$not of nothing is nothing, and no condition: without the value the operation fails';
    source.report('warning', 'not-a-condition', 0, message, 'write $not(… = true), or $not($exists(…))');
  }
}

/** Of the rules for replies `true` and `false` have a meaning: they stand in the place of those of the CRM section. */
function checkConstant(source: Source, root: AstNode): void {
  const message = constantCondition(root);
  if (message !== undefined) source.report('warning', 'constant', 0, message);
}

function isLookUp(node: AstNode | undefined): boolean {
  return node?.type === 'path' || node?.type === 'variable';
}

function isNotOf(node: AstNode): boolean {
  return node.type === 'function' && node.procedure?.value === 'not' && isLookUp(node.arguments?.[0]);
}
