import jsonata from 'jsonata';
import type { AstNode } from '../../src/jsonata/ast.js';
import { compileJsonata, type Options } from '../../src/jsonata/compile.js';
import type { Bounds } from '../../src/jsonata/evaluation.js';
import { parseJsonata } from '../../src/jsonata/parse.js';

/** What came of an expression: a value, or the part of an error that programs read. */
export type Outcome = { readonly gives: unknown } | { readonly fails: Fault };

export interface Fault {
  readonly code?: string;
  readonly position?: number;
  readonly token?: unknown;
  readonly value?: unknown;
  readonly message?: string;
}

export interface Question {
  readonly text: string;
  readonly input?: unknown;
  readonly bindings?: Record<string, unknown>;
  readonly bounds?: Bounds;
}

/** What is left of a value when no function and no mark of jsonata stands in it. A transform makes cycles. */
export function bare(value: unknown, above: readonly unknown[] = []): unknown {
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return value;
  const up = above.indexOf(value);
  if (up >= 0) return `the value ${above.length - up} above`;
  const within = [...above, value];
  if (Array.isArray(value)) return value.map(item => bare(item, within));
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return 'a function';
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, bare(member, within)]));
}

export function faultOf(thrown: unknown): Fault {
  const { code, position, token, value, message } = thrown as Fault;
  return { code, position, token, value: bare(value), message };
}

/** The expression of a question, for the interpreter and for its syntax tree. */
export function readAs({ text, bounds }: Question, library = jsonata): jsonata.Expression {
  return parseJsonata(text, bounds as never, library);
}

export async function interpreted(question: Question, given?: jsonata.Expression): Promise<Outcome> {
  try {
    const expression = given ?? readAs(question);
    return { gives: bare(await expression.evaluate(question.input, question.bindings)) };
  } catch (thrown) {
    return { fails: faultOf(thrown) };
  }
}

export function compiledOf(
  question: Question,
  given?: jsonata.Expression,
): ReturnType<typeof compileJsonata> {
  const root = (given ?? readAs(question)).ast() as unknown as AstNode;
  return compileJsonata(root, optionsFor(question.bindings ?? {}, question.bounds ?? {}));
}

/**
 * @param onThrown told what was thrown as it is
 * @returns also why the expression was not compiled, if it was not
 */
export function compiled(
  question: Question,
  given?: jsonata.Expression,
  onThrown: (thrown: unknown) => void = () => {},
): Outcome | { refusal: string } {
  const { input, bindings = {} } = question;
  try {
    const expression = compiledOf(question, given);
    if ('refusal' in expression) return expression;
    return { gives: bare(expression.evaluate({ input, variables: bindings })) };
  } catch (thrown) {
    onThrown(thrown);
    return { fails: faultOf(thrown) };
  }
}

function optionsFor(bindings: object, bounds: Bounds): Options {
  return { variables: new Set(Object.keys(bindings)), functions: new Map(), RegexEngine: RegExp, bounds };
}
