import * as shape from './shapes.js';

export const operationIds = [
  'findCard',
  'getCard',
  'updateCardholder',
  'updateCommunication',
  'listPurchases',
  'listPromos',
  'reserveCard',
  'issueReservedCard',
  'sendReceiptQr',
  'issueCard',
  'listUsers',
  'listUsersExtended',
] as const;

export type OperationId = (typeof operationIds)[number];

export function isOperationId(id: string): id is OperationId {
  return (operationIds as readonly string[]).includes(id);
}

/** Revisions of the Loyalty Online API, oldest first. */
export const revisions = ['1.0.0', '1.1.0', '1.2.0'] as const;
export type Revision = (typeof revisions)[number];

/** How sure we are of an entry: documented publicly, seen in independent implementations, or assumed by us. */
export type Confidence = 'documented' | 'implemented' | 'assumed';

/** The kind of a request value: what is accepted, and how it is handed on. */
export type FieldKind = 'msisdn' | 'date' | 'email' | 'sex' | 'text' | 'texts' | 'cardNumber';

export interface Field {
  readonly kind: FieldKind;
  readonly required?: boolean;
}

/** What a request may carry. Members that are not named here are handed to the mapping as they came. */
export interface RequestContract {
  readonly params: Readonly<Record<string, Field>>;
  readonly query: Readonly<Record<string, Field>>;
  /** `undefined`: the operation reads no body. */
  readonly body?: Readonly<Record<string, Field>>;
  /** At least one of these query parameters must be there. */
  readonly oneOfQuery?: readonly string[];
  /** The first date may not be after the second. */
  readonly dateOrder?: readonly [string, string];
}

/** What a successful answer looks like. */
export interface ResponseContract {
  /** The body's shapes, any of which will do; none: the body is empty. */
  readonly body: readonly shape.Shape[];
  /** Whether `answer: nothing`, a 200 with an empty body, is allowed although there is a body. */
  readonly mayBeNothing: boolean;
}

/** One entry of the outward API. */
export interface Operation {
  readonly id: OperationId;
  readonly methods: readonly ('GET' | 'POST' | 'PUT')[];
  /** Path with parameters in braces, below the base path. */
  readonly path: string;
  readonly since: Revision | 'optional';
  readonly confidence: Confidence;
  readonly summary: string;
  readonly request: RequestContract;
  readonly response: ResponseContract;
}

const card = {
  cardNumber: shape.required(shape.filled),
  cardState: shape.required(shape.oneOfTexts('active', 'inactive')),
  barcode: shape.required(
    shape.object({
      barcodeNumber: shape.required(shape.filled),
      barcodeType: shape.required(shape.oneOfTexts('EAN_8', 'EAN_13', 'CODE_128', 'UPC_A', 'QR_CODE')),
    }),
  ),
};

const bonus = shape.object({
  total: shape.required(shape.text),
  available: shape.required(shape.text),
  bonuses: shape.required(
    shape.list(
      shape.object({
        description: shape.optional(shape.text),
        amount: shape.required(shape.text),
        validUntil: shape.optional(shape.date),
      }),
    ),
  ),
});

const foundCard = shape.object({ card: shape.required(shape.object(card)) });
const cardWithBonus = shape.object({
  card: shape.required(shape.object({ ...card, bonus: shape.optional(bonus) })),
});

const purchase = shape.object({
  date: shape.required(shape.date),
  item: shape.required(shape.text),
  // Kopecks; a return has a minus.
  amount: shape.required(shape.integer),
  quantity: shape.optional(shape.text),
  location: shape.optional(shape.text),
  bonuses: shape.optional(shape.text),
});

const promo = shape.object({
  id: shape.optional(shape.text),
  title: shape.optional(shape.text),
  description: shape.optional(shape.text),
  image: shape.optional(shape.text),
  startDate: shape.optional(shape.text),
  endDate: shape.optional(shape.text),
});

const userWithParams = shape.object({
  phone: shape.required(shape.digits),
  params: shape.required(
    shape.list(shape.object({ name: shape.required(shape.text), value: shape.required(shape.text) })),
  ),
});

const cardholder = {
  surname: { kind: 'text' },
  firstname: { kind: 'text' },
  patronymic: { kind: 'text' },
  sex: { kind: 'sex' },
  birthDate: { kind: 'date' },
  phone: { kind: 'msisdn' },
  email: { kind: 'email' },
  countryCode: { kind: 'text' },
  locality: { kind: 'text' },
} as const;

const cardNumber = { cardNumber: { kind: 'cardNumber', required: true } } as const;

const empty: ResponseContract = { body: [], mayBeNothing: true };
const body = (...shapes: shape.Shape[]): ResponseContract => ({ body: shapes, mayBeNothing: false });

