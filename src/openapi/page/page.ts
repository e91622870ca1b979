import { createHash } from 'node:crypto';
import { methodKeys, type OpenApiDocument, type OperationObject } from '../types.js';
import { errorsSection } from './errors-section.js';
import { Html, html } from './html.js';
import { operationSection } from './operation-section.js';
import { prose } from './prose.js';
import { resolver } from './resolve.js';
import { style } from './style.js';

/** What the page may do: show itself in its own style. No script, no picture, no request (CSP, level 3). */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
}

/** A document as a page for people: complete in itself, and the same without JavaScript, on paper and in the dark. */
export function openApiPage(document: OpenApiDocument): string {
  const { info, servers, components } = document;
  const entries = entriesOf(document);
  const resolve = resolver(document);
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title}, ${info.version}</title>
<style>${Html.trusted(style)}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<div class="columns">
<nav aria-label="Operations"><ol>
${entries.map(contentsLine)}<li><a href="#errors">Errors</a></li>
</ol></nav>
<main id="content">
<h1>${info.title}</h1>
<p>Revision ${info.version}.</p>
${prose(info.description)}
<h3>Address</h3>
${servers.map(server => html`<p><code>${server.url}</code> <span class="faint">${server.description}</span></p>`)}
<h3>Login</h3>
${Object.values(components.securitySchemes).map(scheme => html`<p>HTTP Basic. ${scheme.description}</p>`)}
<h3>On each answer</h3>
${Object.values(components.headers).map(header => html`<p><code>X-Request-Id</code>: ${header.description}</p>`)}
${entries.map(({ method, path, operation }) => operationSection(operation, { method, path }, resolve))}
${errorsSection(components.examples)}
</main>
</div>
</body>
</html>
`;
  return text;
}

function contentsLine({ method, path, operation }: Entry): Html {
  return html`<li><a href="#${operation.operationId}">${operation.operationId}</a><br>
<span class="faint">${method} ${path}</span></li>
`;
}

function entriesOf({ paths }: OpenApiDocument): Entry[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    methodKeys.flatMap(key => {
      const operation = item[key];
      return operation ? [{ method: key.toUpperCase(), path, operation }] : [];
    }),
  );
}
