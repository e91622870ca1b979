import { formatPath, type Path } from '../document/place.js';
import { isObject, kindOf, scalarText } from '../json/values.js';
import { textProblem } from './conform-text.js';
import type { ResponseContract } from './operations.js';
import * as shapes from './shapes.js';

/** A place of an answer that does not fit the contract. */
export interface Problem {
  /** Empty for the answer as a whole. */
  readonly at: Path;
  /** The same as text: `card.barcode.barcodeType`. */
  readonly path: string;
  /** What was expected. It quotes no value, for this reaches the log. */
  readonly message: string;
  /** The text that came instead, for people who see the whole answer anyway. */
  readonly got?: string;
}

export interface Conformed {
  /** A new value, all of whose scalars are strings; not to be sent while there are problems. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/** How deep an answer may be nested. */
export const maxDepth = 32;
const maxNodes = 200_000;
/** Nobody reads more, and a list of a hundred thousand wrong dates would fill the log. */
const maxProblems = 100;
const maxQuote = 60;
const noMembers = shapes.object({});

/**
 * Brings an answer into the form of the contract: every scalar a string, null members left out, one value a
 * list of one where a list is due and nothing an empty list. Members that the contract does not name are kept.
 * Of several shapes the first that fits is taken; the problems are those of the first.
 *
 * Never changes the value it is given, and never throws for what is in it.
 */
export function conform(contract: ResponseContract, value: unknown): Conformed {
  const [shape, ...others] = contract.body;
  if (!shape) {
    return {
      value: undefined,
      problems: value === undefined ? [] : [problem([], 'the answer has no body')],
    };
  }
  const first = conformTo(shape, value);
  if (first.problems.length === 0) return first;
  for (const other of others) {
    const result = conformTo(other, value);
    if (result.problems.length === 0) return result;
  }
  return first;
}

/**
 * The same for a long list, so many items at a time: what they come to is the list that `conform` gives. The problems
 * are all that were found so far.
 *
 * @param shape of an item
 */
export function* conformItems(
  shape: shapes.Shape,
  list: readonly unknown[],
  size: number,
): Generator<Conformed & { readonly value: unknown[] }, void> {
  const conforming = new Conforming();
  for (let from = 0; from < list.length; from += size) {
    const found = guarded(conforming, () => conforming.items(shape, list, from, from + size));
    yield { value: found.value ?? [], problems: found.problems };
  }
}

function conformTo(shape: shapes.Shape, value: unknown): Conformed {
  const conforming = new Conforming();
  return guarded(conforming, () => conforming.fit(shape, value));
}

function guarded<T>(
  conforming: Conforming,
  walk: () => T,
): { value: T | undefined; problems: readonly Problem[] } {
  try {
    return { value: walk(), problems: conforming.problems };
  } catch (error) {
    if (error instanceof TooLarge) return { value: undefined, problems: [error.problem] };
    throw error;
  }
}

class TooLarge extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** One walk over a value; knows where it is. */
class Conforming {
  readonly problems: Problem[] = [];
  private readonly path: (string | number)[] = [];
  private nodes = 0;

  /** @returns `undefined` when the value does not fit, which is then among the problems */
  fit(shape: shapes.Shape, value: unknown): unknown {
    this.nodes += 1;
    if (this.nodes > maxNodes) throw new TooLarge(problem([], `has more than ${maxNodes} values`));
    switch (shape.kind) {
      case 'text':
        return this.text(shape, value);
      case 'list':
        return this.list(shape.of, value);
      case 'object':
        return this.object(shape, value);
      case 'any':
        return this.anything(value);
    }
  }

  private text(shape: shapes.TextShape, value: unknown): string | undefined {
    const text = scalarText(value);
    if (text === undefined) return this.report(`expected a text, got ${kindOf(value)}`);
    const wrong = textProblem(shape, text, value);
    return wrong === undefined ? text : this.report(wrong, [], text);
  }

  private list(of: shapes.Shape, value: unknown): unknown[] {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return this.items(of, items, 0, items.length);
  }

  /** @param end may be behind the last */
  items(of: shapes.Shape, items: readonly unknown[], from: number, end: number): unknown[] {
    const out: unknown[] = [];
    for (let index = from; index < Math.min(end, items.length); index++) {
      if (!isAbsent(items[index])) out.push(this.inside(index, of, items[index]));
    }
    return out;
  }

  private object(shape: shapes.ObjectShape, value: unknown): object | undefined {
    if (!isObject(value)) return this.report(`expected an object, got ${kindOf(value)}`);
    const out: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      if (key === '__proto__' || isAbsent(value[key])) continue;
      const known = Object.hasOwn(shape.members, key) ? shape.members[key] : undefined;
      out[key] = this.inside(key, known?.shape ?? shapes.any, value[key]);
    }
    for (const [name, member] of Object.entries(shape.members)) {
      if (Object.hasOwn(out, name)) continue;
      if (member.shape.kind === 'list') out[name] = [];
      else if (member.required) this.report('is missing', [name]);
    }
    return out;
  }

  private anything(value: unknown): unknown {
    if (Array.isArray(value)) return this.list(shapes.any, value);
    if (isObject(value)) return this.object(noMembers, value);
    return this.text(shapes.text, value);
  }

  private inside(step: string | number, shape: shapes.Shape, value: unknown): unknown {
    this.path.push(step);
    if (this.path.length > maxDepth) {
      // Without the path: so deep the keys are the CRM's, and may be anything.
      throw new TooLarge(problem([], `is nested deeper than ${maxDepth}`));
    }
    const fitted = this.fit(shape, value);
    this.path.pop();
    return fitted;
  }

  private report(message: string, inside: readonly string[] = [], got?: string): undefined {
    if (this.problems.length < maxProblems) {
      const found = problem([...this.path, ...inside], message);
      this.problems.push(got === undefined ? found : { ...found, got });
    }
  }
}

/** Problems in one line, without what came: `card.cardState: expected one of active, inactive`. */
export function tellProblems(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => sentence(path, message)).join('; ');
}

/** The same with what came, which may be somebody's name: `card.cardState: expected …, got "ACTIVE"`. */
export function quoteProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ path, message, got }) => {
      const quoted = got === undefined ? '' : `, got ${JSON.stringify(got.slice(0, maxQuote))}`;
      return sentence(path, message + quoted);
    })
    .join('; ');
}

function sentence(path: string, message: string): string {
  return path === '' ? message : `${path}: ${message}`;
}

function problem(at: Path, message: string): Problem {
  return { at, path: formatPath(at), message };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
