import { describe, expect, it } from 'vitest';
import { errorNames, errorTable, usualErrors } from '../../src/loyalty-api/errors.js';
import { openApiOf } from '../../src/openapi/mapped.js';
import { agreedMapping } from './agreed.js';
import { demoOpenApi, deployment, mappingWith } from './demo.js';
import { onlyMedia, operationsIn, responseOf } from './schemas.js';

const idsIn = (document: Awaited<ReturnType<typeof demoOpenApi>>) =>
  operationsIn(document).map(({ operationId }) => operationId);

const errorsIn = (document: Awaited<ReturnType<typeof demoOpenApi>>, id: string) => {
  const operation = operationsIn(document).find(({ operationId }) => operationId === id);
  if (!operation) throw new Error(`there is no ${id}`);
  return Object.keys(onlyMedia(responseOf(document, operation, 422).content)?.examples ?? {});
};

describe('exactly what is exposed', () => {
  const first = [
    'findCard',
    'getCard',
    'updateCardholder',
    'updateCardholderPut',
    'updateCommunication',
    'listPurchases',
    'listPromos',
    'reserveCard',
    'issueReservedCard',
  ];

  it.each([
    ['1.0.0', first],
    ['1.1.0', [...first, 'sendReceiptQr']],
    ['1.2.0', ['issueCard', ...first, 'sendReceiptQr']],
  ] as const)('in revision %s', async (api, ids) => {
    const document = await demoOpenApi({ api });
    expect(document.info.version).toBe(api);
    expect(
      idsIn(document)
        .filter(id => !id.startsWith('listUsers'))
        .sort(),
    ).toEqual([...ids].sort());
  });

  it('the optional operations only if a login may call them', async () => {
    const nobody = await demoOpenApi({ users: [{}, { operations: ['getCard'] }] });
    expect(idsIn(nobody)).not.toContain('listUsers');
    const somebody = await demoOpenApi({ users: [{}, { operations: ['listUsers'] }] });
    expect(idsIn(somebody)).toContain('listUsers');
    expect(idsIn(somebody)).not.toContain('listUsersExtended');
  });

  it('operationNotAllowed where a login may be refused', async () => {
    const document = await demoOpenApi({ users: [{}, { operations: ['getCard'] }] });
    expect(errorsIn(document, 'getCard')).not.toContain('operationNotAllowed');
    expect(errorsIn(document, 'findCard')).toContain('operationNotAllowed');
  });

  it('in the order of the catalogue, whatever that of the mapping', () => {
    const mapping = mappingWith('  getCard: { unsupported: x }\n  findCard: { unsupported: x }\n');
    expect(idsIn(openApiOf(mapping, deployment))).toEqual(['findCard', 'getCard']);
  });

  it('what takes card numbers, with the errors of their keeper and of those who know the owner', () => {
    const mapping = mappingWith(`  reserveCard:
    steps: { free: { reserve: true } }
    response: { cardNumber: "{% $free.cardNumber %}" }
  issueReservedCard:
    steps:
      claimed: { claim: $request.params.cardNumber, person: $request.body.phone }
cards:
  verify:
    steps: { card: { get: /card, ifMissing: severalCards } }
    owner: $card.phone
`);
    const document = openApiOf(mapping, deployment);
    const ofCards = (id: string) => errorsIn(document, id).filter(name => /cards?|crmTimeout/i.test(name));
    expect(ofCards('reserveCard')).toEqual(['noFreeCards', 'cardsUnavailable']);
    expect(ofCards('issueReservedCard')).toEqual([
      'severalCards',
      'cardNotReserved',
      'cardAlreadyIssued',
      'crmTimeout',
      'cardsUnavailable',
    ]);
  });

  it('what is passed on, with the errors that its reply may come to', () => {
    const text = '  getCard: { proxy: true, ifMissing: cardNotFound }\n  updateCardholder: { proxy: true }\n';
    const document = openApiOf(mappingWith(text), deployment);
    expect(errorsIn(document, 'getCard')).toEqual(
      expect.arrayContaining(['cardNotFound', 'crmTimeout', 'contractFault', 'deadlineExceeded']),
    );
    const update = errorsIn(document, 'updateCardholder');
    expect(update).toEqual(expect.arrayContaining(['badContentType', 'bodyTooLarge', 'contractFault']));
    // The body is not read.
    expect(update).not.toContain('badJson');
    expect(update).not.toContain('badMsisdn');
  });

  it('an operation that is not supported has no 200', () => {
    const document = openApiOf(mappingWith('  getCard: { unsupported: no cards }\n'), deployment);
    const [operation] = operationsIn(document);
    expect(Object.keys(operation?.responses ?? {})).toEqual(['401', '422']);
    expect(operation?.description).toContain('Not supported here');
    expect(errorsIn(document, 'getCard')).toContain('unsupported');
    expect(errorsIn(document, 'getCard')).not.toContain('crmTimeout');
    expect(document.components.schemas).not.toHaveProperty('getCardAnswer');
    // Why, is for those who run the gateway.
    expect(JSON.stringify(document)).not.toContain('no cards');
  });

  it('where it is, and how one logs in', async () => {
    const document = await demoOpenApi({ realm: 'cards' });
    expect(document.servers).toEqual([deployment.server]);
    expect(Object.keys(document.paths)).toContain('/v1/card/{cardNumber}');
    expect(document.security).toEqual([{ basic: [] }]);
    const { headers } = document.components.responses.Unauthorized ?? {};
    expect(headers?.['WWW-Authenticate']).toMatchObject({ example: 'Basic realm="cards", charset="UTF-8"' });
  });
});

