import type { Document } from '../document/document.js';
import { formatPath, type Path } from '../document/place.js';
import { scalarText as textOfScalar } from '../json/values.js';
import { Failure } from '../loyalty-api/failure.js';
import { andThen, type Eventual, oneByOne } from './eventual.js';
import type { Expression, Scope } from './expression.js';

/** Where a template stands in the mapping, for messages. */
export interface Spot {
  readonly document: Document;
  readonly path: Path;
  /** Whether its key could be written `key?`. */
  readonly isMember?: boolean;
}

/**
 * A part of a mapping that becomes a value: literal YAML with expressions in its leaves.
 *
 * `render` gives `undefined` only where the template says that it may give nothing; everything else that is
 * undefined is a Failure `mappingFault` naming the place. It is there at once, unless one of its expressions has to be
 * waited for.
 */
export interface Template {
  render(scope: Scope): Eventual<unknown>;
  /** The variables that its expressions read. */
  readonly reads: ReadonlySet<string>;
}

/** Literal YAML without an expression in it. */
export class LiteralTemplate implements Template {
  readonly reads: ReadonlySet<string> = new Set();
  constructor(readonly value: unknown) {}

  render(): unknown {
    return this.value;
  }
}

/** Stands for a text with a finding: no literal, of which more could be said, and nothing that will run. */
export class BrokenTemplate implements Template {
  readonly reads: ReadonlySet<string> = new Set();

  render(): never {
    throw new Error('a mapping with errors was run');
  }
}

/** A scalar that is one whole `{% %}`: it yields any JSON value. */
export class ExpressionTemplate implements Template {
  readonly reads: ReadonlySet<string>;

  constructor(
    private readonly expression: Expression,
    private readonly spot: Spot,
    private readonly mayVanish: boolean,
  ) {
    this.reads = expression.reads;
  }

  render(scope: Scope): Eventual<unknown> {
    return andThen(this.expression.evaluate(scope), value => {
      if (value === undefined && !this.mayVanish) throw nothing(this.spot);
      return value;
    });
  }
}

/** How the values inside a text are written, and what they may not be. */
export type Encoder = (value: string, spot: Spot) => string;

/** Text with expressions in it: `Bearer {% $token %}`. */
export class TextTemplate implements Template {
  readonly reads: ReadonlySet<string>;

  constructor(
    private readonly parts: readonly (string | Expression)[],
    private readonly spot: Spot,
    private readonly mayVanish: boolean,
    private readonly encode: Encoder = value => value,
  ) {
    this.reads = union(parts.filter(part => typeof part !== 'string'));
  }

  render(scope: Scope): Eventual<string | undefined> {
    return this.renderFrom(0, '', scope);
  }

  /** @param before what the parts above give */
  private renderFrom(index: number, before: string, scope: Scope): Eventual<string | undefined> {
    const part = this.parts[index];
    if (part === undefined) return before;
    if (typeof part === 'string') return this.renderFrom(index + 1, before + part, scope);
    return andThen(part.evaluate(scope), value => {
      if (value === undefined) {
        if (this.mayVanish) return undefined;
        throw nothing(this.spot);
      }
      const text = this.encode(scalarText(value, this.spot), this.spot);
      return this.renderFrom(index + 1, before + text, scope);
    });
  }
}

export class ListTemplate implements Template {
  readonly reads: ReadonlySet<string>;

  /** @param mayVanish whether items that are nothing are left out, and the whole is nothing when all of them are */
  constructor(
    private readonly items: readonly Template[],
    private readonly mayVanish: boolean,
  ) {
    this.reads = union(items);
  }

  render(scope: Scope): Eventual<unknown[] | undefined> {
    return andThen(
      oneByOne(this.items, item => item.render(scope)),
      values => this.assemble(values),
    );
  }

  /** @param values of the items */
  assemble(values: readonly unknown[]): unknown[] | undefined {
    if (!this.mayVanish || values.length === 0) return [...values];
    const present = values.filter(value => value !== undefined);
    return present.length === 0 ? undefined : present;
  }
}

export interface MemberTemplate {
  readonly key: string;
  readonly template: Template;
}

export class ObjectTemplate implements Template {
  readonly reads: ReadonlySet<string>;

  /** @param mayVanish whether it is nothing when all of its members are */
  constructor(
    private readonly members: readonly MemberTemplate[],
    private readonly mayVanish: boolean,
  ) {
    this.reads = union(members.map(member => member.template));
  }

  render(scope: Scope): Eventual<Record<string, unknown> | undefined> {
    return andThen(
      oneByOne(this.members, ({ template }) => template.render(scope)),
      values => this.assemble(values),
    );
  }

  /** @param values of the members */
  assemble(values: readonly unknown[]): Record<string, unknown> | undefined {
    const object: Record<string, unknown> = {};
    let isEmpty = values.length > 0;
    for (let index = 0; index < values.length; index++) {
      const value = values[index];
      if (value === undefined) continue;
      object[(this.members[index] as MemberTemplate).key] = value;
      isEmpty = false;
    }
    return isEmpty && this.mayVanish ? undefined : object;
  }
}

/** A scalar as text, as an answer to Koshelek would have it: numbers in plain decimal, never `1e+21`. */
export function scalarText(value: unknown, spot: Spot): string {
  const text = textOfScalar(value);
  if (text !== undefined) return text;
  throw fault(
    spot,
    `must be a text, a number or true/false here, not ${value === null ? 'null' : 'a structure'}`,
  );
}

export function fault(spot: Spot, problem: string): Failure {
  const place = spot.document.placeOf(spot.path);
  return new Failure('mappingFault', `${formatPath(spot.path)} ${problem}`, { place });
}

function nothing(spot: Spot): Failure {
  const advice = spot.isMember ? `; write "${spot.path.at(-1)}?" only if it may be left out` : '';
  return fault(spot, `is nothing${advice}`);
}

function union(parts: readonly { readonly reads: ReadonlySet<string> }[]): ReadonlySet<string> {
  return new Set(parts.flatMap(part => [...part.reads]));
}
