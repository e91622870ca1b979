import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../cli/capture.js';
import { folderOf } from '../../config/reading.js';
import { httpServer } from '../../crm/local-server.js';

/** What a step takes of headers of Koshelek and of the CRM; somebody real stands in no body. */
const mapping = `
mapping: 1
name: shop
api: "1.2.0"
requestHeaders: [x-client-name, x-trace]
params:
  CRM_URL: { required: true }
crm:
  baseUrl: \${CRM_URL}
  auth: none
operations:
  findCard:
    steps:
      found:
        get: /find
        headers: { X-Trace: '{% $request.headers."x-trace" %}' }
        take: "{'at': $reply.headers.location, 'card': $reply.body.card}"
      nobody: { when: $not($exists($found.at)), answer: nothing }
    response:
      card:
        cardNumber: "{% $found.card %}"
        cardState: active
        barcode: { barcodeNumber: "{% $found.card %}", barcodeType: EAN_13 }
`;

/** A case whose request is sent once more. */
const cases = `test: 1
mapping: shop.yaml
params: { CRM_URL: "https://crm.test" }
cases:
  - name: found
    operation: findCard
    request:
      query: { msisdn: "79620480100" }
      headers: { X-Client-Name: Zinaida Kozlova, X-Trace: "for=zina@shop.ru; phone=\\"+7 495 765-43-21\\"; n=10500" }
    exchanges:
      - { call: { get: /find }, reply: { headers: { location: /customers/17 }, body: {} } }
    answer: { nothing: true }
`;

/** The file that is recorded of that case, with the headers that the CRM sends. */
async function recorded(headers: Readonly<Record<string, string>>) {
  const url = await httpServer((_, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json', ...headers })
      .end('{"card": "4600000000017"}');
  });
  const cwd = folderOf({ 'shop.yaml': mapping, 'cases.yaml': cases });
  const argv = ['dry-run', '--from', 'cases.yaml#1', '--live', '--record', 'kept'];
  const { stderr } = await runCli([...argv, '-s', `CRM_URL=${url.replace(/\/$/, '')}`], { cwd });
  expect(stderr, stderr).toMatch(/^recorded: /);
  const [file = ''] = readdirSync(join(cwd, 'kept')).filter(name => name.endsWith('.test.yaml'));
  const tested = await runCli(['test', join('kept', file)], { cwd });
  expect(tested.stdout).toContain('1 passed, 0 failed');
  return readFileSync(join(cwd, 'kept', file), 'utf8');
}

describe('a recorded case has nobody real in the headers', () => {
  it('of a reply that the mapping reads', async () => {
    const text = await recorded({
      location: '/customers/ivan.smirnov@example.ru?phone=79161112233&name=Smirnov&page=2',
      link: '</customers?surname=Abramov&phone=%2B7+495+111-22-33>; rel="next"',
      'x-other': 'of no interest',
    });
    expect(text).toMatch(
      /location: \/customers\/person-[\da-f]{6}@example\.com\?phone=7962048\d{4}&name=[A-Z]\w+&page=2/,
    );
    expect(text).toContain('rel="next"');
    expect(text).not.toMatch(/smirnov|916.?111|abramov|111.?22.?33|of no interest/i);
  });

  it('of the request', async () => {
    const text = await recorded({ location: '/customers/17?q=Kozlova' });
    expect(text).toContain('n=10500');
    expect(text).not.toMatch(/kozlova|zina|765.?43.?21/i);
  });
});
