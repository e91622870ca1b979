import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { operationIds } from '../../src/loyalty-api/operations.js';
import { fileCleanup } from '../e2e/cleanup.js';
import { gate } from '../gate.js';
import { hasChromium, startChromium } from './chromium.js';
import { answerOf, findingsOf, openDemo, openShop, shopMapping, shows, writeLine } from './playground.js';

const cleanup = fileCleanup();

describe.skipIf(!hasChromium)('the mapping on the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(cleanup);
  });

  it('is there with an exchange and its story on the first visit', async () => {
    const { page, complaints } = await openDemo(browser, onTestFinished);
    await shows(page.locator('.mapping-editor'), 'name: demo-crm');
    await shows(answerOf(page), '"cardNumber": "4700000000000072783"');
    await shows(findingsOf(page), 'Nothing is wrong');
    expect(await page.getByLabel('Operation').locator('option').allTextContents()).toEqual(operationIds);
    await page.getByRole('img', { name: '1 call of the CRM: byPhone' }).waitFor();
    // The file from its beginning, whichever of the server's answers came first.
    await shows(page.locator('.mapping-editor'), 'name: demo-crm');

    const ready = await page.evaluate(() => performance.getEntriesByName('interactive')[0]?.startTime);
    console.info(`the page was interactive after ${Math.round(ready ?? Number.NaN)} ms`);
    expect(complaints).toEqual([]);
  });

  it('goes to the operation that is chosen, also when that is done at once', async () => {
    const { page } = await openDemo(browser, onTestFinished);
    await page.getByLabel('Operation').selectOption('listPromos');
    await shows(page.locator('.mapping-editor'), 'listPromos:');
    await shows(answerOf(page), 'HTTP/1.1');
    await page.getByLabel('Operation').selectOption('findCard');
    await shows(page.locator('.mapping-editor'), 'findCard:');
  });

  it('has its mistakes marked where they are, and mended by their fixes', async () => {
    const { page, complaints } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await writeLine(page, 'response:', 'respons:');
    await shows(findingsOf(page), 'respons');
    await page.locator('.cm-lintRange-error', { hasText: 'respons' }).waitFor();
    await page.getByText(/The mapping has \d+ errors?/).waitFor();

    await findingsOf(page)
      .getByRole('button', { name: /response/ })
      .click();
    await page.getByText(/The mapping has \d+ errors?/).waitFor({ state: 'detached' });
    await writeLine(page, 'cardState: active', 'cardState: inactive');
    await shows(answerOf(page), '"cardState": "inactive"');
    expect(complaints).toEqual([]);
  });

  it('tells that its YAML is broken, and goes on when it is not any more', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await writeLine(page, 'success: $reply', 'success: "never closed');
    await page.getByText(/The mapping has \d+ errors?/).waitFor();
    await page.getByText('This is the last story before').waitFor();
    await writeLine(page, 'success: "never closed', 'success: $reply.status < 400');
    await page.getByText(/The mapping has \d+ errors?/).waitFor({ state: 'detached' });
  });

  it('is completed: keys, steps, fields of replies, helper functions', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    const proposed = page.locator('.cm-tooltip-autocomplete');

    await writeLine(page, 'take: $list', 'take: $reply.body.');
    await page.keyboard.press('Control+Space');
    await shows(proposed, 'clients');
    // Who hits Enter just when the list comes up means a new line: CodeMirror lets 75 ms pass.
    await page.waitForTimeout(100);
    await page.keyboard.press('Enter');
    await shows(page.locator('.mapping-editor'), 'take: $reply.body.clients');

    await writeLine(page, 'when: $count', 'when: $cli');
    await page.keyboard.press('Control+Space');
    await shows(proposed, '$clients');
    await page.keyboard.press('Escape');

    await writeLine(page, 'when: $cli', 'when: $ean');
    await page.keyboard.press('Control+Space');
    await shows(proposed, '$ean13');
    await shows(page.locator('.cm-completionInfo'), 'thirteen digits');
    await page.keyboard.press('Escape');

    await writeLine(page, 'cardState: active', 'cardSt');
    await page.keyboard.press('Control+Space');
    await shows(proposed, 'cardState');
  });

  it('tells what an expression gave: by the pointer, and by a key', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await page.locator('.cm-line', { hasText: 'when: $count' }).getByText('$count').hover();
    const tip = page.locator('.value-tip');
    await shows(tip, 'gave false');
    await page.mouse.move(0, 0);
    await tip.waitFor({ state: 'detached' });

    await page.locator('.cm-line', { hasText: 'take: $list' }).click();
    await shows(tip, 'gave [{"no":"4600000000017"}]');
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+i');
    await shows(tip, 'gave [{"no":"4600000000017"}]');
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'detached' });
  });

  it('holds each key that is hit, however busy the machine is', async () => {
    const { page, folder } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 10 });
    await writeLine(page, 'name: shop', 'name: ');
    const typed = 'abcdefghijklmnopqrstuvwxyz'.repeat(2);
    await page.keyboard.type(typed);
    await page.keyboard.press('Control+s');
    await page.getByText('Saved shop.yaml').waitFor();
    expect(readFileSync(join(folder, 'shop.yaml'), 'utf8')).toContain(`name: ${typed}\n`);
  });

  it('is saved into its file by Ctrl-S', async () => {
    const { page, folder } = await openShop(browser, onTestFinished);
    await writeLine(page, 'name: shop', 'name: corner-shop');
    await page.getByText('not saved').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('Saved shop.yaml').waitFor();
    await page.getByText('not saved').waitFor({ state: 'detached' });
    expect(readFileSync(join(folder, 'shop.yaml'), 'utf8')).toBe(
      shopMapping.replace('name: shop', 'name: corner-shop'),
    );
  });

  it('is saved with what was typed while it was being saved', async () => {
    const { page, folder } = await openShop(browser, onTestFinished);
    await shows(page.locator('.mapping-editor'), 'name: shop');
    // The first answer comes when all is typed, and the key was hit twice more.
    const typed = gate();
    const saved: string[] = [];
    await page.route('**/api/save', async route => {
      saved.push(route.request().postDataJSON().text);
      const response = await route.fetch();
      await typed.isOpen;
      await route.fulfill({ response });
    });
    await writeLine(page, 'name: shop', 'name: mine');
    await page.keyboard.press('Control+s');
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    await page.keyboard.type('1');
    await page.keyboard.press('Control+s');
    await page.keyboard.type('2');
    await page.keyboard.press('Control+s');
    typed.open();
    await page.getByText('not saved').waitFor({ state: 'detached' });
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(readFileSync(join(folder, 'shop.yaml'), 'utf8')).toContain('name: mine12\n');
    expect(saved).toHaveLength(2);
  });

  it('is not saved over what somebody else wrote, unless that is wanted', async () => {
    const { page, folder } = await openShop(browser, onTestFinished);
    const file = join(folder, 'shop.yaml');
    await shows(page.locator('.mapping-editor'), 'name: shop');
    const others = shopMapping.replace('name: shop', 'name: of-somebody-else');
    writeFileSync(file, others);
    await writeLine(page, 'name: shop', 'name: mine');
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog', { name: 'The file has changed on the disk' });
    await dialog.getByRole('button', { name: 'Keep editing' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(readFileSync(file, 'utf8')).toBe(others);

    await page.keyboard.press('Control+s');
    await dialog.getByRole('button', { name: 'Take what is on the disk' }).click();
    await shows(page.locator('.mapping-editor'), 'name: of-somebody-else');
    await page.getByText('not saved').waitFor({ state: 'detached' });

    writeFileSync(file, `${others}# once more\n`);
    await writeLine(page, 'name: of-somebody-else', 'name: mine');
    await page.keyboard.press('Control+s');
    await dialog.getByRole('button', { name: 'Overwrite it' }).click();
    await page.getByText('Saved shop.yaml').waitFor();
    expect(readFileSync(file, 'utf8')).toBe(shopMapping.replace('name: shop', 'name: mine'));
  });

  it('is written again, where that is wanted, when its file was taken away', async () => {
    const { page, folder } = await openShop(browser, onTestFinished);
    const file = join(folder, 'shop.yaml');
    await shows(page.locator('.mapping-editor'), 'name: shop');
    rmSync(file);
    await writeLine(page, 'name: shop', 'name: mine');
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog', { name: 'The file is not on the disk any more' });
    await dialog.getByRole('button', { name: 'Keep editing' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(existsSync(file)).toBe(false);

    await page.keyboard.press('Control+s');
    await dialog.getByRole('button', { name: 'Write it again' }).click();
    await page.getByText('Saved shop.yaml').waitFor();
    await page.getByText('not saved').waitFor({ state: 'detached' });
    expect(readFileSync(file, 'utf8')).toBe(shopMapping.replace('name: shop', 'name: mine'));
  });
});
