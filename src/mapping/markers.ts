import type { Problem } from './problem.js';

/** A piece of literal text, after `${PARAM}` was put in; `undefined` when a param in it has no value. */
export interface LiteralPart {
  readonly kind: 'literal';
  readonly text: string | undefined;
}

/** What stands between `{%` and `%}`, and where it begins in the whole text. */
export interface ExpressionPart {
  readonly kind: 'expression';
  readonly text: string;
  readonly offset: number;
}

export type Part = LiteralPart | ExpressionPart;

/** Values of the params by name; a param without a value is there as `undefined`. */
export type ParamValues = Readonly<Record<string, string | undefined>>;

const OPEN = '{%';
const CLOSE = '%}';

/**
 * Splits a template text into literal text and expressions. `{%%` is a literal `{%`, `$${` a literal `${`.
 * An expression ends at the first `%}`; one that needs that text inside writes `"%" & "}"`.
 */
export function splitMarkers(text: string, params: ParamValues, problems: Problem[]): Part[] {
  const parts: Part[] = [];
  let literalFrom = 0;
  let at = text.indexOf(OPEN);
  while (at !== -1) {
    if (text.startsWith('{%%', at)) {
      at = text.indexOf(OPEN, at + 3);
      continue;
    }
    const end = text.indexOf(CLOSE, at + OPEN.length);
    if (end === -1) {
      problems.push({ index: at, code: 'marker', message: 'this {% is never closed by %}' });
      parts.push({ kind: 'literal', text: text.slice(at) });
      return parts;
    }
    addLiteral(parts, text, literalFrom, at, params, problems);
    parts.push({ kind: 'expression', text: text.slice(at + 2, end), offset: at + 2 });
    literalFrom = end + CLOSE.length;
    at = text.indexOf(OPEN, literalFrom);
  }
  addLiteral(parts, text, literalFrom, text.length, params, problems);
  return parts;
}

function addLiteral(
  parts: Part[],
  text: string,
  from: number,
  to: number,
  params: ParamValues,
  problems: Problem[],
): void {
  if (from === to) return;
  parts.push({ kind: 'literal', text: substituteParams(text.slice(from, to), params, problems, from) });
}

/** Puts params into literal text, and takes away escapes, in one pass: what a param holds is read no further. */
function substituteParams(
  text: string,
  params: ParamValues,
  problems: Problem[],
  offset: number,
): string | undefined {
  let unset = false;
  const result = text.replace(/\{%%|\$\$\{|\$\{([^}]*)\}?/g, (whole: string, name: string, at: number) => {
    if (whole === '{%%') return '{%';
    if (whole === '$${') return '${';
    if (!whole.endsWith('}')) {
      problems.push({ index: offset + at, code: 'marker', message: 'this ${ is never closed by }' });
    } else if (!Object.hasOwn(params, name)) {
      problems.push({
        index: offset + at,
        code: 'unknown-param',
        message: `there is no param "${name}"; declare it under params:`,
        hint: /[a-z.]/.test(name) ? 'for the value of an expression write "{% … %}"' : undefined,
      });
    } else if (params[name] === undefined) {
      unset = true;
    } else {
      return params[name] as string;
    }
    return '';
  });
  return unset ? undefined : result;
}
