import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { SaveCaseAnswer, TestAnswer } from '../../src/playground/api.js';
import { copyOf, folderWith, opened, runOf, textOf } from './opened.js';

const small = `mapping: 1
name: shop
api: "1.0.0"
params:
  CRM_URL: { required: true }
  CRM_TOKEN: { required: true, secret: true }
crm:
  baseUrl: \${CRM_URL}
  auth: { bearer: "\${CRM_TOKEN}" }
operations:
  getCard:
    steps:
      card:
        get: "/cards/{% $request.params.cardNumber %}"
        ifMissing: cardNotFound
        missing: $reply.status = 404
    response:
      card:
        cardNumber: "{% $card.number %}"
        cardState: active
        barcode: { barcodeNumber: "{% $card.number %}", barcodeType: EAN_13 }
`;

const noCases = `test: 1
mapping: shop.yaml
params: { CRM_URL: "https://crm.example.com", CRM_TOKEN: invented-token }
cases: []
`;

const run = {
  text: small,
  operation: 'getCard',
  request: { params: { cardNumber: '4600000000017' } },
  replies: { card: [{ status: 200, body: '{"number": 4700000000000072783}' }] },
};

describe('a case that is saved', () => {
  it('makes a test file where there is none, which passes', async () => {
    const folder = await folderWith({ 'shop.yaml': small });
    const page = await opened(folder, 'shop.yaml');
    const saved = await page.post<SaveCaseAnswer>('/api/save-case', { ...run, name: 'a card' });
    expect(saved).toMatchObject({ file: 'shop.test.yaml', cases: [{ name: 'a card', passed: true }] });
    expect(await textOf(folder, 'shop.test.yaml')).toMatchInlineSnapshot(`
      "# The cases of shop.yaml. Run them with \`loyalty-gw test\`; no CRM is needed. All people are invented.

      test: 1
      mapping: shop.yaml
      params:
        CRM_URL: https://crm.example.com
        CRM_TOKEN: invented-crm-token

      cases:
        - name: a card
          operation: getCard
          request:
            params:
              cardNumber: "4600000000017"
          exchanges:
            - call:
                get: /cards/4600000000017
              reply:
                body:
                  number: 4700000000000072783
          answer:
            body:
              card:
                cardNumber: "4700000000000072783"
                cardState: active
                barcode:
                  barcodeNumber: "4700000000000072783"
                  barcodeType: EAN_13
      "
    `);
    const tested = await page.post<TestAnswer>('/api/test', { text: small });
    expect(tested).toMatchObject({ passed: 1, failed: 0, problems: [] });
  });

  it('leaves the rest of a file as it is', { tags: ['slow'] }, async () => {
    const folder = await copyOf('demo-crm');
    const page = await opened(folder, 'demo-crm.yaml');
    const before = await textOf(folder, 'demo-crm.test.yaml');
    const asked = { ...(await runOf(page, 'found by phone')), name: 'found on the page' };
    const saved = await page.post<SaveCaseAnswer>('/api/save-case', asked);
    const after = await textOf(folder, 'demo-crm.test.yaml');
    expect(after.startsWith(before.trimEnd())).toBe(true);
    expect(after.slice(before.trimEnd().length)).toMatchInlineSnapshot(`
      "

        - name: found on the page
          operation: findCard
          request: { query: { msisdn: "79620480100" } }
          exchanges:
            - call: { get: "/customers", query: { phone: "+79620480100" } }
              reply:
                body:
                  items:
                    - id: 1001
                      phone: "+79620480100"
                      email: maria.ivanova@example.com
                      firstName: Мария
                      lastName: Иванова
                      blocked: false
                      card: { number: 4700000000000072783, status: ACTIVE, barcodeType: EAN13 }
                  total: 1
          answer:
            body:
              card:
                cardNumber: "4700000000000072783"
                cardState: active
                barcode: { barcodeNumber: "4700000000000072783", barcodeType: EAN_13 }
      "
    `);
    expect(after.split('\n')[saved.line - 1]).toContain('found on the page');
    expect(saved.cases.filter(({ passed }) => !passed)).toEqual([]);
  });

  it.each([
    ['that is there', { 'shop.yaml': small, 'shop.test.yaml': noCases }],
    ['that is made', { 'shop.yaml': small }],
  ])('is written beside others that are saved at the same time, into a test file %s', async (_, files) => {
    const folder = await folderWith(files);
    const page = await opened(folder, 'shop.yaml');
    const names = ['one', 'two', 'three'];
    await Promise.all(names.map(name => page.post('/api/save-case', { ...run, name })));
    const { passed, failed, cases } = await page.post<TestAnswer>('/api/test', { text: small });
    expect({ passed, failed }).toEqual({ passed: 3, failed: 0 });
    expect(cases.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  it('leaves what stands beside its file', async () => {
    const folder = await folderWith({ 'shop.yaml': small, '.shop.test.yaml.draft': 'of somebody else' });
    const page = await opened(folder, 'shop.yaml');
    await page.post('/api/save-case', { ...run, name: 'one' });
    expect(await textOf(folder, '.shop.test.yaml.draft')).toBe('of somebody else');
    expect((await readdir(folder)).sort()).toEqual(['.shop.test.yaml.draft', 'shop.test.yaml', 'shop.yaml']);
  });
});
