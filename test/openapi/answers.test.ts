import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conform } from '../../src/loyalty-api/conform.js';
import { normalise } from '../../src/loyalty-api/normalise.js';
import { fieldKinds, operations } from '../../src/loyalty-api/operations.js';
import type { Shape } from '../../src/loyalty-api/shapes.js';
import { fieldExample, shapeExample } from '../../src/openapi/example-values.js';
import { fieldSchema } from '../../src/openapi/field-schema.js';
import { bodySchema } from '../../src/openapi/shape-schema.js';
import { readTestFile, runTestFile } from '../../src/testing/test-file.js';
import { demoFile, demoOpenApi } from './demo.js';
import { onlyMedia, operationsIn, responseOf, validatorOf } from './schemas.js';

const document = await demoOpenApi();
const operationOf = (id: string) => {
  const found = operationsIn(document).find(({ operationId }) => operationId === id);
  if (!found) throw new Error(`there is no ${id}`);
  return found;
};
const answerOf = (id: string) => {
  const media = onlyMedia(responseOf(document, operationOf(id), 200).content);
  return media && validatorOf(document, media.schema);
};

describe('what the gateway answers in the cases of the demo', async () => {
  const { tests } = await readTestFile(demoFile.replace('.yaml', '.test.yaml'));
  const results = tests ? await runTestFile(tests) : [];
  expect(results.length).toBeGreaterThan(50);

  it.each(
    results.map(result => [`${result.test.operation.id}: ${result.test.fields.name}`, result] as const),
  )('%s', (_, { test, answer }) => {
    const { id } = test.operation;
    if (answer.status === 422) {
      const examples = onlyMedia(responseOf(document, operationOf(id), 422).content)?.examples ?? {};
      expect(Object.keys(examples)).toContain(answer.failure?.error);
      const { value } = document.components.examples[answer.failure?.error ?? ''] ?? {};
      expect(JSON.parse(answer.body)).toEqual(value);
    } else if (answer.body === '') {
      expect(responseOf(document, operationOf(id), 200).description).toMatch(
        /The body is empty|An empty body/,
      );
    } else {
      const validate = answerOf(id);
      expect(validate?.(JSON.parse(answer.body)), JSON.stringify(validate?.errors)).toBe(true);
    }
  });

  it('comes to requests that fit, too', () => {
    const good = results.filter(({ answer, test }) => answer.status === 200 && test.fields.request.body);
    expect(good.length).toBeGreaterThan(5);
    for (const { test } of good) {
      const media = onlyMedia(operationOf(test.operation.id).requestBody?.content);
      const validate = media && validatorOf(document, media.schema);
      expect(validate?.(test.fields.request.body), test.fields.name).toBe(true);
    }
  });
});

const card = {
  cardNumber: '4600000000017',
  cardState: 'active',
  barcode: { barcodeNumber: '4600000000017', barcodeType: 'EAN_13' },
};
const purchase = { date: '2026-03-14', item: 'Молоко', amount: '8990' };

describe('what is not sent does not fit', () => {
  it.each<[string, unknown]>([
    ['findCard', {}],
    ['findCard', null],
    ['findCard', []],
    ['findCard', { card: { ...card, cardNumber: 4600000000017 } }],
    ['findCard', { card: { ...card, cardNumber: '' } }],
    ['findCard', { card: { ...card, cardNumber: ' ' } }],
    ['findCard', { card: { ...card, cardState: 'ACTIVE' } }],
    ['findCard', { card: { ...card, barcode: { barcodeNumber: '1', barcodeType: 'EAN13' } } }],
    ['findCard', { card: { ...card, barcode: undefined } }],
    ['findCard', { card: { ...card, level: 5 } }],
    ['findCard', { card, more: [true] }],
    ['findCard', { card, more: { deep: [{ deeper: null }] } }],
    ['getCard', { card: { ...card, bonus: { total: '1', available: '1' } } }],
    ['getCard', { card: { ...card, bonus: { total: '1', available: '1', bonuses: {} } } }],
    ['listPurchases', purchase],
    ['listPurchases', [{ ...purchase, amount: '89.90' }]],
    ['listPurchases', [{ ...purchase, date: '14.03.2026' }]],
    ['listPurchases', [{ ...purchase, date: '2026-02-30' }]],
    ['listPurchases', [{ ...purchase, quantity: 2 }]],
    ['reserveCard', 4600000000017],
    ['reserveCard', ''],
    ['reserveCard', { number: '1' }],
    ['listUsers', ['+79620480100']],
    ['listUsers', [79620480100]],
    ['listUsersExtended', [{ phone: '79620480100' }]],
  ])('%s: %j', (id, body) => {
    expect(answerOf(id)?.(JSON.parse(JSON.stringify(body)))).toBe(false);
  });
});

