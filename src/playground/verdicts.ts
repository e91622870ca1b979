import { formatPath, type Path } from '../document/place.js';
import type { Answer } from '../engine/answer.js';
import { DoesNotFit } from '../engine/conformed.js';
import { isObject } from '../json/values.js';
import { conform, type Problem } from '../loyalty-api/conform.js';
import type { ResponseContract } from '../loyalty-api/operations.js';
import * as shapes from '../loyalty-api/shapes.js';
import type { FieldVerdict } from './api-run.js';
import { valueIn } from './json-text.js';

/** Nobody reads more rows. */
const MOST = 500;

/**
 * What the contract says of each field of an answer; of one that did not fit, of what the mapping made.
 *
 * @param read the body of the answer
 */
export function fieldVerdicts(contract: ResponseContract, answer: Answer, read: unknown): FieldVerdict[] {
  const { cause } = answer.failure ?? {};
  if (cause instanceof DoesNotFit)
    return verdictsOf(shapeFor(contract, cause.value), cause.value, cause.problems);
  if (answer.body === '') return [];
  return verdictsOf(answer.failure ? errorBody : shapeFor(contract, read), read, []);
}

const errorBody = shapes.object({
  code: shapes.required(shapes.text),
  description: shapes.required(shapes.text),
});

/** Of several the first that fits; when none does, the problems are those of the first. */
function shapeFor({ body, mayBeNothing }: ResponseContract, value: unknown): shapes.Shape {
  const fits = (shape: shapes.Shape) => conform({ body: [shape], mayBeNothing }, value).problems.length === 0;
  return body.find(fits) ?? body[0] ?? shapes.any;
}

function verdictsOf(shape: shapes.Shape, value: unknown, problems: readonly Problem[]): FieldVerdict[] {
  const walk = new Walk(problems);
  walk.at([], shape, value, true);
  return walk.found.slice(0, MOST);
}

class Walk {
  readonly found: FieldVerdict[] = [];
  private readonly problems: ReadonlyMap<string, Problem>;

  constructor(problems: readonly Problem[]) {
    this.problems = new Map(problems.map(problem => [problem.path, problem]));
  }

  at(path: Path, shape: shapes.Shape, value: unknown, required: boolean): void {
    if (this.found.length >= MOST) return;
    const problem = this.problems.get(formatPath(path));
    const isAbsent = value === undefined || value === null;
    if (problem || isAbsent || shape.kind === 'text' || shape.kind === 'any') {
      this.note(path, shape, value, required, problem);
      return;
    }
    if (shape.kind === 'list') this.items(path, shape.of, value);
    else this.members(path, shape, value);
  }

  private items(path: Path, of: shapes.Shape, value: unknown): void {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (items.length === 0) this.note(path, shapes.list(of), value, true);
    items.forEach((item, index) => {
      this.at([...path, index], of, item, true);
    });
  }

  private members(path: Path, { members }: shapes.ObjectShape, value: unknown): void {
    const own = isObject(value) ? value : {};
    for (const [name, { shape, required }] of Object.entries(members))
      this.at([...path, name], shape, Object.hasOwn(own, name) ? own[name] : undefined, required);
    for (const name of Object.keys(own).filter(key => !Object.hasOwn(members, key)))
      this.found.push({
        path: formatPath([...path, name]),
        verdict: 'not named',
        required: false,
        expected: 'anything',
        ...valueIn(own[name]),
      });
  }

  private note(path: Path, shape: shapes.Shape, value: unknown, required: boolean, problem?: Problem): void {
    const isAbsent = value === undefined || value === null;
    // An optional list is answered as an empty one.
    const isLeftOut = isAbsent && !problem;
    this.found.push({
      path: formatPath(path),
      verdict: isLeftOut ? 'left out' : !problem ? 'fits' : isAbsent ? 'missing' : 'wrong',
      required,
      expected: expectedBy(shape),
      ...valueIn(value ?? undefined),
      ...(problem && { problem: problem.message }),
    });
  }
}

function expectedBy(shape: shapes.Shape): string {
  if (shape.kind === 'list') return 'a list';
  if (shape.kind === 'object') return 'an object';
  if (shape.kind === 'any') return 'anything';
  if (shape.oneOf) return `one of ${shape.oneOf.join(', ')}`;
  return formats[shape.format ?? 'text'];
}

const formats = {
  text: 'a text',
  date: 'a day, YYYY-MM-DD',
  digits: 'digits',
  integer: 'a whole number',
  filled: 'a text, not empty',
} as const;
