import type { Path } from '../../document/place.js';
import { isObject, scalarText } from '../../json/values.js';
import { Numeral } from '../../json/write.js';
import { type AstNode, isPairList } from '../../jsonata/ast.js';
import { textProblem } from '../../loyalty-api/conform-text.js';
import type { Shape } from '../../loyalty-api/shapes.js';
import { keyOf } from '../compile-template.js';
import { hasPlaceholder, parse, type Workshop } from '../compiler.js';
import { splitMarkers } from '../markers.js';
import { Source } from '../source.js';
import { isLiteral } from './constants.js';

/**
 * Reports what the contract asks for and an answer can never hold, whatever the CRM says: required members that no
 * object has which is written out, in YAML or in an expression, and texts that are written out and do not fit.
 */
export function checkAnswerShape(workshop: Workshop, path: Path, body: unknown, shape: Shape): void {
  if (shape.kind === 'list' && !Array.isArray(body) && typeof body !== 'string') {
    // One value stands for a list of one.
    checkAnswerShape(workshop, path, body, shape.of);
  } else if (typeof body === 'string') checkText(workshop, path, body, shape);
  else if (Array.isArray(body)) checkList(workshop, path, body, shape);
  else if (isObject(body) && !(body instanceof Numeral)) checkObject(workshop, path, body, shape);
  else checkScalar(workshop, path, body, shape);
}

function checkObject(
  workshop: Workshop,
  path: Path,
  object: Readonly<Record<string, unknown>>,
  shape: Shape,
): void {
  if (shape.kind === 'text') report(workshop, path, 'the contract has a text here, and this is an object');
  if (shape.kind !== 'object') return;
  const names = new Set<string>();
  for (const [written, value] of Object.entries(object)) {
    const { name } = keyOf(written);
    // A param may name any of them.
    if (name.includes('${')) return;
    names.add(name);
    const member = shape.members[name];
    if (member) checkAnswerShape(workshop, [...path, written], value, member.shape);
  }
  const missing = missingOf(shape.members, names);
  if (missing !== undefined) report(workshop, path, lacks(missing));
}

function checkList(workshop: Workshop, path: Path, list: readonly unknown[], shape: Shape): void {
  if (shape.kind === 'list') {
    for (const [index, item] of list.entries()) checkAnswerShape(workshop, [...path, index], item, shape.of);
  } else if (shape.kind !== 'any') {
    report(workshop, path, `the contract has ${kindInWords(shape)} here, and this is a list`);
  }
}

function checkScalar(workshop: Workshop, path: Path, value: unknown, shape: Shape): void {
  const text = scalarText(value);
  if (text === undefined) return;
  if (shape.kind === 'list') checkScalar(workshop, path, value, shape.of);
  if (shape.kind === 'object') report(workshop, path, 'the contract has an object here, and this is a text');
  if (shape.kind !== 'text') return;
  const problem = textProblem(shape, text, value);
  if (problem !== undefined) report(workshop, path, `${problem}, got ${JSON.stringify(text)}`);
}

function checkText(workshop: Workshop, path: Path, text: string, shape: Shape): void {
  const parts = splitMarkers(text, workshop.params, []);
  if (parts.every(part => part.kind === 'literal')) {
    if (parts.some(part => part.text === undefined)) return;
    const literal = parts.map(part => part.text).join('');
    if (!hasPlaceholder(workshop, literal)) checkScalar(workshop, path, literal, shape);
    return;
  }
  const filled = parts.filter(part => part.kind === 'expression' || part.text?.trim() !== '');
  const [only] = filled;
  if (filled.length !== 1 || only?.kind !== 'expression') return;
  const source = new Source(only.text, workshop.document, path, only.offset);
  const parsed = parse(source);
  if (parsed) checkNode({ workshop, source, called: undefined }, parsed.root, shape);
}

