import { describe, expect, it } from 'vitest';
import { outcomeOf, testFile } from './files.js';

const table = `cases:
  - name: the card is \${number}
    operation: getCard
    request: { params: { cardNumber: "\${number}" } }
    exchanges:
      - { call: { get: "/cards/\${number}", query: { fields: [id, owner], deep: 1 } }, reply: { body: { id: "\${id}", owner: 1 } } }
      - { call: { get: /people/1 }, reply: "\${owner}" }
    answer: "\${answer}"
    rows:
      - number: "47"
        id: 4700000000000072783
        owner: { body: { state: active } }
        answer: { body: { card: { cardNumber: "4700000000000072783", cardState: active, barcode: { barcodeNumber: "4700000000000072783", barcodeType: EAN_13 } } } }
      - { number: "48", id: 1, owner: { status: 500 }, answer: { error: crmError } }
`;

describe('a table', () => {
  it('is a case for each of its rows, with its name and its line', async () => {
    const { findings, cases, problems } = await outcomeOf(testFile(table));
    expect(findings).toEqual([]);
    expect(cases).toEqual(['13: the card is 47', '17: the card is 48']);
    expect(problems).toEqual([]);
  });

  it('fails row by row', async () => {
    const wrong = table.replace('error: crmError', 'error: crmTimeout');
    const { problems } = await outcomeOf(testFile(wrong));
    expect(problems[0]).toMatch(/^the card is 48: the answer is another one/);
  });

  it('keeps the kind of a value that is put in as a whole', async () => {
    const text = table.replace('id: 4700000000000072783', 'id: "4700000000000072783"');
    expect((await outcomeOf(testFile(text))).problems).toEqual([]);
    const sent = (limit: string) =>
      testFile(`cases:
  - name: "\${name}"
    operation: updateCardholder
    request: { params: { cardNumber: "47" }, body: { phone: "79620480100" } }
    exchanges:
      - { call: { get: /cards/47 }, reply: { body: { owner: 1, limit: "\${limit}" } } }
      - call: { patch: /people/1, body: { phone: "79620480100", tags: [app, { kind: loyalty, since: 2026 }], limit: "\${sent}" } }
        reply: { status: 204 }
    answer: { nothing: true }
    rows:
      - { name: whole, limit: 12345678901234567.89, sent: ${limit} }
`);
    expect((await outcomeOf(sent('12345678901234567.89'))).problems).toEqual([]);
    expect((await outcomeOf(sent('"12345678901234567.89"'))).problems).toContain(
      'body.limit: 12345678901234567.89 / 12345678901234567.89',
    );
  });

  it('can say every text: $${ is ${', async () => {
    const literal = `cases:
  - name: "$\${\${name}}"
    operation: getCard
    request: { params: { cardNumber: "$\${number}" } }
    exchanges:
      - { call: { get: "/cards/$\${number}", query: { fields: [id, owner], deep: 1 } }, reply: { status: 500 } }
    answer: { error: crmError }
    rows: [{ name: a }]
`;
    const { findings, cases, problems } = await outcomeOf(testFile(literal));
    expect([findings, cases, problems]).toEqual([[], ['11: ${a}'], []]);
  });

  it.each<[string, string, string, string]>([
    [
      'an unknown column',
      '"${owner}"',
      '"${ownr}"',
      '10: row 1: there is no column "ownr" in this row (did you mean owner?)',
    ],
    [
      'a column that no marker names',
      '"${owner}"',
      '{}',
      '15: the column "owner" is used nowhere (write ${owner} where its values belong)',
    ],
    ['a marker without an end', '"${answer}"', '"a ${answer"', '11: row 1: this ${ is never closed by }'],
    [
      'a structure in a text',
      'the card is ${number}',
      'the card is ${owner}',
      '5: row 1: in a text stands a text; the column "owner" is an object',
    ],
    [
      'a marker in a key',
      'query: {',
      'query: { "${number}": 1, ',
      '9: row 1: a column is put into values, not into keys',
    ],
    [
      'a row without a column',
      'number: "48", ',
      '',
      '5: row 2: there is no column "number" in this row (the columns of this row: id, owner, answer)',
    ],
    [
      'a value that does not fit',
      'error: crmError',
      'error: crmEror',
      '17: there is no error "crmEror"; did you mean "crmError"?',
    ],
    [
      'a name for two rows',
      'the card is ${number}',
      'a card',
      '17: the row above is called "a card" too (put a column into the name of the case: "… ${column}")',
    ],
  ])('is told of %s', async (_, from, to, finding) => {
    const { findings, cases } = await outcomeOf(testFile(table.replace(from, to)));
    expect(findings).toContain(finding);
    expect(cases).toEqual([]);
  });

  it.each([
    ['[]', '12: a table has at least one row: { column: value, … }'],
    ['{ a: 1 }', '12: this value must be a list, not a mapping of keys to values'],
    ['[1]', '12: this value must be a mapping of keys to values, not a number'],
  ])('has rows, and not %s', async (rows, finding) => {
    const text = `${table.slice(0, table.indexOf('    rows:'))}    rows: ${rows}\n`;
    expect((await outcomeOf(testFile(text))).findings).toContain(finding);
  });

  it('leaves texts of other cases as they are', async () => {
    const { findings, cases } = await outcomeOf(
      testFile('cases:\n  - { name: "${a} $${b}", operation: getCard, answer: { error: badRequest } }\n'),
    );
    expect(findings).toEqual([]);
    expect(cases).toEqual(['5: ${a} $${b}']);
  });
});
