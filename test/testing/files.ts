import { readTestFile, runTestFile } from '../../src/testing/test-file.js';
import { folderOf } from '../config/reading.js';

/** A mapping that cases of tests are for: reads, a write after a read, a form, a failure. */
export const crm = `
mapping: 1
name: crm
api: "1.2.0"
params:
  CRM_URL: { required: true }
crm:
  baseUrl: \${CRM_URL}
  headers: { X-Shop: "7" }
operations:
  getCard:
    steps:
      card: { get: "/cards/{% $request.params.cardNumber %}", query: { fields: [id, owner], deep: "1" } }
      owner: { get: "/people/{% $card.owner %}" }
    response:
      card:
        cardNumber: "{% $card.id %}"
        cardState: "{% $owner.state %}"
        barcode: { barcodeNumber: "{% $card.id %}", barcodeType: EAN_13 }
  updateCardholder:
    steps:
      card: { get: "/cards/{% $request.params.cardNumber %}" }
      update:
        patch: "/people/{% $card.owner %}"
        body: { phone: "{% $request.body.phone %}", tags: [app, { kind: loyalty, since: 2026 }], limit: "{% $numeral($card.limit) %}" }
  sendReceiptQr:
    steps:
      scan: { post: /scans, form: { qr: "{% $request.body.qr %}", shop: { id: 7, city: Тверь } }, nested: brackets }
`;

/** @returns the path of a test file with these cases, beside its mapping */
export function testFile(rest: string, mapping = crm): string {
  const text = `test: 1\nmapping: crm.yaml\nparams: { CRM_URL: "https://crm.example.com" }\n${rest}`;
  return `${folderOf({ 'crm.yaml': mapping, 'crm.test.yaml': text })}/crm.test.yaml`;
}

/** Findings as `line: message (hint)`, problems as `case: message`. */
export async function outcomeOf(
  file: string,
): Promise<{ findings: string[]; cases: string[]; problems: string[] }> {
  const { tests, findings } = await readTestFile(file);
  const results = tests ? await runTestFile(tests) : [];
  return {
    findings: findings
      .filter(({ level }) => level !== 'notice')
      .map(({ line, message, hint }) => `${line}: ${message}${hint ? ` (${hint})` : ''}`),
    cases: results.map(({ test }) => `${test.place.line}: ${test.fields.name}`),
    problems: results.flatMap(({ test, problems }) =>
      problems.flatMap(({ message, differences }) => [
        `${test.fields.name}: ${message}`,
        ...differences.map(
          ({ path, expected, actual }) => `${path}: ${String(expected)} / ${String(actual)}`,
        ),
      ]),
    ),
  };
}
