import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Workbench } from '../../src/playground/api.js';
import { fileCleanup } from '../e2e/cleanup.js';
import { seriousFindings } from './accessibility.js';
import { hasChromium, startChromium, visit } from './chromium.js';
import {
  addressOf,
  answerOf,
  openDemo,
  openShop,
  serve,
  shopMapping,
  shows,
  writeLine,
} from './playground.js';

const cleanup = fileCleanup();

/** Where the pictures go, for who wants to look at them. */
const artefacts = 'test/browser/artefacts';

describe.skipIf(!hasChromium)('the page and its people', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(cleanup);
    mkdirSync(artefacts, { recursive: true });
  });

  describe.each(['light', 'dark'] as const)('in the %s theme', colorScheme => {
    it('is readable for all, and fits where it is narrow', async () => {
      const { page } = await openDemo(browser, onTestFinished, { colorScheme });
      const judge = async (name: string) => {
        expect(await seriousFindings(page), name).toEqual([]);
        for (const width of [1024, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          await page.screenshot({ path: `${artefacts}/${name}-${colorScheme}-${width}.png` });
          expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(width);
        }
      };
      await page.getByLabel('Operation').selectOption('getCard');
      await shows(answerOf(page), 'HTTP/1.1 200');
      await page.locator('.exchange').first().locator('summary').click();
      await judge('story');

      await page.getByRole('tab', { name: 'Contract' }).click();
      await page.getByRole('tab', { name: /Tests/ }).click();
      await page.getByRole('button', { name: 'Run all tests' }).click();
      await page.locator('.cases li').first().waitFor();
      await judge('tests');

      await page.getByRole('tab', { name: 'Raw' }).click();
      await page.getByRole('tab', { name: /Findings/ }).click();
      await page.getByRole('textbox', { name: 'Mapping', exact: true }).focus();
      await page.keyboard.press('Control+Home');
      await writeLine(page, 'asText: [number]', 'asTexts: [number]');
      await page.locator('.findings li').first().waitFor();
      await page.getByRole('tab', { name: 'Changes' }).click();
      await judge('findings');

      await page.keyboard.press('F1');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await judge('keys');
    });
  });

  it('is visited by the keyboard alone, from choosing an operation to saving', async () => {
    const { page, folder } = await openDemo(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await tabTo(page, 'combobox', 'Operation');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('img', { name: /card and bonus at the same time/ }).waitFor();

    await tabTo(page, 'textbox', 'Body of the reply to card');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('{"number": 4700000000000000017, "status": "BLOCKED", "barcodeType": "EAN13"}');
    await page.keyboard.press('Control+Enter');
    await shows(answerOf(page), '"cardNumber": "4700000000000000017"');

    await tabTo(page, 'tab', 'Answer');
    await page.keyboard.press('ArrowRight');
    await shows(page.getByRole('row', { name: /cardState/ }), 'inactive');

    await tabTo(page, 'textbox', 'Mapping');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('# tried');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved demo-crm.yaml').waitFor();
    expect(readFileSync(join(folder, 'demo-crm.yaml'), 'utf8')).toMatch(/# tried$/);
  });

  it('has all that it can be asked for within reach of the keyboard', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await tabTo(page, 'textbox', 'Mapping');
    // Tab indents in an editor; Escape lets it out.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await focused(page)).not.toContain('Mapping');

    await tabTo(page, 'separator', 'Height of the panel below the mapping');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    const heightOf = () => page.locator('.mapping-editor').evaluate(element => element.clientHeight);
    const before = await heightOf();
    await page.keyboard.press('ArrowUp');
    expect(await heightOf()).toBeLessThan(before);

    await tabTo(page, 'tab', 'Findings');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: /Tests/, selected: true }).waitFor();
    await tabTo(page, 'button', 'Run all tests');
    await page.keyboard.press('Enter');
    await page.getByText('1 passed, 0 failed').waitFor();

    await tabTo(page, 'textbox', 'msisdn');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('79620480133');
    await page.keyboard.press('Control+Enter');
    await shows(page.locator('.exchange'), 'tel=+79620480133');

    await page.keyboard.press('F1');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    expect(await focused(page)).toContain('msisdn');
  });

  it('remembers how it was laid out', async () => {
    const { page } = await openShop(browser, onTestFinished);
    const border = page.getByRole('separator', { name: 'Width of the mapping' });
    await border.focus();
    await page.keyboard.press('End');
    const share = await border.getAttribute('aria-valuenow');
    await page.reload();
    await border.waitFor();
    expect(await border.getAttribute('aria-valuenow')).toBe(share);
    expect(share).not.toBe('40');
  });

  it('says that the server is gone, keeps what was written, and goes on when it is back', async () => {
    const { page, folder, url, server } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await server.stop();
    await writeLine(page, 'cardState: active', 'cardState: inactive');
    await page.getByText('The server is gone').waitFor();
    const again = serve(folder, onTestFinished, ['shop.yaml', '--port', new URL(url).port]);
    await addressOf(again);
    await page.getByText('The server is gone').waitFor({ state: 'detached' });
    await shows(answerOf(page), '"cardState": "inactive"');
  });

  it('serves no other page', async () => {
    const { url, folder } = await openShop(browser, onTestFinished);
    const elsewhere = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title>');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void elsewhere.close());
    await new Promise(resolve => elsewhere.once('listening', resolve));
    const { port } = elsewhere.address() as AddressInfo;
    const { page } = await visit(browser, `http://127.0.0.1:${port}/`, onTestFinished);
    const reads = (path: string) =>
      page.evaluate(
        to =>
          fetch(to).then(
            answer => answer.text(),
            () => 'refused',
          ),
        url + path,
      );
    expect(await reads('api/workbench')).toBe('refused');
    // A request that the browser sends without asking first, as if it were that of the page.
    const { mapping } = (await (await fetch(`${url}api/workbench`)).json()) as Workbench;
    const save = JSON.stringify({ text: 'overwritten', version: mapping.version });
    await page.evaluate(
      ([to = '', body = '']) => fetch(to, { method: 'POST', mode: 'no-cors', body }).catch(() => undefined),
      [`${url}api/save`, save],
    );
    const headers = { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` };
    const answer = await fetch(`${url}api/save`, { method: 'POST', headers, body: save });
    expect(answer.status).toBe(403);
    expect(readFileSync(join(folder, 'shop.yaml'), 'utf8')).toBe(shopMapping);
  });
});

/** Presses Tab until something has the focus, as who has no pointer does. An editor lets go after Escape. */
async function tabTo(page: Page, role: string, name: string): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed++) {
    if ((await focused(page)).startsWith(`${role} ${name}`)) return;
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${role} ${name}`);
}

/** The role and the name of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    const it = document.activeElement;
    const role = it.getAttribute('role') ?? { BUTTON: 'button', INPUT: 'textbox', SELECT: 'combobox' }[it.tagName];
    return role + ' ' + (it.getAttribute('aria-label') ?? it.labels?.[0]?.textContent ?? it.textContent);
  })()`);
}