describe('what a partner has agreed on', () => {
  const document = openApiOf(agreedMapping(), deployment);
  const [find, post, put, patch, forget, tiers] = operationsIn(document);

  it('each method is an operation, with an id of its own', () => {
    expect(idsIn(document)).toEqual([
      'findCard',
      'updateCardholder',
      // The mapping has an updateCardholderPut of its own.
      'updateCardholderPut_',
      'updateCardholderPatch',
      'forgetCard',
      'updateCardholderPut',
    ]);
    expect(put?.requestBody).toEqual(post?.requestBody);
    expect(patch?.responses).toEqual(post?.responses);
  });

  it('paths that differ in the names of their parameters are one', () => {
    expect(Object.keys(document.paths)).toEqual([
      '/v1/card',
      '/v2/holder/{cardNumber}',
      '/v1/tiers/{tier}/{cardNumber}',
    ]);
    expect(forget?.parameters).toMatchObject([{ name: 'cardNumber', in: 'path' }]);
  });

  it('required parameters, and one of several', () => {
    expect(find?.parameters?.map(({ name, required }) => [name, required])).toEqual([
      ['msisdn', false],
      ['email', false],
      ['birthDate', true],
      ['tag', false],
      ['shop', true],
    ]);
    expect(find?.description).toContain('At least one of `msisdn`, `email`, `tag` must be there.');
  });

  it('required members, and one of several', () => {
    expect(document.components.schemas.updateCardholderRequest).toMatchObject({
      required: ['phone', 'consent'],
      allOf: [
        { anyOf: [{ required: ['email'] }, { required: ['surname'] }] },
        { anyOf: [{ required: ['sex'] }, { required: ['birthDate'] }] },
      ],
      additionalProperties: true,
    });
    expect(post?.requestBody?.required).toBe(true);
  });

  it('operations of its own are marked', () => {
    expect(tiers).toMatchObject({ tags: ['custom'], 'x-since': 'custom', 'x-confidence': 'agreed' });
    expect(find).toMatchObject({ tags: ['loyalty'], 'x-since': '1.0.0', 'x-confidence': 'agreed' });
    expect(document.tags.map(({ name }) => name)).toEqual(['loyalty', 'custom']);
  });

  it('its errors', () => {
    const errors = errorTable('en', { cardNotFound: { code: '009', description: 'No such card' } });
    const { examples } = openApiOf(agreedMapping(), { ...deployment, errors }).components;
    expect(examples.cardNotFound?.value).toEqual({ code: '009', description: 'No such card' });
    expect(examples.badMsisdn?.value).toEqual({ code: '1005', description: 'The phone number is not valid' });
  });
});

it('no error is told without an operation that may end so, and none is missing', async () => {
  const document = await demoOpenApi({ users: [{}, { operations: ['getCard'] }] });
  const used = new Set(operationsIn(document).flatMap(({ operationId }) => errorsIn(document, operationId)));
  expect(Object.keys(document.components.examples)).toEqual(
    errorNames.filter(name => used.has(name) || name === 'unauthorized'),
  );
  expect(document.components.examples.crmTimeout?.value).toEqual(usualErrors.crmTimeout);
});

it('the same input gives the same document, and nothing of a param', async () => {
  expect(await demoOpenApi()).toEqual(await demoOpenApi());
  expect(JSON.stringify(await demoOpenApi())).not.toMatch(/CRM_|undefined/);
});
