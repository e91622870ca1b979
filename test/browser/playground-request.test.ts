import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fileCleanup } from '../e2e/cleanup.js';
import { hasChromium, startChromium } from './chromium.js';
import { answerOf, openShop, shows, typingHasNoEnd, writeInto, writeLine } from './playground.js';

const cleanup = fileCleanup();
const text = 'Request as the text of HTTP';

describe.skipIf(!hasChromium)('a request as a form and as raw text', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(cleanup);
  });

  it('loses nothing while the mapping has an error', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await writeLine(page, 'success: $reply', 'success: "never closed');
    await page.getByText(/The mapping has \d+ error/).waitFor();
    await page.getByLabel('msisdn').fill('79620480177');
    await page.getByRole('tab', { name: 'Raw' }).click();
    await shows(page.getByRole('textbox', { name: text }), 'GET /v1/card?msisdn=79620480177');
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('tab', { name: 'Form', selected: true }).waitFor();
    expect(await page.getByLabel('msisdn').inputValue()).toBe('79620480177');
  });

  it('loses nothing that was typed a moment ago', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await typingHasNoEnd(page);
    await page.getByLabel('msisdn').fill('79620480177');
    await page.getByRole('tab', { name: 'Raw' }).click();
    await shows(page.getByRole('textbox', { name: text }), 'msisdn=79620480177');
    await writeInto(page, text, 'GET /v1/card?msisdn=79620480188');
    await page.getByRole('tab', { name: 'Form' }).click();
    await page.getByLabel('msisdn').waitFor();
    expect(await page.getByLabel('msisdn').inputValue()).toBe('79620480188');
  });

  it('has what no field can say when one comes back to the text', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    const twice = 'GET /v1/card?msisdn=79620480177&msisdn=79620480188 HTTP/1.1';
    await page.getByRole('tab', { name: 'Raw' }).click();
    await writeInto(page, text, twice);
    await page.getByRole('tab', { name: 'Form' }).click();
    await page.getByLabel('msisdn').waitFor();
    await page.getByRole('tab', { name: 'Raw' }).click();
    await shows(page.getByRole('textbox', { name: text }), twice);
  });

  it('stays a text that is no request, and says why', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await page.getByRole('tab', { name: 'Raw' }).click();
    await writeInto(page, text, 'half a req');
    await page.getByRole('tab', { name: 'Form' }).click();
    await page.getByRole('alert').filter({ hasText: '"half a req" is no request line' }).waitFor();
    await shows(page.getByRole('textbox', { name: text }), 'half a req');
    await writeInto(page, text, 'GET /v1/card?msisdn=79620480188');
    await shows(page.locator('.exchange'), 'tel=+79620480188');
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByRole('tab', { name: 'Form' }).click();
    await page.getByLabel('msisdn').waitFor();
    expect(await page.getByLabel('msisdn').inputValue()).toBe('79620480188');
  });
});
