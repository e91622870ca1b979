import type { Path } from '../document/place.js';
import { Numeral } from '../json/write.js';
import type { Shape } from '../loyalty-api/shapes.js';
import { compileExpression, type Workshop } from './compiler.js';
import { type Part, splitMarkers } from './markers.js';
import type { Problem } from './problem.js';
import type { Visible } from './references.js';
import {
  BrokenTemplate,
  type Encoder,
  ExpressionTemplate,
  ListTemplate,
  LiteralTemplate,
  type MemberTemplate,
  ObjectTemplate,
  type Spot,
  type Template,
  TextTemplate,
} from './template.js';
import { textProblems } from './text-problems.js';

interface TemplateOptions {
  readonly visible: Visible;
  /** Whether the whole may give nothing. */
  readonly mayVanish?: boolean;
  /** Whether it stands behind a key that could be written `key?`. */
  readonly isMember?: boolean;
  /** How values inside a text are written. */
  readonly encode?: Encoder;
  /** What the contract says stands here: where it says list, nothing is an empty list. */
  readonly shape?: Shape;
  /** Whether Koshelek gets to see it, so that no secret may stand in it. */
  readonly isForKoshelek?: boolean;
}

/** Compiles literal YAML with `{% %}` and `${PARAM}` in it. Findings go to the document. */
export function compileTemplate(
  workshop: Workshop,
  path: Path,
  value: unknown,
  options: TemplateOptions,
): Template {
  if (typeof value === 'string') return compileText(workshop, path, value, options);
  if (Array.isArray(value)) return compileList(workshop, path, value, options);
  if (typeof value === 'object' && value !== null && !(value instanceof Numeral))
    return compileObject(workshop, path, value, options);
  return new LiteralTemplate(value);
}

function compileText(workshop: Workshop, path: Path, text: string, options: TemplateOptions): Template {
  const problems: Problem[] = [];
  const parts = splitMarkers(text, workshop.params, problems);
  if (problems.length === 0) problems.push(...textProblems(workshop, text, parts, options));
  for (const { index, code, message, hint } of problems) {
    workshop.document.report('error', code, workshop.document.placeInText(path, index), message, hint);
  }
  // Compiled also where a param beside them has no value: what is wrong with them is told all the same.
  const compiled = parts.map(part =>
    part.kind === 'literal'
      ? part.text
      : compileExpression(workshop, path, part.text, options.visible, part.offset),
  );
  const mayVanish = options.mayVanish === true || options.shape?.kind === 'list';
  if (problems.length > 0) return new BrokenTemplate();
  const isUnset = parts.some(part => part.kind === 'literal' && part.text === undefined);
  if (isUnset) return unsetParam(workshop, path, { ...options, mayVanish });
  if (parts.every(part => part.kind === 'literal')) return new LiteralTemplate(compiled.join(''));

  const spot: Spot = { document: workshop.document, path, isMember: options.isMember };
  const sound = compiled.filter(part => part !== undefined);
  if (sound.length < parts.length) return new BrokenTemplate();
  // In a path even a lone value stands in a text that has to be encoded.
  if (options.encode || !isWholeExpression(parts))
    return new TextTemplate(sound, spot, mayVanish, options.encode);
  const expression = sound.find(part => typeof part !== 'string');
  return expression ? new ExpressionTemplate(expression, spot, mayVanish) : new BrokenTemplate();
}

/** Whether a text is, trimmed, one expression and nothing else. */
function isWholeExpression(parts: readonly Part[]): boolean {
  const filled = parts.filter(part => part.kind === 'expression' || part.text?.trim() !== '');
  return filled.length === 1 && filled[0]?.kind === 'expression';
}

function unsetParam(workshop: Workshop, path: Path, options: Omit<TemplateOptions, 'visible'>): Template {
  const { document } = workshop;
  if (options.mayVanish) return new LiteralTemplate(undefined);
  const message = 'a param in this text has no value and no default';
  const hint = options.isMember ? `set it, or let the key be left out: "${path.at(-1)}?"` : 'set it';
  document.error('unset-param', path, message, hint);
  return new BrokenTemplate();
}