/** Values that a mapping may make where the contract has a shape, and some that it may not. */
function valuesFor(shape: Shape): fc.Arbitrary<unknown> {
  const odd = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.string(), fc.constant([]));
  const likely = (usual: fc.Arbitrary<unknown>) =>
    fc.oneof({ arbitrary: usual, weight: 12 }, { arbitrary: odd, weight: 1 });
  switch (shape.kind) {
    case 'any':
      return fc.jsonValue({ maxDepth: 3 });
    case 'list':
      return likely(fc.oneof(fc.array(valuesFor(shape.of), { maxLength: 3 }), valuesFor(shape.of)));
    case 'text':
      return likely(
        shape.oneOf || shape.format
          ? fc.constantFrom<unknown>(...(shape.oneOf ?? ['2026-03-14', '7', 7, -7, 'x', '']))
          : fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true })),
      );
    case 'object': {
      const members: [string, fc.Arbitrary<unknown>][] = Object.entries(shape.members).map(([name, each]) => [
        name,
        valuesFor(each.shape),
      ]);
      const required = Object.keys(shape.members).filter(name => shape.members[name]?.required);
      const named = fc.record(Object.fromEntries(members), { requiredKeys: required });
      const more = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 });
      return likely(fc.tuple(more, named).map(([others, known]) => ({ ...others, ...known })));
    }
  }
}

describe('whatever conform() lets pass fits the schema', () => {
  it.each(Object.values(operations).filter(({ response }) => response.body.length > 0))('$id', operation => {
    const validate = validatorOf(document, bodySchema(operation.response.body));
    let passed = 0;
    const property = fc.property(fc.oneof(...operation.response.body.map(valuesFor)), made => {
      const { value, problems } = conform(operation.response, made);
      if (problems.length > 0) return true;
      passed += 1;
      return validate(JSON.parse(JSON.stringify(value)));
    });
    fc.assert(property, { numRuns: 400 });
    expect(passed).toBeGreaterThan(20);
  });
});

describe('examples', () => {
  it.each(Object.values(operations).filter(({ response }) => response.body.length > 0))(
    'of an answer conform: $id',
    ({ response }) => {
      for (const shape of response.body) {
        const example = shapeExample(shape);
        expect(conform(response, example)).toEqual({ value: example, problems: [] });
      }
    },
  );

  it.each(fieldKinds)('of a field are in the usual spelling: %s', kind => {
    for (const name of ['x', 'birthDate', 'phone', 'sex', 'allow', 'startDate', 'constructor']) {
      const example = fieldExample(name, kind);
      expect(normalise(kind, example)).toEqual(example);
    }
  });
});

describe('whatever the schema of a field allows is accepted', () => {
  it.each(['msisdn', 'sex', 'date', 'email', 'cardNumber', 'segment'] as const)('%s', kind => {
    const { pattern = '', maxLength = 100 } = fieldSchema(kind);
    const validate = validatorOf(document, fieldSchema(kind));
    const texts = fc.stringMatching(new RegExp(pattern)).filter(text => text.length <= maxLength);
    const isPlain = (text: string) => !/[\p{Cc}\p{Cs}]|(?! )\s/u.test(text) && !/^[. ]*$/.test(text);
    fc.assert(
      fc.property(texts.filter(isPlain), text => !validate(text) || normalise(kind, text) !== undefined),
      { numRuns: 300 },
    );
  });

  it.each<[(typeof fieldKinds)[number], string[]]>([
    ['msisdn', ['79620480100', '+7 (962) 048-01-00', ' +7-962-048-01-00 ', '35312345']],
    ['sex', ['m', 'F', 'Male', 'FEMALE', 'м', 'Ж']],
    ['email', ['maria.ivanova@example.com', 'иван@пример.рф']],
    ['cardNumber', ['4600000000017', 'A 1']],
  ])('usual spellings of %s fit', (kind, texts) => {
    const validate = validatorOf(document, fieldSchema(kind));
    expect(texts.filter(text => !validate(text) || normalise(kind, text) === undefined)).toEqual([]);
  });

  it.each<[(typeof fieldKinds)[number], string[]]>([
    ['msisdn', ['', '8(800', '0079620480100', '1234', '1234567890123456', '++79620480100', 'phone']],
    ['sex', ['', 'x', 'мж', 'муж']],
    ['email', ['maria', '@', 'a@b@c', 'a b@c']],
    ['date', ['14.03.2026', '2026-02-30', '2026-3-1']],
    ['cardNumber', ['', '1/2', '1\\2', '1%2F2', '1%00', '%2E%2e', '1'.repeat(65)]],
  ])('what is refused does not: %s', (kind, texts) => {
    const validate = validatorOf(document, fieldSchema(kind));
    expect(texts.filter(text => validate(text))).toEqual([]);
    expect(texts.filter(text => text !== '' && normalise(kind, text) !== undefined)).toEqual([]);
  });
});
