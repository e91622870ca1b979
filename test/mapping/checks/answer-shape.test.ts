import { describe, expect, it } from 'vitest';
import { problemsOf, type Sections, spotted } from '../run-steps.js';

const steps = 'a: { get: /a }';
const card =
  "'cardNumber': $a.n, 'cardState': 'active', 'barcode': { 'barcodeNumber': $a.n, 'barcodeType': 'EAN_13' }";
const yamlCard =
  'cardNumber: "{% $a.n %}", cardState: active, barcode: { barcodeNumber: "{% $a.n %}", barcodeType: EAN_13 }';

const sections = (response: string, operation: Sections['operation'] = 'getCard'): Sections => ({
  operation,
  rest: `response: ${response}`,
  functions: [
    `sound: "function($a) {{ ${card} }}"`,
    `lacking: "function($a) {{ 'cardNumber': $a.n, 'cardState': 'active' }}"`,
    `itself: "function($a) { $a.x ? $itself($a.x) : $a }"`,
  ].join('\n'),
});
const missing = (names: string) =>
  `breaks-contract: the contract requires ${names}, which the mapping never gives here`;

describe('what the contract requires and a mapping never gives is an error', () => {
  it.each([
    ['{ card: { cardNumber: "{% $a.n %}", cardState: active } }', missing('barcode')],
    [
      '{ card: { cardNumber: "{% $a.n %}", cardState: active, barcode: {} } }',
      missing('barcodeNumber, barcodeType'),
    ],
    ['{ kard: "{% $a %}" }', missing('card')],
    [`{ card: { ${yamlCard}, bonus: { total: "{% $a.t %}" } } }`, missing('available')],
    [
      `{ card: { ${yamlCard}, bonus: { total: "{% $a.t %}", available: 1, bonuses: [{ description: x }] } } }`,
      missing('amount'),
    ],
    [`"{% { 'card': { 'cardNumber': $a.n } } %}"`, missing('cardState, barcode')],
    [`{ card: "{% { 'cardNumber': $a.n } %}" }`, missing('cardState, barcode')],
    [`{ card: "{% $a.x ? { 'cardNumber': $a.n } : { ${card} } %}" }`, missing('cardState, barcode')],
    [`{ card: "{% ($n := $a.n; { 'cardNumber': $n }) %}" }`, missing('cardState, barcode')],
    ['{ card: "{% $lacking($a) %}" }', 'breaks-contract: $lacking: the contract requires barcode'],
    [`{ card: "{% $a.x.{ 'cardNumber': n } %}" }`, missing('cardState, barcode')],
  ])('%s', (response, problem) => {
    expect(problemsOf(steps, sections(response)).join()).toContain(problem);
  });

  it('also in each item of a list', () => {
    const found = problemsOf(
      steps,
      sections(`"{% $a.rows.{ 'item': title, 'amount': $minor(sum) } %}"`, 'listPurchases'),
    );
    expect(found).toEqual([missing('date')]);
  });
});

describe('what is written out and never fits is an error', () => {
  it.each([
    [
      `{ card: { ${yamlCard.replace('active', 'ACTIVE')} } }`,
      'expected one of active, inactive, got "ACTIVE"',
    ],
    [`{ card: "{% { ${card.replace("'active'", "$a.ok ? 'active' : 'closed'")} } %}" }`, 'got "closed"'],
    ['{ card: [{ x: "{% $a.n %}" }] }', 'the contract has an object here, and this is a list'],
    [
      `{ card: { ${yamlCard.replace('active', '{ x: "{% $a.n %}" }')} } }`,
      'the contract has a text here, and this is an object',
    ],
    [
      `"{% { 'card': { ${card.replace("'active'", '{}')} } } %}"`,
      'the contract has a text here, and this is an object',
    ],
  ])('%s', (response, problem) => {
    expect(problemsOf(steps, sections(response)).join()).toContain(problem);
  });

  it('at its place', () => {
    expect(
      spotted(
        steps,
        sections(`{ card: "{% { 'cardNumber': $a.n, 'cardState': 'ok', 'barcode': $a.b } %}" }`),
      ),
    ).toEqual([`'ok', 'barcode': $a.b } %}" }`]);
  });
});

describe('an answer that may fit is none', () => {
  it.each([
    `{ card: { ${yamlCard} } }`,
    `{ card: { ${yamlCard}, 'bonus?': { total: "{% $a.t %}", available: "{% $a.t %}" } } }`,
    `"{% { 'card': { ${card} } } %}"`,
    '{ card: "{% $sound($a) %}" }',
    '{ card: "{% $itself($a) %}" }',
    '{ card: "{% $a.x[0] %}" }',
    "{ card: \"{% $merge([$a, { 'cardState': 'active' }]) %}\" }",
    `{ card: "{% { $a.k: 1 } %}" }`,
    '"{% $a %}"',
  ])('%s', response => {
    expect(problemsOf(steps, sections(response))).toEqual([]);
  });

  it('nor one that has another shape that will do', () => {
    expect(problemsOf(steps, sections('"{% $a.number %}"', 'reserveCard'))).toEqual([]);
    expect(problemsOf(steps, sections('"A-{% $a.number %}"', 'reserveCard'))).toEqual([]);
  });
});
