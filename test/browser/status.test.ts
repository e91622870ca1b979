import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fileCleanup } from '../e2e/cleanup.js';
import { startWatched } from '../gateway/traffic.js';
import { seriousFindings } from './accessibility.js';
import { hasChromium, startChromium, visit } from './chromium.js';

const cleanup = fileCleanup();

describe.skipIf(!hasChromium)('the status page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(cleanup);
  });

  it.each(['light', 'dark'] as const)(
    'can be read in the %s theme, and asks nobody else',
    async colorScheme => {
      const { admin, card } = await startWatched();
      for (const number of ['4700', '4040']) await card(number);
      const { page, complaints } = await visit(browser, `${admin}/`, onTestFinished, { colorScheme });
      expect(await page.locator('h1').textContent()).toBe('loyalty-gw is ready');
      expect(await page.locator('tr', { hasText: 'getCard' }).locator('td').first().textContent()).toBe('2');
      expect(await page.locator('tr', { hasText: 'cardNotFound' }).textContent()).toContain('2001');
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  it('is the same without JavaScript', async () => {
    const { admin } = await startWatched();
    const { page } = await visit(browser, `${admin}/`, onTestFinished, {
      javaScriptEnabled: false,
      viewport: { width: 360, height: 640 },
    });
    expect(await page.locator('h2').allTextContents()).toEqual([
      'Operations, last minute',
      'Errors, last minute',
      'CRM',
      'Reloads',
      'More',
    ]);
    await page.getByRole('link', { name: 'Refresh every ten seconds' }).click();
    expect(await page.locator('meta[http-equiv=refresh]').getAttribute('content')).toBe('10');
  });

  it('is no wider than a phone', async () => {
    const { admin } = await startWatched();
    const { page } = await visit(browser, `${admin}/`, onTestFinished, {
      viewport: { width: 360, height: 640 },
    });
    const [inner, outer] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, innerWidth]',
    );
    expect(inner).toBeLessThanOrEqual(outer);
  });
});
