import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fileCleanup } from '../e2e/cleanup.js';
import { hasChromium, startChromium } from './chromium.js';
import { answerOf, openShop, shows, writeInto, writeLine } from './playground.js';

const cleanup = fileCleanup();

describe.skipIf(!hasChromium)('who leaves the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(cleanup);
  });

  it('is not asked when nothing was changed by hand', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await page.getByRole('tab', { name: 'Raw' }).click();
    await page.getByRole('textbox', { name: 'Request as the text of HTTP' }).waitFor();
    expect(await leave(page)).toBe('about:blank');
  });

  it.each<[what: string, change: (page: Page) => Promise<void>]>([
    ['the mapping', page => writeLine(page, 'name: shop', 'name: corner-shop')],
    ['the request', page => page.getByLabel('msisdn').fill('79620480177')],
    ['a reply', page => writeInto(page, 'Body of the reply to clients', '{}')],
    ['a param', changeParam],
  ])('is asked when %s was changed', async (_, change) => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await change(page);
    // A browser asks only for who has touched the page.
    await page.getByRole('tab', { name: 'Contract' }).click();
    expect(await leave(page)).toBe('beforeunload');
  });

  it('is not asked for an exchange that was written down as a case', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await writeInto(page, 'Body of the reply to clients', '{ "clients": [] }');
    await page.getByRole('button', { name: 'Save as test' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('nobody has this phone');
    await page.keyboard.press('Enter');
    await page.getByText('2 passed, 0 failed').waitFor();
    expect(await leave(page)).toBe('about:blank');
  });
});

async function changeParam(page: Page): Promise<void> {
  await page.getByText('Params of the mapping').click();
  await page.getByLabel('CRM_URL').fill('https://other.example.com');
}

/** Whether the browser asked before it left the page. */
async function leave(page: Page): Promise<string> {
  const asked: string[] = [];
  page.once('dialog', async dialog => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  // Fails where one stays.
  await page.goto('about:blank').catch(() => {});
  return asked[0] ?? page.url();
}
