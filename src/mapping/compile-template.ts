import type { Path } from '../document/place.js';
import { Numeral } from '../json/write.js';
import type { Shape } from '../loyalty-api/shapes.js';
import { compileExpression, type Workshop } from './compiler.js';
import type { Expression } from './expression.js';
import { type MarkerProblem, type Part, splitMarkers } from './markers.js';
import type { Visible } from './references.js';
import {
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
  const problems: MarkerProblem[] = [];
  const parts = splitMarkers(text, workshop.params, problems);
  for (const { index, message } of problems) {
    workshop.document.report('error', 'marker', workshop.document.placeInText(path, index), message);
  }
  const mayVanish = options.mayVanish === true || options.shape?.kind === 'list';
  const isUnset = parts.some(part => part.kind === 'literal' && part.text === undefined);
  if (isUnset) return unsetParam(workshop, path, { ...options, mayVanish });

  const spot: Spot = { document: workshop.document, path, isMember: options.isMember };
  const whole = wholeExpression(parts);
  if (whole) {
    const expression = compileExpression(workshop, path, whole.text, options.visible, whole.offset);
    if (!expression) return new LiteralTemplate(undefined);
    // In a path even a lone value stands in a text that has to be encoded.
    if (options.encode) return new TextTemplate([expression], spot, mayVanish, options.encode);
    return new ExpressionTemplate(expression, spot, mayVanish);
  }
  if (parts.every(part => part.kind === 'literal'))
    return new LiteralTemplate(parts.map(part => part.text).join(''));

  const compiled = parts.map(part =>
    part.kind === 'literal'
      ? (part.text as string)
      : compileExpression(workshop, path, part.text, options.visible, part.offset),
  );
  const sound = compiled.filter((part): part is string | Expression => part !== undefined);
  return new TextTemplate(sound, spot, mayVanish, options.encode);
}

/** The one expression of a text that is, trimmed, nothing else. */
function wholeExpression(parts: readonly Part[]): Extract<Part, { kind: 'expression' }> | undefined {
  const filled = parts.filter(part => part.kind === 'expression' || part.text?.trim() !== '');
  const [only] = filled;
  return filled.length === 1 && only?.kind === 'expression' ? only : undefined;
}

function unsetParam(workshop: Workshop, path: Path, options: Omit<TemplateOptions, 'visible'>): Template {
  if (!options.mayVanish) {
    const message = 'a param in this text has no value and no default';
    const hint = options.isMember ? `set it, or let the key be left out: "${path.at(-1)}?"` : 'set it';
    workshop.document.report('error', 'unset-param', workshop.document.placeOf(path), message, hint);
  }
  return new LiteralTemplate(undefined);
}

function compileList(
  workshop: Workshop,
  path: Path,
  list: readonly unknown[],
  options: TemplateOptions,
): Template {
  const shape = options.shape?.kind === 'list' ? options.shape.of : undefined;
  const items = list.map((item, index) =>
    compileTemplate(workshop, [...path, index], item, { visible: options.visible, shape }),
  );
  return fold(items)
    ? new LiteralTemplate(items.map(item => (item as LiteralTemplate).value))
    : new ListTemplate(items);
}

function compileObject(workshop: Workshop, path: Path, object: object, options: TemplateOptions): Template {
  const members = Object.entries(object).map(([key, value]): MemberTemplate => {
    const { name, mayVanish } = keyOf(key);
    const shape = options.shape?.kind === 'object' ? options.shape.members[name]?.shape : undefined;
    const template = compileTemplate(workshop, [...path, key], value, {
      visible: options.visible,
      mayVanish,
      isMember: true,
      shape,
    });
    return { key: literalKey(workshop, [...path, key], name), template };
  });
  const templates = members.map(member => member.template);
  if (fold(templates)) {
    const entries = members.map(({ key, template }) => [key, (template as LiteralTemplate).value]);
    const present = entries.filter(([, value]) => value !== undefined);
    const isGone = options.mayVanish === true && members.length > 0 && present.length === 0;
    return new LiteralTemplate(isGone ? undefined : Object.fromEntries(present));
  }
  return new ObjectTemplate(members, options.mayVanish === true);
}

/** `email?` is the key `email` whose value may be nothing; `why??` is the key `why?`. */
export function keyOf(key: string): { name: string; mayVanish: boolean } {
  if (key.endsWith('??')) return { name: key.slice(0, -1), mayVanish: false };
  return key.endsWith('?') ? { name: key.slice(0, -1), mayVanish: true } : { name: key, mayVanish: false };
}

/** Keys are literal text: they may hold `${PARAM}`, so that field names can be set by a deployment, but no `{% %}`. */
export function literalKey(workshop: Workshop, path: Path, key: string): string {
  const problems: MarkerProblem[] = [];
  const parts = splitMarkers(key, workshop.params, problems);
  const place = () => workshop.document.placeOfKey(path);
  for (const { message } of problems) workshop.document.report('error', 'marker', place(), message);
  if (parts.some(part => part.kind === 'expression')) {
    workshop.document.report(
      'error',
      'marker',
      place(),
      'a key holds no expression',
      'name the key by a param: ${NAME}',
    );
  } else if (parts.some(part => part.text === undefined)) {
    workshop.document.report(
      'error',
      'unset-param',
      place(),
      'a param in this key has no value and no default',
    );
  }
  return parts.map(part => part.text ?? '').join('');
}

/** What is constant is made once, when the mapping is loaded. */
function fold(templates: readonly Template[]): boolean {
  return templates.every(template => template instanceof LiteralTemplate);
}
