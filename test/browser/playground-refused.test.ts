import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fileCleanup } from '../e2e/cleanup.js';
import { temporaryFolder } from '../e2e/gateway.js';
import { seriousFindings } from './accessibility.js';
import { hasChromium, startChromium, visit } from './chromium.js';
import { addressOf, answerOf, findingsOf, openShop, serve, shows, writeLine } from './playground.js';

const cleanup = fileCleanup();

describe.skipIf(!hasChromium)('what was refused', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(cleanup);
  });

  it.each(['light', 'dark'] as const)(
    'is told until one has read it, and a mapping that is not saved says so: %s',
    async colorScheme => {
      // No mapping is here: that of the demo is shown.
      const server = serve(temporaryFolder(onTestFinished), onTestFinished, ['--port', '0']);
      const { page } = await visit(browser, await addressOf(server), onTestFinished, { colorScheme });
      await page.getByText('Read-only: this is the demo mapping').waitFor();
      await shows(answerOf(page), 'HTTP/1.1 200');
      await page.getByRole('textbox', { name: 'Mapping', exact: true }).focus();
      await page.keyboard.press('Control+s');
      const reason = page.getByRole('alert').filter({ hasText: 'nothing is saved' });
      await reason.waitFor();
      await page.keyboard.press('Control+Home');
      await writeLine(page, 'name: demo-crm', 'nam: demo-crm');
      await shows(findingsOf(page), 'nam');
      await page.getByLabel('msisdn').fill('79620480199');
      await page.keyboard.press('Control+Enter');
      await writeLine(page, 'nam: demo-crm', 'name: demo-crm');
      await shows(page.locator('.exchange'), '79620480199');
      expect(await reason.count()).toBe(1);
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Close' }).click();
      await reason.waitFor({ state: 'detached' });
    },
  );

  it('is told no more once it was done', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await page.route('**/api/save', route =>
      route.fulfill({ status: 422, json: { error: { code: 'cannot', message: 'the disk is full' } } }),
    );
    await writeLine(page, 'name: shop', 'name: corner-shop');
    await page.keyboard.press('Control+s');
    const reason = page.getByRole('alert').filter({ hasText: 'the disk is full' });
    await reason.waitFor();
    await page.unroute('**/api/save');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved shop.yaml').waitFor();
    await reason.waitFor({ state: 'detached' });
  });
});
