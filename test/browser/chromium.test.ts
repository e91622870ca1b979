import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fileCleanup } from '../e2e/cleanup.js';
import { seriousFindings } from './accessibility.js';
import { hasChromium, startChromium, visit } from './chromium.js';

const cleanup = fileCleanup();

/** A page with all that the other tests must be able to see. */
const badPage = `<!doctype html><html lang="en"><title>bad</title><main>
<input>
<p style="color: #777; background: #666">unreadable</p>
<script>throw new Error('broken')</script>
<img src="http://127.0.0.1:1/elsewhere.png" alt="">`;

describe.skipIf(!hasChromium)('what the tests of pages rely on', () => {
  let browser: Browser;
  let url: string;
  beforeAll(async () => {
    browser = await startChromium(cleanup);
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end(badPage);
    }).listen(0, '127.0.0.1');
    cleanup(() => void server.close());
    await new Promise(resolve => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  it('sees errors of a page, and whom it asks', async () => {
    const { complaints } = await visit(browser, url, onTestFinished);
    expect(complaints).toContain('Error: broken');
    expect(complaints).toContain('asked http://127.0.0.1:1/elsewhere.png');
  });

  it('sees what people cannot read or name', async () => {
    const { page } = await visit(browser, url, onTestFinished);
    const rules = (await seriousFindings(page)).map(finding => finding.split(' ')[0]);
    expect(rules).toEqual(expect.arrayContaining(['color-contrast', 'label']));
  });
});
