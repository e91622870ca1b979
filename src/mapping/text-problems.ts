import type { Workshop } from './compiler.js';
import type { Part } from './markers.js';
import type { Problem } from './problem.js';
import type { Visible } from './references.js';

interface TextOptions {
  readonly visible: Visible;
  readonly isForKoshelek?: boolean;
  /** There only in a path. */
  readonly encode?: unknown;
}

/** What stands literally in a text and cannot be meant so. */
export function textProblems(
  workshop: Workshop,
  text: string,
  parts: readonly Part[],
  { visible, isForKoshelek, encode }: TextOptions,
): Problem[] {
  const expressions = parts.filter(part => part.kind === 'expression');
  const isLiteral = (index: number) =>
    !expressions.some(({ offset, text }) => index >= offset && index < offset + text.length);
  const problems: Problem[] = [];
  for (const { 0: written, 1: name = '', index } of text.matchAll(/\$([A-Za-z]\w*)(\()?/g)) {
    // In the middle of a text it may well be meant: GraphQL and templates of mails write variables so.
    const isAlone = encode !== undefined || /^[\s{<%=“"'(]*$/.test(text.slice(0, index));
    const isMeant = written.endsWith('(')
      ? workshop.functions.has(name)
      : name === 'reply' || visible.names.has(name);
    if (isAlone && isMeant && isLiteral(index)) problems.push(unmarked(index, name));
  }
  for (const { 1: name = '', index } of text.matchAll(/(?<!\$)\$\{([^}]*)\}/g)) {
    const isSecret = Object.hasOwn(workshop.params, name) && !workshop.openParams.has(name);
    if (isForKoshelek && isSecret && isLiteral(index)) {
      const message = `the param ${name} is secret: Koshelek does not get to see it`;
      problems.push({ index, code: 'secret-param', message });
    }
  }
  return problems;
}

/** `phone: $request.query.msisdn` would go to the CRM just so, and find nobody. */
function unmarked(index: number, name: string): Problem {
  return {
    index,
    code: 'marker',
    message: `$${name} stands in literal text, and would be sent just so`,
    hint: 'a value is written "{% … %}"; to send the text itself, write "{% \'$…\' %}"',
  };
}
