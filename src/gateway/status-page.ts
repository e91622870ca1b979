import { Html, html } from '../openapi/page/html.js';
import { style } from '../openapi/page/style.js';
import type { Rate } from '../telemetry/recent.js';
import type { Status } from './status.js';

/**
 * The status for people: no script, and the same on paper and in the dark.
 *
 * @param refreshes whether it loads itself anew every ten seconds; only where somebody asked for it, for whoever reads
 *   slowly, or has it read out, would begin again and again
 */
export function statusPage(status: Status, refreshes: boolean): string {
  const { mapping, api, readiness, operations, errors, crm, reload } = status;
  const notes = Object.entries(readiness.notes);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refreshes ? html`<meta http-equiv="refresh" content="10">` : undefined}
<title>${readiness.isReady ? 'Ready' : 'Not ready'}: loyalty-gw</title>
<style>${Html.trusted(style)}</style>
</head>
<body>
<main class="plain">
<h1>loyalty-gw is ${readiness.isReady ? 'ready' : 'not ready'}</h1>
<p>It serves the mapping ${mapping}, revision ${api} of the API, since ${time(reload.servedSince)}. As of ${time(new Date().toISOString())}.
${refreshes ? html`<a href="/">Stand still</a>` : html`<a href="/?refresh">Refresh every ten seconds</a>`}</p>
<ul>
${Object.entries(readiness.parts).map(([name, state]) => html`<li>${name}: ${state}</li>`)}
${notes.map(([name, note]) => html`<li><strong>${name}</strong>: ${note}</li>`)}
</ul>
<h2>Operations, last minute</h2>
${table(
  'Operation',
  Object.entries(operations).map(([name, rate]) => rateRow(name, rate)),
)}
<h2>Errors, last minute</h2>
${
  Object.keys(errors).length === 0
    ? html`<p>None since the start.</p>`
    : html`<div class="scroll" role="region" aria-label="Errors" tabindex="0"><table>
<thead><tr><th scope="col">Error</th><th scope="col">Code</th><th scope="col">Answers</th></tr></thead>
<tbody>${Object.entries(errors).map(
        ([name, { code, lastMinute }]) =>
          html`<tr><th scope="row">${name}</th><td>${code}</td><td>${String(lastMinute)}</td></tr>`,
      )}</tbody></table></div>`
}
<h2>CRM</h2>
<p>${crm.state === 'down' ? html`<strong>Down</strong>: calls fail at once until it answers again.` : 'Up, as far as its replies tell.'}
${String(crm.running)} calls run, ${String(crm.waiting)} wait.</p>
${table('Calls, last minute', [rateRow('all', crm)])}
<h2>Reloads</h2>
<p>${reload.generation === 1 ? 'None is served but what was read at the start.' : `What is served was read at ${reload.servedSince}; it is number ${reload.generation}.`}
${reload.draining > 0 ? `${reload.draining} before it still answer requests.` : undefined}</p>
${lastReload(status)}
${reload.needsRestart.length > 0 ? html`<p><strong>Restart needed</strong> for ${reload.needsRestart.join(', ')}.</p>` : undefined}
<h2>More</h2>
<ul>
<li><a href="/status">This page</a>, for programs</li>
<li><a href="/openapi">What this gateway exposes</a>, and <a href="/openapi.json">the same in OpenAPI 3.1</a></li>
<li><a href="/readyz">Whether it can answer</a>, part by part, and <a href="/livez">whether it runs</a></li>
<li><a href="/metrics">Metrics</a>, for Prometheus</li>
</ul>
</main>
</body>
</html>
`.text;
}

function lastReload({ reload: { last } }: Status): Html | undefined {
  if (!last) return undefined;
  if (last.problems.length === 0) return html`<p>The last reload, at ${time(last.at)}, went well.</p>`;
  return html`<p><strong>The last reload failed</strong>, at ${time(last.at)}; what was read before is served on.</p>
<ul>${last.problems.map(problem => html`<li>${problem}</li>`)}</ul>`;
}

function table(what: string, rows: readonly Html[]): Html {
  return html`<div class="scroll" role="region" aria-label="${what}" tabindex="0"><table>
<thead><tr><th scope="col">${what}</th><th scope="col">Count</th><th scope="col">Per second</th>
<th scope="col">Failed</th><th scope="col">Half within</th><th scope="col">95 % within</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function rateRow(name: string, { lastMinute, failed, p50, p95 }: Rate): Html {
  const milliseconds = (value: number | undefined) => (value === undefined ? '' : `${value} ms`);
  return html`<tr><th scope="row">${name}</th><td>${String(lastMinute)}</td><td>${(lastMinute / 60).toFixed(1)}</td>
<td>${String(failed)}</td><td>${milliseconds(p50)}</td><td>${milliseconds(p95)}</td></tr>`;
}

function time(iso: string): Html {
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
}
