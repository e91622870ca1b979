import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { fileCleanup } from '../e2e/cleanup.js';
import { hasChromium, startChromium } from './chromium.js';
import { answerOf, openShop, shows, writeLine } from './playground.js';

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

/** Presses a key of a layout that this machine does not have. */
async function press(page: Page, key: { key: string; code: string; modifiers: number }): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
}
