import { cpSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Cleanup } from '../e2e/cleanup.js';
import { loyaltyGw, temporaryFolder } from '../e2e/gateway.js';
import type { Running } from '../e2e/processes.js';
import { type Visit, visit } from './chromium.js';

/** Small enough that the editor shows all of it. */
export const shopMapping = `mapping: 1
name: shop
api: "1.0.0"

params:
  CRM_URL: { required: true }

crm:
  baseUrl: \${CRM_URL}
  success: $reply.status < 300

operations:
  findCard:
    steps:
      clients:
        get: /clients
        query: { tel: "+{% $request.query.msisdn %}" }
        take: $list($reply.body.clients)
      nobody:
        when: $count($clients) = 0
        answer: nothing
    response:
      card:
        cardNumber: "{% $clients.no %}"
        cardState: active
        barcode: { barcodeNumber: "{% $clients.no %}", barcodeType: EAN_13 }

  getCard: { unsupported: "comes next" }
`;

export const shopTests = `test: 1
mapping: ./shop.yaml
params: { CRM_URL: https://crm.example.com }

cases:
  - name: found by phone
    operation: findCard
    request: { query: { msisdn: "79620480100" } }
    exchanges:
      - call: { get: /clients, query: { tel: "+79620480100" } }
        reply: { body: { clients: [{ no: "4600000000017" }] } }
    answer:
      body:
        card:
          cardNumber: "4600000000017"
          cardState: active
          barcode: { barcodeNumber: "4600000000017", barcodeType: EAN_13 }
`;

export interface OpenedPlayground extends Visit {
  readonly folder: string;
  readonly url: string;
  readonly server: Running;
}

export interface PlaygroundOptions extends BrowserContextOptions {
  /** Of the command, behind the mapping. */
  readonly argv?: readonly string[];
}

/** Starts `loyalty-gw playground` in a folder with the small mapping and its tests, and visits its page. */
export async function openShop(
  browser: Browser,
  cleanup: Cleanup,
  options: PlaygroundOptions = {},
): Promise<OpenedPlayground> {
  const folder = temporaryFolder(cleanup);
  writeFileSync(join(folder, 'shop.yaml'), shopMapping);
  writeFileSync(join(folder, 'shop.test.yaml'), shopTests);
  return open(browser, cleanup, folder, 'shop.yaml', options);
}

/** The same with the demo's mapping. */
export async function openDemo(
  browser: Browser,
  cleanup: Cleanup,
  options: PlaygroundOptions = {},
): Promise<OpenedPlayground> {
  const folder = temporaryFolder(cleanup);
  for (const file of ['demo-crm.yaml', 'demo-crm.test.yaml'])
    cpSync(join('mappings', file), join(folder, file));
  return open(browser, cleanup, folder, 'demo-crm.yaml', options);
}

export interface OpenedLive extends OpenedPlayground {
  /** What the CRM was asked, credentials too. */
  readonly asked: string[];
}

export const CRM_TOKEN = 'token-of-the-crm-4711';

/** The small mapping with a config and `--live`, in front of a CRM that knows one customer. */
export async function openLive(
  browser: Browser,
  cleanup: Cleanup,
  options: PlaygroundOptions = {},
): Promise<OpenedLive> {
  const asked: string[] = [];
  const crm = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.setHeader('content-type', 'application/json').end('{ "clients": [{ "no": 4600000000017 }] }');
  }).listen(0, '127.0.0.1');
  cleanup(() => void crm.close());
  await new Promise(resolve => crm.once('listening', resolve));
  const { port } = crm.address() as AddressInfo;
  const folder = temporaryFolder(cleanup);
  const mapping = shopMapping
    .replace('params:\n', 'params:\n  CRM_TOKEN: { required: true, secret: true }\n')
    .replace('  success:', () => '  auth: { bearer: "${CRM_TOKEN}" }\n  success:')
    .replace(/ {2}getCard:.*\n/, line => line + writes);
  writeFileSync(join(folder, 'shop.yaml'), mapping);
  writeFileSync(
    join(folder, 'gw.yaml'),
    `users: [{ login: koshelek, password: password-of-koshelek }]
mapping: shop.yaml
params: { CRM_URL: "http://127.0.0.1:${port}", CRM_TOKEN: ${CRM_TOKEN} }
`,
  );
  const argv = ['--config', 'gw.yaml', '--live'];
  return { asked, ...(await open(browser, cleanup, folder, 'shop.yaml', { ...options, argv })) };
}

const writes = `  updateCommunication:
    steps:
      say:
        put: "/clients/{% $request.params.cardNumber %}"
        body: { sms: true }
`;

async function open(
  browser: Browser,
  cleanup: Cleanup,
  folder: string,
  mapping: string,
  { argv = [], ...options }: PlaygroundOptions,
): Promise<OpenedPlayground> {
  const server = serve(folder, cleanup, [mapping, '--port', '0', ...argv]);
  const url = await addressOf(server);
  return { folder, url, server, ...(await visit(browser, url, cleanup, options)) };
}

export function serve(folder: string, cleanup: Cleanup, argv: readonly string[]): Running {
  return loyaltyGw(['playground', '--no-open', ...argv], cleanup, folder);
}

export async function addressOf(server: Running): Promise<string> {
  return (await server.line(/https?:\/\/\S+/))[0];
}

/** Writes another line in the place of one of the mapping, with its indentation. */
export async function writeLine(page: Page, line: string, other: string): Promise<void> {
  await page.locator('.mapping-editor .cm-line', { hasText: line }).click();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  // Written over a selection, Chromium would give it the style of what stood there, and complain of the page's policy.
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(other);
}

/** Writes another text into one of the small editors. */
export async function writeInto(page: Page, editor: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name: editor }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

/** From here on nothing runs for what is typed: the pause for which the page waits never comes to its end. */
export async function typingHasNoEnd(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    const { setTimeout } = window;
    window.setTimeout = (task, pause) => setTimeout(task, pause === 250 ? 1_000_000_000 : pause);
  })()`);
}

/** The answer as raw HTTP, and all that is told beside it. */
export const answerOf = (page: Page) => page.getByRole('tabpanel', { name: 'Answer' });
export const findingsOf = (page: Page) => page.getByRole('tabpanel', { name: /Findings/ });

/** Waits until a part of the page shows a text. */
export async function shows(part: Locator, text: string | RegExp): Promise<void> {
  await part.filter({ hasText: text }).first().waitFor();
}
