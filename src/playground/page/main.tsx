import { render } from 'preact';
import type { Workbench } from '../api.js';
import { App } from './app.js';
import { ask } from './client.js';
import { Playground } from './playground.js';

try {
  render(<App playground={new Playground(await ask<Workbench>('workbench'))} />, document.body);
  performance.mark('interactive');
} catch (error) {
  render(<NotBegun reason={error instanceof Error ? error.message : String(error)} />, document.body);
}

function NotBegun({ reason }: { reason: string }) {
  return (
    <main class="not-begun">
      <h1>The playground cannot begin</h1>
      <p role="alert">{reason}</p>
      <p>
        Look at the terminal in which <code>loyalty-gw playground</code> runs, and load this page again.
      </p>
      <button type="button" class="primary" onClick={() => location.reload()}>
        Load again
      </button>
    </main>
  );
}
