import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fileCleanup } from '../e2e/cleanup.js';
import { gate } from '../gate.js';
import { seriousFindings } from './accessibility.js';
import { hasChromium, startChromium, visit } from './chromium.js';
import { answerOf, CRM_TOKEN, openLive, openShop, shows } from './playground.js';

const cleanup = fileCleanup();

describe.skipIf(!hasChromium)('“Try live”', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(cleanup);
  });

  it('is not there unless the command was started for it', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    expect(await page.getByLabel('Try live').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'sends to the CRM when that is asked for, and cannot be overlooked: %s',
    async colorScheme => {
      const { page, asked, complaints } = await openLive(browser, onTestFinished, { colorScheme });
      await page.getByLabel('Try live').check();
      await page.getByText('Calls go to the real CRM of gw.yaml').waitFor();
      const frame = await page.evaluate<string>(`(() => {
        const { borderTopWidth, borderLeftColor } = getComputedStyle(document.querySelector('.app'));
        return borderTopWidth + ' ' + borderLeftColor;
      })()`);
      const [width, red = 0, green = 0, blue = 0] = (frame.match(/\d+/g) ?? []).map(Number);
      expect(width).toBeGreaterThanOrEqual(4);
      expect(red).toBeGreaterThan(2 * Math.max(green, blue));

      await page.getByLabel('msisdn').fill('79620480100');
      await page.getByText('Nothing was sent yet').waitFor();
      expect(asked).toEqual([]);
      await page.getByRole('button', { name: 'Send to the CRM' }).click();
      await shows(answerOf(page), '"cardNumber": "4600000000017"');
      expect(asked).toEqual([`GET /clients?tel=%2B79620480100 Bearer ${CRM_TOKEN}`]);
      await shows(page.locator('.exchange > summary'), /\d+ ms/);
      await page.screenshot({ path: `test/browser/artefacts/live-${colorScheme}-1440.png` });
      expect(await page.content()).not.toContain(CRM_TOKEN);
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  it('shows what was sent under its own operation alone, and again when one comes back', async () => {
    const { page, asked } = await openLive(browser, onTestFinished);
    const elsewhere = gate();
    await page.route('**/api/live', async route => {
      const response = await route.fetch();
      await elsewhere.isOpen;
      await route.fulfill({ response });
    });
    await page.getByLabel('Try live').check();
    await page.getByLabel('msisdn').fill('79620480100');
    const isAnswered = page.waitForResponse('**/api/live');
    await page.getByRole('button', { name: 'Send to the CRM' }).click();
    await page.getByText('waiting for the CRM').waitFor();
    await page.getByLabel('Operation').selectOption('updateCommunication');
    await page.getByText('Nothing was sent yet').waitFor();
    await page.getByText('waiting for the CRM').waitFor({ state: 'detached' });
    elsewhere.open();
    await (await isAnswered).finished();
    // Drawn after all that came with it.
    await page.getByLabel('cardNumber').fill('4600000000017');
    expect(await page.getByText('Nothing was sent yet').count()).toBe(1);
    expect(await answerOf(page).count()).toBe(0);
    await page.getByLabel('Operation').selectOption('findCard');
    await shows(answerOf(page), '"cardNumber": "4600000000017"');
    expect(asked).toHaveLength(1);
  });

  it('sends once for a key that is held down', async () => {
    const { page, asked } = await openLive(browser, onTestFinished);
    await page.getByLabel('Try live').check();
    await page.getByLabel('msisdn').fill('79620480100');
    let sends = 0;
    page.on('request', request => {
      if (request.url().endsWith('/api/live')) sends++;
    });
    await page.keyboard.down('Control');
    for (let repeats = 0; repeats < 8; repeats++) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await page.keyboard.up('Control');
    await shows(answerOf(page), '"cardNumber": "4600000000017"');
    expect(sends).toBe(1);
    expect(asked).toHaveLength(1);
  });

  it('has the request in its other form before anything was sent', async () => {
    const { page } = await openLive(browser, onTestFinished);
    await page.getByLabel('Try live').check();
    await page.getByLabel('msisdn').fill('79620480177');
    await page.getByRole('tab', { name: 'Raw' }).click();
    await shows(page.getByRole('textbox', { name: 'Request as the text of HTTP' }), 'msisdn=79620480177');
    await page.getByRole('tab', { name: 'Form' }).click();
    expect(await page.getByLabel('msisdn').inputValue()).toBe('79620480177');
  });

  it('writes when that was confirmed, each time', async () => {
    const { page, asked } = await openLive(browser, onTestFinished);
    await page.getByLabel('Try live').check();
    await page.getByLabel('Operation').selectOption('updateCommunication');
    await page.getByLabel('cardNumber').fill('4600000000017');
    await page.getByLabel('allow').fill('["sms"]');
    const send = page.getByRole('button', { name: 'Send to the CRM' });
    const dialog = page.getByRole('dialog', { name: 'This writes into the CRM' });
    await send.click();
    await dialog.getByRole('button', { name: 'Do not send' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(asked).toEqual([]);
    for (const times of [1, 2]) {
      await send.click();
      await dialog.getByRole('button', { name: 'Send and write' }).click();
      await dialog.waitFor({ state: 'detached' });
      await expect.poll(() => asked, { timeout: 60_000 }).toHaveLength(times);
    }
    expect(asked[0]).toBe(`PUT /clients/4600000000017 Bearer ${CRM_TOKEN}`);
  });

  it('lets in only who has the printed address', async () => {
    const { url, page } = await openLive(browser, onTestFinished);
    expect(url).toContain('?token=');
    await page.getByLabel('Try live').waitFor();
    // It stands neither in the address bar nor in the history.
    expect(page.url()).toBe(`${new URL(url).origin}/`);
    const other = await visit(browser, new URL(url).origin, onTestFinished);
    await other.page.getByText('its token is missing').waitFor();
    await page.reload();
    await page.getByLabel('Try live').waitFor();
  });
});
