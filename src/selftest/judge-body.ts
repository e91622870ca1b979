import { formatPath } from '../document/place.js';
import { isObject, kindOf, scalarText } from '../json/values.js';
import { textProblem } from '../loyalty-api/conform-text.js';
import {
  any,
  type ListShape,
  type ObjectShape,
  object,
  type Shape,
  type TextShape,
  text,
} from '../loyalty-api/shapes.js';
import type { Complaint } from './problem.js';
import type { RuleId } from './rules.js';

/** A list of a hundred thousand wrong rows is wrong in few ways. */
const MOST = 20;

const noMembers = object({});

/**
 * Holds the body of an answer against the shapes of its operation, to the letter: what the gateway's own conform()
 * would mend is a complaint here.
 *
 * @param shapes any of which will do; the complaints are those of the one that fits best
 */
export function judgeBody(shapes: readonly Shape[], value: unknown): Complaint[] {
  const all = shapes.map(shape => {
    const judging = new Judging();
    judging.judge(shape, value);
    return judging.complaints;
  });
  return all.sort((one, other) => one.length - other.length)[0] ?? [];
}

/** One walk over a value; knows where it is. */
class Judging {
  readonly complaints: Complaint[] = [];
  private readonly path: (string | number)[] = [];

  judge(shape: Shape, value: unknown): void {
    if (this.complaints.length >= MOST) return;
    if (shape.kind === 'text') this.text(shape, value);
    else if (shape.kind === 'list') this.list(shape, value);
    else if (shape.kind === 'object') this.object(shape, value);
    else this.anything(value);
  }

  private text(shape: TextShape, value: unknown): void {
    if (typeof value === 'string') {
      const wrong = textProblem(shape, value, value);
      if (wrong) this.complain('contract', `${wrong}, got ${JSON.stringify(value)}`);
    } else if (value === null || scalarText(value) !== undefined) {
      const shown = value === null ? 'null' : `${kind(value)} (${scalarText(value)})`;
      this.complain('scalars-are-strings', `expected a string, got ${shown}`);
    } else {
      this.complain('contract', `expected a string, got ${kind(value)}`);
    }
  }

  private list({ of }: ListShape, value: unknown): void {
    if (Array.isArray(value)) this.items(of, value);
    else this.complain('contract', `expected a list, got ${kind(value)}`);
  }

  private object({ members }: ObjectShape, value: unknown): void {
    if (!isObject(value)) {
      this.complain('contract', `expected an object, got ${kind(value)}`);
      return;
    }
    for (const [name, member] of Object.entries(value)) {
      const known = Object.hasOwn(members, name) ? members[name] : undefined;
      this.inside(name, known?.shape ?? any, member);
    }
    for (const [name, { required }] of Object.entries(members)) {
      if (required && !Object.hasOwn(value, name)) this.complain('contract', 'is missing', name);
    }
  }

  /** What the API does not name may be there, but its scalars are strings too. */
  private anything(value: unknown): void {
    if (Array.isArray(value)) this.items(any, value);
    else if (isObject(value)) this.object(noMembers, value);
    else this.text(text, value);
  }

  private items(of: Shape, items: readonly unknown[]): void {
    for (const [index, item] of items.entries()) this.inside(index, of, item);
  }

  private inside(step: string | number, shape: Shape, value: unknown): void {
    this.path.push(step);
    this.judge(shape, value);
    this.path.pop();
  }

  private complain(rule: RuleId, message: string, ...inside: string[]): void {
    const path = formatPath([...this.path, ...inside]) || 'the body';
    this.complaints.push({ rule, message: `${path}: ${message}` });
  }
}

function kind(value: unknown): string {
  return value === null ? 'null' : kindOf(value);
}
