import type { Example } from '../types.js';
import { type Html, html } from './html.js';
import { table } from './table.js';

/** All errors that operations link to. */
export function errorsSection(examples: Readonly<Record<string, Example>>): Html {
  const entries = Object.entries(examples);
  return html`
<section id="errors" aria-labelledby="errors.title">
<h2 id="errors.title">Errors</h2>
<p>The body of a 401 or a 422 is an object of two texts, <code>code</code> and <code>description</code>.</p>
${table({
  label: 'Errors',
  heads: ['code', 'description', 'what it means', 'name in the log'],
  rows: entries.map(([name, { summary, value }]) => {
    const { code, description } = errorBody(value);
    return [html`<code>${code}</code>`, description, summary, html`<code>${name}</code>`];
  }),
  ids: entries.map(([name]) => errorId(name)),
})}
</section>`;
}

/** With a dot, which no operation has in its name. */
export function errorId(name: string): string {
  return `error.${name}`;
}

export function errorBody(value: unknown): { readonly code: string; readonly description: string } {
  const { code, description } = Object(value) as Record<string, unknown>;
  return { code: String(code), description: String(description) };
}
