import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fileCleanup } from '../e2e/cleanup.js';
import { hasChromium, startChromium } from './chromium.js';
import { answerOf, openShop, shows, writeInto, writeLine } from './playground.js';

const cleanup = fileCleanup();

const alt = 1;
const ctrl = 2;

describe.skipIf(!hasChromium)('the keys of the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(cleanup);
  });

  it.each([
    ['a Cyrillic layout', 'ы', 'KeyS'],
    ['a Latin one that has the S elsewhere', 's', 'KeyK'],
  ])('save on %s', async (_, key, code) => {
    const { page, folder } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await writeLine(page, 'name: shop', 'name: corner-shop');
    await press(page, { key, code, modifiers: ctrl });
    await page.getByText('Saved shop.yaml').waitFor();
    expect(readFileSync(join(folder, 'shop.yaml'), 'utf8')).toContain('name: corner-shop');
  });

  it.each([
    ['a Cyrillic layout', 'е'],
    ['a Mac, where Option makes another character', '†'],
  ])('run the tests on %s', async (_, key) => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await press(page, { key, code: 'KeyT', modifiers: alt });
    await page.getByText('1 passed, 0 failed').waitFor();
  });

  it.each([
    ['another letter that stands where the S does', 'o', 'KeyS', ctrl],
    ['a letter that is typed by AltGr', 'ś', 'KeyS', ctrl | alt],
    ['another one', 'ŧ', 'KeyT', ctrl | alt],
  ])('are not taken for %s', async (_, key, code, modifiers) => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await page.evaluate(
      `addEventListener('keydown', ({ key }) => document.body.setAttribute('data-typed', key))`,
    );
    const asked: string[] = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    await press(page, { key, code, modifiers });
    // What is taken goes no further than to the page's own keys.
    await page.locator(`body[data-typed="${key}"]`).waitFor();
    expect(asked.filter(path => /save|test/.test(path))).toEqual([]);
  });

  it('save once while they are held down', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await writeLine(page, 'name: shop', 'name: corner-shop');
    let saves = 0;
    page.on('request', request => {
      if (request.url().endsWith('/api/save')) saves++;
    });
    await page.keyboard.down('Control');
    for (let repeats = 0; repeats < 6; repeats++) await page.keyboard.down('s');
    await page.keyboard.up('s');
    await page.keyboard.up('Control');
    await page.getByText('Saved shop.yaml').waitFor();
    expect(saves).toBe(1);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

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

/** Presses a key of a layout that this machine does not have. */
async function press(page: Page, key: { key: string; code: string; modifiers: number }): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
}
