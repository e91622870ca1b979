import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Cleanup } from '../e2e/cleanup.js';

const path = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Whether pages can be tried here. `describe.skipIf(!hasChromium)` leaves out what needs a browser. */
export const hasChromium = existsSync(path);

if (!hasChromium) {
  console.warn(`there is no Chromium at ${path} (CHROMIUM may say another): no page is tried in a browser`);
}

/** Starts Chromium. It takes a second, so a file does it once. */
export async function startChromium(cleanup: Cleanup): Promise<Browser> {
  // Its sandbox refuses to run as root. What it opens here are our own pages.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: path, args });
  cleanup(() => browser.close());
  return browser;
}

export interface Visit {
  readonly page: Page;
  /** What the page did that no page of ours may do: errors, refusals of its CSP, requests to anybody else. */
  readonly complaints: string[];
}

/** Opens an address as somebody who was never there: a context of its own, without cookies and storage. */
export async function visit(
  browser: Browser,
  url: string,
  cleanup: Cleanup,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  cleanup(() => context.close());
  // A bound for what never comes. On a machine that does much else a page may need many seconds.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  const { origin } = new URL(url);
  page.on('request', request => {
    const to = new URL(request.url());
    if (to.protocol !== 'data:' && to.protocol !== 'blob:' && to.origin !== origin) {
      complaints.push(`asked ${request.url()}`);
    }
  });
  await page.goto(url);
  return { page, complaints };
}
