import type { Document } from '../document/document.js';
import { hasErrors } from '../document/finding.js';
import type { Path } from '../document/place.js';
import type { AstNode } from '../jsonata/ast.js';
import { type Analysis, analyse } from './analyse.js';
import { checkExpression } from './checks/check-expression.js';
import type { Seen } from './checks/seen.js';
import { CompiledExpression, type Expression, InterpretedExpression } from './expression.js';
import type { MappingFields } from './fields.js';
import type { FunctionTable } from './functions.js';
import type { ParamValues } from './markers.js';
import type { Nesting } from './nested.js';
import { type Limits, Program, tokenStart } from './program.js';
import type { Visible } from './references.js';
import { Source } from './source.js';
import { syntaxTree } from './syntax-tree.js';
import { type ExpressionWatch, WatchedExpression } from './watch.js';

/** What all compiling of one mapping shares. Findings go to the document. */
export interface Workshop {
  readonly document: Document;
  readonly functions: FunctionTable;
  /** What `${PARAM}` puts into literal text. */
  readonly params: ParamValues;
  /** Params that expressions see as `$params`; secret ones are not among them. */
  readonly openParams: ReadonlySet<string>;
  /** Params that have no value and got a placeholder, `<NAME>`. */
  readonly placeholders: readonly string[];
  /** Whether a deployment is looked at, and not the mapping alone. */
  readonly isDeployed: boolean;
  /** `false` for a kind of auth beside the chosen one: how it would run is nobody's business. */
  readonly isChosen?: boolean;
  /** Headers of Koshelek that expressions see, in lower case. */
  readonly requestHeaders: readonly string[];
  readonly limits: Limits;
  /** What `$session` holds in the calls of steps; `undefined` when nothing logs in. */
  readonly session: readonly string[] | undefined;
  /** Texts that must never be shown. Compiling adds to them what it comes upon. */
  readonly secrets: string[];
  /** Calls that steps use by name. */
  readonly calls: MappingFields['calls'];
  /** What `$given` may hold in them; see `givenMembers`. */
  readonly given: ReadonlyMap<string, readonly string[] | undefined>;
  /** How calls write structures into queries and forms, unless they say it themselves. */
  readonly nested?: Nesting;
  /** All expressions, in the order in which they were come upon. */
  readonly seen: Seen[];
  /** Who looks on at the expressions. */
  readonly watch?: ExpressionWatch;
  /** Milliseconds that one evaluation may take, where `limits` has more. */
  readonly evaluation?: number;
}

/**
 * Compiles the JSONata text at a path of the document.
 *
 * @param offset where the text begins inside the YAML value
 * @returns `undefined` when there is a finding
 */
export function compileExpression(
  workshop: Workshop,
  path: Path,
  text: string,
  visible: Visible,
  offset = 0,
): Expression | undefined {
  const source = new Source(text, workshop.document, path, offset);
  const parsed = parse(source);
  return parsed && compileParsed(workshop, source, parsed, visible);
}

/** The same for a text that is parsed already. */
export function compileParsed(
  workshop: Workshop,
  source: Source,
  parsed: Parsed,
  visible: Visible,
): Expression | undefined {
  if (!checkExpression(source, parsed, visible, workshop)) return undefined;
  const { analysis } = parsed;
  // Nothing of a mapping with errors will run, and a function that is broken could not be put together.
  if (hasErrors(workshop.document.findings)) return undefined;

  const calls = workshop.functions.neededBy(analysis);
  const timeout = Math.min(workshop.limits.timeout, workshop.evaluation ?? Number.POSITIVE_INFINITY);
  const program = new Program(source, calls, workshop.functions, { ...workshop.limits, timeout });
  const reads = variablesOf(analysis, calls, workshop.functions);
  if (workshop.watch) program.tellBranches(workshop.watch);
  const compiled = program.compile(reads);
  const refusal = 'refusal' in compiled ? compiled : undefined;
  workshop.watch?.compiled?.(
    source,
    refusal && {
      reason: refusal.refusal,
      place: program.placeOf(refusal.position, ':=') ?? source.placeAt(0),
    },
  );
  const writesIntoLists = analysis.writesIntoLists || workshop.functions.anyWritesIntoLists(calls);
  const expression =
    'refusal' in compiled
      ? new InterpretedExpression(
          source,
          reads,
          program,
          program.interpreted(workshop.watch),
          writesIntoLists,
        )
      : new CompiledExpression(source, reads, program, compiled);
  return workshop.watch ? new WatchedExpression(expression, analysis.references, workshop.watch) : expression;
}

