import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { CompleteAnswer, CompleteRequest, Completion as Proposed } from '../../api.js';
import { offsetOf, positionAt } from './positions.js';

/** Asks the server what may stand at a place; nothing where it does not answer. */
export type Completer = (
  at: Omit<CompleteRequest, 'run'>,
  signal: AbortSignal,
) => Promise<CompleteAnswer | undefined>;

const types: Record<Proposed['kind'], string> = {
  key: 'property',
  value: 'constant',
  operation: 'class',
  error: 'constant',
  param: 'variable',
  variable: 'variable',
  step: 'variable',
  field: 'property',
  function: 'function',
};

export function completionSource(complete: Completer) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    if (!context.explicit && !context.matchBefore(/[\w$.]/)) return null;
    const { doc } = context.state;
    const abort = new AbortController();
    context.addEventListener('abort', () => abort.abort());
    const found = await complete({ text: doc.toString(), ...positionAt(doc, context.pos) }, abort.signal);
    if (!found || found.items.length === 0 || context.aborted) return null;
    return {
      from: offsetOf(doc, found.range.from),
      options: found.items.map(option),
      validFor: /^\$?[\w-]*\??$/,
    };
  };
}

function option({ label, kind, detail, doc, insert }: Proposed, at: number): Completion {
  return {
    label,
    type: types[kind],
    apply: insert,
    ...(detail && { detail }),
    ...(doc && { info: () => ({ dom: described(doc) }) }),
    // In the order of the server, where what was typed fits as well.
    boost: -Math.min(99, at),
  };
}

/** Markdown as a text, but for code. */
function described(doc: string): HTMLElement {
  const dom = document.createElement('div');
  for (const [at, part] of doc.split('`').entries()) {
    const text = at % 2 === 1 ? document.createElement('code') : document.createElement('span');
    text.textContent = part.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    dom.append(text);
  }
  return dom;
}