function compileList(
  workshop: Workshop,
  path: Path,
  list: readonly unknown[],
  options: TemplateOptions,
): Template {
  const { visible, isForKoshelek, mayVanish = false } = options;
  const shape = options.shape?.kind === 'list' ? options.shape.of : undefined;
  const items = list.map((item, index) =>
    compileTemplate(workshop, [...path, index], item, { visible, isForKoshelek, mayVanish, shape }),
  );
  return folded(new ListTemplate(items, mayVanish), items);
}

function compileObject(workshop: Workshop, path: Path, object: object, options: TemplateOptions): Template {
  const { visible, isForKoshelek } = options;
  const names: [written: string, name: string][] = [];
  const members = Object.entries(object).flatMap(([written, value]): MemberTemplate[] => {
    const { name, mayVanish } = keyOf(written);
    const shape = options.shape?.kind === 'object' ? options.shape.members[name]?.shape : undefined;
    const at = [...path, written];
    const template = compileTemplate(workshop, at, value, {
      visible,
      isForKoshelek,
      mayVanish,
      isMember: true,
      shape,
    });
    const key = literalKey(workshop, at, name, mayVanish);
    if (key === undefined) return [];
    names.push([written, key]);
    return [{ key, template }];
  });
  checkTwice(workshop, path, names);
  return folded(
    new ObjectTemplate(members, options.mayVanish === true),
    members.map(({ template }) => template),
  );
}

/**
 * Two keys that come out as one, such as `email` and `email?`: one of the values would be lost.
 *
 * @param keys as they are written, and what they come out as
 */
export function checkTwice(
  { document }: Workshop,
  path: Path,
  keys: readonly (readonly [written: string, name: string])[],
): void {
  const first = new Map<string, string>();
  for (const [written, name] of keys) {
    const before = first.get(name);
    if (before === undefined) first.set(name, written);
    else
      document.errorAtKey(
        'duplicate-key',
        [...path, written],
        `"${written}" and "${before}" are the same key`,
      );
  }
}

/** `email?` is the key `email` whose value may be nothing; `why??` is the key `why?`. */
export function keyOf(key: string): { name: string; mayVanish: boolean } {
  if (key.endsWith('??')) return { name: key.slice(0, -1), mayVanish: false };
  return key.endsWith('?') ? { name: key.slice(0, -1), mayVanish: true } : { name: key, mayVanish: false };
}

/**
 * Keys are literal text: they may hold `${PARAM}`, so that field names can be set by a deployment, but no `{% %}`.
 *
 * @param mayVanish whether the member is left out when a param in the key has no value
 * @returns `undefined` when it is left out, or there is a finding
 */
export function literalKey(
  workshop: Workshop,
  path: Path,
  key: string,
  mayVanish: boolean,
): string | undefined {
  const problems: Problem[] = [];
  const parts = splitMarkers(key, workshop.params, problems);
  const { document } = workshop;
  for (const { code, message } of problems) document.errorAtKey(code, path, message);
  if (parts.some(part => part.kind === 'expression')) {
    document.errorAtKey('marker', path, 'a key holds no expression', 'name the key by a param: ${NAME}');
  } else if (parts.some(part => part.text === undefined)) {
    const hint = `set it, or let the member be left out: "${key}?"`;
    if (!mayVanish)
      document.errorAtKey('unset-param', path, 'a param in this key has no value and no default', hint);
    return undefined;
  }
  return parts.map(part => part.text ?? '').join('');
}

/** What is constant is made once, when the mapping is loaded. */
function folded(whole: ListTemplate | ObjectTemplate, parts: readonly Template[]): Template {
  return parts.every(part => part instanceof LiteralTemplate)
    ? new LiteralTemplate(whole.assemble(parts.map(part => part.value)))
    : whole;
}
