import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fileCleanup } from '../e2e/cleanup.js';
import { gate } from '../gate.js';
import { seriousFindings } from './accessibility.js';
import { hasChromium, startChromium } from './chromium.js';
import {
  answerOf,
  findingsOf,
  openDemo,
  openShop,
  shopMapping,
  shopTests,
  shows,
  typingHasNoEnd,
  writeInto,
  writeLine,
} from './playground.js';

const cleanup = fileCleanup();

/** The small mapping with another operation that calls. */
const withCard = shopMapping.replace(
  / {2}getCard:.*\n/,
  () => `  getCard:
    steps:
      card: { get: "/cards/{% $request.params.cardNumber %}" }
    response:
      card:
        cardNumber: "{% $card.no %}"
        cardState: active
        barcode: { barcodeNumber: "{% $card.no %}", barcodeType: EAN_13 }
`,
);

describe.skipIf(!hasChromium)('the exchange and its story', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(cleanup);
  });

  it('has another answer when the CRM replies something else, and says what changed', async () => {
    const { page, complaints } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), '4600000000017');
    await writeInto(page, 'Body of the reply to clients', '{ "clients": [{ "no": "4600000000024" }] }');
    await shows(answerOf(page), '"cardNumber": "4600000000024"');
    await page.getByRole('tab', { name: 'Changes' }).click();
    const changes = page.getByRole('tabpanel', { name: 'Changes' });
    await shows(changes.locator('del'), '4600000000017');
    await shows(changes.locator('ins'), '4600000000024');
    expect(complaints).toEqual([]);
  });

  it('loses no digit of a number', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await writeInto(page, 'Body of the reply to clients', '{ "clients": [{ "no": 9007199254740993123 }] }');
    await shows(answerOf(page), '"cardNumber": "9007199254740993123"');
  });

  it('goes on when the connection fails: a fault in the place of a reply', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await page.getByLabel('What comes of clients').selectOption('timeout');
    await shows(answerOf(page), 'HTTP/1.1 422');
    await shows(answerOf(page), 'crmTimeout');
    await page.getByLabel('What comes of clients').selectOption('reset');
    await shows(answerOf(page), 'crmUnavailable');
    await page.getByLabel('What comes of clients').selectOption('reply');
    await page.getByLabel('Status of clients').fill('500');
    await shows(answerOf(page), 'crmError');
  });

  it('has the reply again when a fault was only tried', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), '4600000000017');
    await page.getByLabel('Status of clients').fill('203');
    await writeInto(page, 'Body of the reply to clients', '{ "clients": [{ "no": "4600000000024" }] }');
    const outcome = page.getByLabel('What comes of clients');
    await outcome.selectOption('timeout');
    await shows(answerOf(page), 'crmTimeout');
    await outcome.selectOption('reset');
    await shows(answerOf(page), 'crmUnavailable');
    await outcome.selectOption('reply');
    await shows(answerOf(page), '"cardNumber": "4600000000024"');
    expect(await page.getByLabel('Status of clients').inputValue()).toBe('203');
  });

  it('says that a status is none, and goes on with the last one', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    const status = page.getByLabel('Status of clients');
    await status.fill('99999');
    await page.getByText('A status is a number from 100 to 599. The run goes on with 200.').waitFor();
    expect(await status.getAttribute('aria-invalid')).toBe('true');
    expect(await status.inputValue()).toBe('99999');
    const borderOf = () =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector('[aria-label="Status of clients"]')).borderTopColor`,
      );
    const red = await borderOf();
    expect(await seriousFindings(page)).toEqual([]);
    await status.fill('500');
    await shows(answerOf(page), 'crmError');
    expect(await status.getAttribute('aria-invalid')).toBe('false');
    expect(await borderOf()).not.toBe(red);
  });

  it('tells nothing of the operation that was chosen before', async () => {
    const { page, folder } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    writeFileSync(join(folder, 'shop.yaml'), withCard);
    await page.reload();
    await shows(answerOf(page), 'HTTP/1.1 200');
    // The answer for one operation comes when another was chosen, and has not run yet.
    const chosen = gate();
    await page.route('**/api/run', async route => {
      if (route.request().postDataJSON().operation === 'findCard') await chosen.isOpen;
      await route.continue().catch(() => {});
    });
    const isAsked = page.waitForRequest('**/api/run');
    await page.getByLabel('msisdn').fill('79620480199');
    const asked = await isAsked;
    await typingHasNoEnd(page);
    await page.getByLabel('Operation').selectOption('getCard');
    chosen.open();
    await asked.response().catch(() => null);
    await page.keyboard.press('Control+Enter');
    await shows(answerOf(page), 'HTTP/1.1 422');
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.getByText('Change something, and what becomes of it is told here.').waitFor();
  });

  it('says which step needs a reply', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await page.getByRole('button', { name: 'Remove the reply of clients' }).click();
    await shows(answerOf(page), 'The run ended at clients');
    const replies = page.getByRole('region', { name: 'Replies to clients' });
    await shows(replies, 'needs a reply');
    await replies.getByRole('button', { name: 'Give a reply' }).click();
    await shows(answerOf(page), 'HTTP/1.1 422');
  });

  it('runs what was written before the cases had come', async () => {
    const { page } = await openShop(browser, onTestFinished);
    const written = gate();
    await page.route('**/api/cases', async route => {
      await written.isOpen;
      await route.continue();
    });
    await page.reload();
    await page.getByLabel('msisdn').fill('79620480155');
    await shows(findingsOf(page), 'notice');
    written.open();
    await shows(page.locator('.exchange'), 'tel=+79620480155');
  });

  it('asks by a form or by raw text, and each says what the other did', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await page.getByLabel('msisdn').fill('79620480177');
    await shows(page.locator('.exchange'), 'tel=+79620480177');
    await page.getByRole('tab', { name: 'Raw' }).click();
    await shows(page.getByRole('textbox', { name: 'Request as the text of HTTP' }), 'msisdn=79620480177');
    await writeInto(page, 'Request as the text of HTTP', '');
    await page.getByText('"" is no request line').waitFor();
    // Where the cursor still is.
    await page.keyboard.type('GET /v1/card?msisdn=79620480188');
    await shows(page.locator('.exchange'), 'tel=+79620480188');
    await page.getByRole('tab', { name: 'Form' }).click();
    expect(await page.getByLabel('msisdn').inputValue()).toBe('79620480188');
    await page.getByLabel('msisdn').fill('12');
    await page.getByText('The contract refuses this request').waitFor();
  });

  it('tells each call with its reply, and as a command of curl', async () => {
    const { page } = await openDemo(browser, onTestFinished);
    await page.getByLabel('Operation').selectOption('getCard');
    await page.getByRole('img', { name: /card and bonus at the same time/ }).waitFor();
    await page.locator('.exchange').first().locator('summary').click();
    await shows(page.locator('.exchange[open]'), 'authorization: ***');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy as curl' }).first().click();
    await page.getByText('Copied').waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toContain('/cards/4700000000000072783');
    expect(copied).not.toContain('a-token-of-the-tests');
  });

  it('has the verdict of the contract on each field', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await shows(answerOf(page), 'HTTP/1.1 200');
    await writeLine(page, 'cardState: active', 'cardState: "{% $clients.no %}"');
    await page.getByRole('tab', { name: /Contract: 1 wrong/ }).click();
    const verdict = page.getByRole('row', { name: /cardState/ });
    await shows(verdict, 'wrong');
    await shows(verdict, 'one of active, inactive');
    await shows(page.getByRole('row', { name: /barcodeNumber/ }), 'fits');
  });

  it('becomes a case of the test file, which is run', async () => {
    const { page, folder } = await openShop(browser, onTestFinished);
    await writeInto(page, 'Body of the reply to clients', '{ "clients": [] }');
    await shows(answerOf(page), 'HTTP/1.1 200');
    await page.getByRole('button', { name: 'Save as test' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save as test' });
    await dialog.getByLabel('Name').fill('nobody has this phone');
    await page.keyboard.press('Enter');
    await page.getByText('2 passed, 0 failed').waitFor();
    expect(readFileSync(join(folder, 'shop.test.yaml'), 'utf8')).toContain('name: nobody has this phone');

    await page.getByRole('tab', { name: /Tests/ }).click();
    await page.getByRole('button', { name: 'found by phone' }).click();
    await shows(answerOf(page), '4600000000017');
    // A name that is there is asked about.
    await page.getByRole('button', { name: 'Save as test' }).click();
    await dialog.getByLabel('Name').fill('nobody has this phone');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: 'Replace it' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('begins with the cases that the test file has when all tests were run', async () => {
    const { page, folder } = await openShop(browser, onTestFinished);
    const file = join(folder, 'shop.test.yaml');
    const begin = page.getByLabel('Begin with');
    await shows(answerOf(page), 'HTTP/1.1 200');
    await page.getByRole('tab', { name: /Tests/ }).click();
    const chosen = () => begin.locator('option:checked').textContent();
    const runTests = () => page.getByRole('button', { name: 'Run all tests' }).click();
    const choices = (names: string[]) =>
      vi.waitFor(
        async () => expect(await begin.locator('option').allTextContents()).toEqual(['a case…', ...names]),
        {
          timeout: 10_000,
        },
      );

    writeFileSync(file, `# A line that moves the case.\n${shopTests}`);
    await runTests();
    await page.getByText('1 passed, 0 failed').waitFor();
    await page.getByRole('button', { name: 'found by phone' }).waitFor();
    expect(await chosen()).toBe('found by phone');

    writeFileSync(file, shopTests.replace('found by phone', 'has another name'));
    await runTests();
    await choices(['has another name']);
    expect(await chosen()).toBe('a case…');
    await begin.selectOption('has another name');
    expect(await chosen()).toBe('has another name');
  });

  it('tells which cases fail, and in the gutter what none reached', async () => {
    const { page } = await openShop(browser, onTestFinished);
    await writeLine(page, 'cardState: active', 'cardState: inactive');
    await page.getByRole('tab', { name: /Tests/ }).click();
    await page.getByRole('button', { name: 'Run all tests' }).click();
    const tests = page.getByRole('tabpanel', { name: /Tests/ });
    await shows(tests, 'cardState');
    await shows(tests.locator('del'), '"active"');
    await page.getByRole('tab', { name: 'Tests 1 failed' }).waitFor();
    // `nobody` is skipped by the one case, and never made.
    await page.locator('.coverage.reached').first().waitFor();
    expect(await page.locator('.coverage:not(.reached)').count()).toBeGreaterThan(0);
  });
});