/** The catalogue of operations: the Loyalty Online API as data. */
export const operations: Readonly<Record<OperationId, Operation>> = {
  findCard: {
    id: 'findCard',
    methods: ['GET'],
    path: '/v1/card',
    since: '1.0.0',
    confidence: 'documented',
    summary: 'find a card by profile data; criteria are combined with OR',
    request: {
      params: {},
      query: { msisdn: { kind: 'msisdn' }, email: { kind: 'email' }, birthDate: { kind: 'date' } },
      oneOfQuery: ['msisdn', 'email', 'birthDate'],
    },
    response: { body: [foundCard], mayBeNothing: true },
  },
  getCard: {
    id: 'getCard',
    methods: ['GET'],
    path: '/v1/card/{cardNumber}',
    since: '1.0.0',
    confidence: 'implemented',
    summary: 'the card with its balance',
    request: { params: cardNumber, query: {} },
    response: body(cardWithBonus),
  },
  updateCardholder: {
    id: 'updateCardholder',
    methods: ['POST', 'PUT'],
    path: '/v1/card/{cardNumber}',
    since: '1.0.0',
    confidence: 'implemented',
    summary: 'the profile changed in the app',
    request: { params: cardNumber, query: {}, body: cardholder },
    response: empty,
  },
  updateCommunication: {
    id: 'updateCommunication',
    methods: ['PUT'],
    path: '/v1/card/{cardNumber}/communication',
    since: '1.0.0',
    confidence: 'documented',
    summary: 'consents to channels',
    request: { params: cardNumber, query: {}, body: { allow: { kind: 'texts' }, deny: { kind: 'texts' } } },
    response: empty,
  },
  listPurchases: {
    id: 'listPurchases',
    methods: ['GET'],
    path: '/v1/card/{cardNumber}/purchases',
    since: '1.0.0',
    confidence: 'implemented',
    summary: 'purchase history, both days included',
    request: {
      params: cardNumber,
      query: { startDate: { kind: 'date', required: true }, endDate: { kind: 'date' } },
      dateOrder: ['startDate', 'endDate'],
    },
    response: body(shape.list(purchase)),
  },
  listPromos: {
    id: 'listPromos',
    methods: ['GET'],
    path: '/v1/promo',
    since: '1.0.0',
    confidence: 'assumed',
    summary: 'promotional offers for the holder',
    request: { params: {}, query: { cardNumber: { kind: 'cardNumber', required: true } } },
    response: body(shape.list(promo)),
  },
  reserveCard: {
    id: 'reserveCard',
    methods: ['GET'],
    path: '/v1/card/anonymous',
    since: '1.0.0',
    confidence: 'implemented',
    summary: 'reserve a free card number for one hour',
    request: { params: {}, query: {} },
    response: body(shape.object({ cardNumber: shape.required(shape.filled) }), shape.filled),
  },
  issueReservedCard: {
    id: 'issueReservedCard',
    methods: ['POST'],
    path: '/v1/card/anonymous/{cardNumber}',
    since: '1.0.0',
    confidence: 'implemented',
    summary: 'issue the reserved number to a person',
    request: { params: cardNumber, query: {}, body: cardholder },
    response: empty,
  },
  sendReceiptQr: {
    id: 'sendReceiptQr',
    methods: ['POST'],
    path: '/v1/promo/qrCode',
    since: '1.1.0',
    confidence: 'assumed',
    summary: 'the QR code of a cash receipt',
    request: {
      params: {},
      query: {},
      body: { cardNumber: { kind: 'cardNumber' }, qrCode: { kind: 'text' } },
    },
    response: empty,
  },
  issueCard: {
    id: 'issueCard',
    methods: ['POST'],
    path: '/v1/card/anonymous',
    since: '1.2.0',
    confidence: 'assumed',
    summary: 'issue a card without reserving a number first',
    request: { params: {}, query: {}, body: cardholder },
    response: body(foundCard),
  },
  listUsers: {
    id: 'listUsers',
    methods: ['GET'],
    path: '/v1/card/getAllUsers',
    since: 'optional',
    confidence: 'documented',
    summary: 'phones of users with special conditions',
    request: { params: {}, query: {} },
    response: body(shape.list(shape.digits)),
  },
  listUsersExtended: {
    id: 'listUsersExtended',
    methods: ['GET'],
    path: '/v1/card/getAllUsersExtended',
    since: 'optional',
    confidence: 'documented',
    summary: 'the same with parameters',
    request: { params: {}, query: {} },
    response: body(shape.list(userWithParams)),
  },
};

/** Whether a revision of the API has an operation; the optional ones are in every revision. */
export function isInRevision(operation: Operation, revision: Revision): boolean {
  return operation.since === 'optional' || revisions.indexOf(operation.since) <= revisions.indexOf(revision);
}
