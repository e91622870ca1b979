import type { Path } from '../document/place.js';
import { conform, quoteProblems } from '../loyalty-api/conform.js';
import type { Operation } from '../loyalty-api/operations.js';
import { checkAnswerShape } from './checks/answer-shape.js';
import { compileTemplate } from './compile-template.js';
import { hasPlaceholder, type Workshop } from './compiler.js';
import type { Visible } from './references.js';
import { LiteralTemplate, type Template } from './template.js';

/**
 * The body of an answer, from `response` or `answer`; `undefined` for `answer: nothing`. What can be known of it now
 * is held against the contract now. Findings go to the document.
 */
export function compileAnswer(
  workshop: Workshop,
  path: Path,
  body: unknown,
  visible: Visible,
  operation: Operation,
): Template | undefined {
  const { document } = workshop;
  const key = path.at(-1) === 'response' ? 'response' : 'answer';
  const problem = problemOf(body, key, operation);
  if (problem) document.error('breaks-contract', path, ...problem);
  if (body === 'nothing') return undefined;

  const shape = operation.response.body[0];
  const template = compileTemplate(workshop, path, body, { visible, shape, isForKoshelek: true });
  if (problem) return template;
  if (template instanceof LiteralTemplate) checkLiteral(workshop, path, template.value, operation);
  // Where several shapes will do, an answer that is partly written out may become any of them.
  else if (shape && (operation.response.body.length === 1 || typeof body === 'object'))
    checkAnswerShape(workshop, path, body, shape);
  return template;
}

/** What is wrong with a body at first sight, and what to do. */
function problemOf(
  body: unknown,
  key: 'answer' | 'response',
  { id, response }: Operation,
): [message: string, hint: string] | undefined {
  if (body === 'nothing' && key === 'answer') {
    if (response.mayBeNothing) return undefined;
    return [`${id} may not answer nothing: the contract asks for a body`, 'fail with an error instead'];
  }
  if (response.body.length === 0) {
    return [
      `${id} answers with an empty body`,
      key === 'response' ? 'remove response:' : 'write answer: nothing',
    ];
  }
  if (typeof body !== 'string' || body.includes('{%') || response.body[0]?.kind === 'text') return undefined;
  const hint =
    key === 'response'
      ? 'write an object, or "{% … %}"; nothing is the answer of a step: answer: nothing'
      : 'write nothing, an object, or "{% … %}"; to end with an error use fail:';
  return [`"${body}" is no answer`, hint];
}

/** Without an expression in it the answer is the same for everybody, and so is what is wrong with it. */
function checkLiteral(workshop: Workshop, path: Path, value: unknown, operation: Operation): void {
  if (value === undefined || hasPlaceholder(workshop, JSON.stringify(value))) return;
  for (const problem of conform(operation.response, value).problems) {
    const text = `the answer never fits the contract: ${quoteProblems([problem])}`;
    workshop.document.error('breaks-contract', [...path, ...problem.at], text);
  }
}