/** Where an expression is looked at. */
interface Spot {
  readonly workshop: Workshop;
  readonly source: Source;
  /** The call in it by which the node was come to, where that stands in a function of the mapping. */
  readonly called: { readonly name: string; readonly index: number } | undefined;
}

/** Looks at what an expression gives, as far as it is written out: objects, texts, the ways of a condition. */
function checkNode(spot: Spot, node: AstNode, shape: Shape): void {
  if (node.group || node.predicate || node.stages) return;
  switch (node.type) {
    case 'path': {
      const last = node.steps?.at(-1);
      if (last && last !== node.steps?.[0]) checkNode(spot, last, shape);
      return;
    }
    case 'block': {
      const last = node.expressions?.at(-1);
      if (last) checkNode(spot, last, shape);
      return;
    }
    case 'condition':
      for (const way of [node.then, node.else]) if (way) checkNode(spot, way, shape);
      return;
    case 'function':
      checkCall(spot, node, shape);
      break;
    case 'unary':
      checkConstructor(spot, node, shape);
      break;
    default:
      if (isLiteral(node)) checkLiteral(spot, node, shape);
  }
}

function checkCall(spot: Spot, { procedure }: AstNode, shape: Shape): void {
  const name = String(procedure?.value);
  const lambda = procedure?.type === 'variable' ? spot.workshop.functions.lambdaOf(name) : undefined;
  // One that calls another is looked into no further: it may call itself.
  if (!lambda?.body || spot.called) return;
  const called = { name, index: Math.max(0, (procedure?.position ?? 0) - name.length - 1) };
  checkNode({ ...spot, called }, lambda.body, shape);
}

function checkConstructor(spot: Spot, node: AstNode, shape: Shape): void {
  if (node.value === '[') {
    if (shape.kind === 'list') for (const item of node.expressions ?? []) checkNode(spot, item, shape.of);
    return;
  }
  if (!isPairList(node.lhs)) return;
  if (shape.kind === 'list') checkConstructor(spot, node, shape.of);
  if (shape.kind === 'text') reportAt(spot, node, 'the contract has a text here, and this is an object');
  if (shape.kind !== 'object' || node.lhs.some(([key]) => key.type !== 'string')) return;
  const names = new Set(node.lhs.map(([key]) => String(key.value)));
  for (const [key, value] of node.lhs) {
    const member = shape.members[String(key.value)];
    if (member) checkNode(spot, value, member.shape);
  }
  const missing = missingOf(shape.members, names);
  if (missing !== undefined) reportAt(spot, node, lacks(missing));
}

function checkLiteral(spot: Spot, node: AstNode, shape: Shape): void {
  const text = scalarText(node.value);
  if (text === undefined || shape.kind !== 'text') return;
  const problem = textProblem(shape, text, node.value);
  if (problem !== undefined) reportAt(spot, node, `${problem}, got ${JSON.stringify(text)}`);
}

/** The required members that are not among the names; a list that is not there is an empty one. */
function missingOf(
  members: Readonly<Record<string, { readonly shape: Shape; readonly required: boolean }>>,
  names: ReadonlySet<string>,
): string | undefined {
  const missing = Object.entries(members)
    .filter(([name, { shape, required }]) => required && shape.kind !== 'list' && !names.has(name))
    .map(([name]) => name);
  return missing.length === 0 ? undefined : missing.join(', ');
}

function lacks(names: string): string {
  return `the contract requires ${names}, which the mapping never gives here`;
}

function kindInWords({ kind }: Shape): string {
  return kind === 'object' ? 'an object' : 'a text';
}

function report({ document }: Workshop, path: Path, message: string): void {
  document.errorAtKey('breaks-contract', path, message);
}

function reportAt({ source, called }: Spot, node: AstNode, message: string): void {
  const quotes = node.type === 'string' ? 2 : 0;
  const index = called?.index ?? Math.max(0, (node.position ?? 0) - String(node.value).length - quotes);
  source.report('error', 'breaks-contract', index, called ? `$${called.name}: ${message}` : message);
}
