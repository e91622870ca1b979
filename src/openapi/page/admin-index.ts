import { Html, html } from './html.js';
import { style } from './style.js';

/** What stands at the root of the admin listener. */
export const adminIndex = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>loyalty-gw</title>
<style>${Html.trusted(style)}</style>
</head>
<body>
<main class="plain">
<h1>loyalty-gw</h1>
<ul>
<li><a href="/openapi">What this gateway exposes</a></li>
<li><a href="/openapi.json">The same in OpenAPI 3.1</a>, for programs</li>
<li><a href="/readyz">Whether it can answer</a>, part by part, and <a href="/livez">whether it runs</a></li>
<li><a href="/metrics">Metrics</a>, for Prometheus</li>
</ul>
</main>
</body>
</html>
`.text;