/** Whether a param that has no value yet stands in a text. */
export function hasPlaceholder({ placeholders }: Workshop, text: string): boolean {
  return placeholders.some(name => text.includes(`<${name}>`));
}

/** For what is only looked at: params without a value have a placeholder. */
export function withPlaceholders(workshop: Workshop): Workshop {
  const params = Object.entries(workshop.params).map(([name, value]) => [name, value ?? `<${name}>`]);
  return { ...workshop, params: Object.fromEntries(params), placeholders: Object.keys(workshop.params) };
}

/** The syntax tree of a text and what it depends on. */
export interface Parsed {
  readonly root: AstNode;
  readonly analysis: Analysis;
}

/** Parses a text; a syntax error becomes a finding. */
export function parse(source: Source): Parsed | undefined {
  try {
    const root = syntaxTree(source.document, source.text);
    if (isTooDeep(root)) throw new RangeError();
    return { root, analysis: analyse(root) };
  } catch (thrown) {
    reportSyntax(source, thrown as { code?: string; position?: number; token?: string; message?: string });
    return undefined;
  }
}

/** What is nested as deep as this would not run: see the guard rails. */
const MAX_DEPTH = 500;

/** Looks without going down itself, for the stack may be what is short. */
function isTooDeep(root: AstNode): boolean {
  const waiting: [value: unknown, depth: number][] = [[root, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null || value instanceof RegExp) continue;
    if (depth > MAX_DEPTH) return true;
    const inner = 'type' in value ? depth + 1 : depth;
    for (const part of Object.values(value)) waiting.push([part, inner]);
  }
  return false;
}

function reportSyntax(
  source: Source,
  error: { code?: string; position?: number; token?: string; message?: string },
): void {
  const atEnd = error.token === '(end)';
  const index = atEnd
    ? source.text.trimEnd().length
    : tokenStart(source.text, error.position ?? 0, error.token);
  if (error instanceof RangeError) {
    source.report(
      'error',
      'expression-syntax',
      0,
      'this is nested too deeply',
      'split it, by functions or steps',
    );
    return;
  }
  const message = atEnd ? (error.message ?? '').replace('(end)', 'the end') : error.message;
  source.report(
    'error',
    'expression-syntax',
    index,
    `${message} (JSONata ${error.code ?? 'error'})`,
    source.document.isCutByComment(source.path)
      ? 'YAML takes what stands behind " #" for a comment: put the expression into quotes, or into a block after |'
      : hintFor(source.text),
  );
}

/** What people who know other languages write, and what JSONata has for it. */
const HABITS: readonly (readonly [RegExp, string])[] = [
  [/\$\{/, '${…} is for literal text; inside an expression write $params.NAME'],
  [/\{%/, 'this key holds a bare expression: write it without {% %}'],
  [/[=!]==|==/, 'JSONata compares with a single ='],
  [/&&|\|\|/, 'JSONata writes `and` and `or`'],
  [/(^|[\s(])![^=]/, 'JSONata writes $not(…)'],
];

function hintFor(text: string): string | undefined {
  return HABITS.find(([habit]) => habit.test(text))?.[1];
}

function variablesOf(analysis: Analysis, calls: ReadonlySet<string>, functions: FunctionTable): Set<string> {
  const names = new Set<string>();
  for (const { name } of analysis.references) if (!functions.has(name)) names.add(name);
  // A function of the mapping sees nothing but its arguments and $params.
  for (const name of calls) if (functions.sourceOf(name)) names.add('params');
  return names;
}
