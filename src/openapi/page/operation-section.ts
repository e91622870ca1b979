import type { Example, MediaType, OperationObject, Parameter, Response, Schema } from '../types.js';
import { errorBody, errorId } from './errors-section.js';
import { type Html, html } from './html.js';
import { prose } from './prose.js';
import type { resolver } from './resolve.js';
import { type SchemaRow, schemaTables, typeText } from './schema-rows.js';
import { table } from './table.js';

type Resolve = ReturnType<typeof resolver>;

/** One operation, with everything that is known of it. */
export function operationSection(
  operation: OperationObject,
  route: { method: string; path: string },
  resolve: Resolve,
): Html {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  return html`
<section id="${operationId}" aria-labelledby="${operationId}.title">
<h2 id="${operationId}.title">${operationId}</h2>
<p>${summary}.</p>
<p class="route"><strong>${route.method}</strong> ${route.path}</p>
${prose(description)}
${parameters && parameterTable(parameters)}
${requestBody && html`<h3>Body of the request</h3>${prose(requestBody.description)}${contentOf(requestBody.content, resolve, 'required')}`}
${Object.entries(responses).map(([status, response]) => responsePart(status, resolve(response), resolve))}
</section>`;
}

function parameterTable(parameters: readonly Parameter[]): Html {
  const rows = parameters.map(({ name, in: place, required, description, schema, example }) => [
    html`<code>${name}</code>`,
    place,
    required ? 'yes' : 'no',
    html`${description}<br><span class="faint">${typeText(schema)}</span>`,
    html`<code>${example}</code>`,
  ]);
  const heads = ['name', 'in', 'required', 'what it is', 'example'];
  return html`<h3>Parameters</h3>
${table({ label: 'Parameters', heads, rows })}`;
}

function memberTable(rows: readonly SchemaRow[], required: string): Html {
  const shown = rows.map(({ path, type, isRequired, description }) => [
    path === '' ? 'the body itself' : html`<code>${path}</code>`,
    isRequired ? 'yes' : 'no',
    description ? html`${description}<br><span class="faint">${type}</span>` : type,
  ]);
  return table({ label: 'Members', heads: ['member', required, 'what it is'], rows: shown });
}

function responsePart(status: string, response: Response, resolve: Resolve): Html {
  return html`<h3>Answer ${status}</h3>${prose(response.description)}
${response.content && contentOf(response.content, resolve)}`;
}

function contentOf(
  content: Readonly<Record<string, MediaType>>,
  resolve: Resolve,
  required = 'always there',
): Html[] {
  return Object.entries(content).map(([type, { schema, example, examples }]) => {
    if (examples) return errorList(examples, resolve);
    const tables = schemaTables(resolve<Schema>(schema)).map((rows, index) => [
      index > 0 ? html`<p>Or:</p>` : undefined,
      memberTable(rows, required),
    ]);
    return html`<p class="faint"><code>${type}</code></p>
${tables}
${example === undefined ? undefined : html`<pre tabindex="0"><code>${JSON.stringify(example, null, 2)}</code></pre>`}`;
  });
}

/** The table of all errors stands once, at the end of the page. */
function errorList(examples: NonNullable<MediaType['examples']>, resolve: Resolve): Html {
  const items = Object.entries(examples).map(([name, example]) => {
    const { summary, value } = resolve<Example>(example);
    return html`<li><a href="#${errorId(name)}">${errorBody(value).code}</a> ${summary}</li>`;
  });
  return html`<ul>${items}</ul>`;
}
