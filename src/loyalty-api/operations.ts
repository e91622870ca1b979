import { barcodeTypes } from './barcodes.js';
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

/**
 * How sure we are of an entry: documented publicly, seen in independent implementations, assumed by us, or agreed
 * between a partner and Koshelek, which is what a mapping says.
 */
export type Confidence = 'documented' | 'implemented' | 'assumed' | 'agreed';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

/** The kinds of request values: what is accepted, and how it is handed on. */
export const fieldKinds = [
  'msisdn',
  'date',
  'email',
  'sex',
  'text',
  'texts',
  'cardNumber',
  'segment',
] as const;
export type FieldKind = (typeof fieldKinds)[number];

export type Fields = Readonly<Record<string, FieldKind>>;

/** A value of a request that is not part of its path. */
export interface FieldName {
  readonly part: 'query' | 'body';
  readonly name: string;
}

/** What a request may carry. Members that are not named here are handed to the mapping as they came. */
export interface RequestContract {
  /** Those of the route, all of which a request has. */
  readonly params: Fields;
  readonly query: Fields;
  /** `undefined`: the operation reads no body. */
  readonly body?: Fields;
  /** Of each of these lists at least one must be there. */
  readonly require?: readonly (readonly FieldName[])[];
  /** Query parameters, of which the first date may not be after the second. */
  readonly dateOrder?: readonly [string, string];
}

/** What a successful answer looks like. */
export interface ResponseContract {
  /** The body's shapes, any of which will do; none: the body is empty. */
  readonly body: readonly shape.Shape[];
  /** Whether `answer: nothing`, a 200 with an empty body, is allowed although there is a body. */
  readonly mayBeNothing: boolean;
}

/** One entry of the outward API: of the catalogue, or what a mapping has made of it or added to it. */
export interface Operation {
  /** An OperationId, or the name of a mapping's own operation. */
  readonly id: string;
  readonly methods: readonly Method[];
  /** Path with parameters in braces, below the base path. */
  readonly path: string;
  /** `custom`: a mapping's own. */
  readonly since: Revision | 'optional' | 'custom';
  /** Without it no scenario of Koshelek can begin. */
  readonly core?: true;
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
      barcodeType: shape.required(shape.oneOfTexts(...barcodeTypes)),
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
  surname: 'text',
  firstname: 'text',
  patronymic: 'text',
  sex: 'sex',
  birthDate: 'date',
  phone: 'msisdn',
  email: 'email',
  countryCode: 'text',
  locality: 'text',
} as const;

const cardNumber = { cardNumber: 'cardNumber' } as const;
const query = (name: string): FieldName => ({ part: 'query', name });

const empty: ResponseContract = { body: [], mayBeNothing: true };
const body = (...shapes: shape.Shape[]): ResponseContract => ({ body: shapes, mayBeNothing: false });

/** The catalogue of operations: the Loyalty Online API as data. */
export const operations: Readonly<Record<OperationId, Operation>> = {
  findCard: {
    id: 'findCard',
    methods: ['GET'],
    path: '/v1/card',
    since: '1.0.0',
    core: true,
    confidence: 'documented',
    summary: 'find a card by profile data; criteria are combined with OR',
    request: {
      params: {},
      query: { msisdn: 'msisdn', email: 'email', birthDate: 'date' },
      require: [[query('msisdn'), query('email'), query('birthDate')]],
    },
    response: { body: [foundCard], mayBeNothing: true },
  },
  getCard: {
    id: 'getCard',
    methods: ['GET'],
    path: '/v1/card/{cardNumber}',
    since: '1.0.0',
    core: true,
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
    request: { params: cardNumber, query: {}, body: { allow: 'texts', deny: 'texts' } },
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
      query: { startDate: 'date', endDate: 'date' },
      require: [[query('startDate')]],
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
    request: { params: {}, query: cardNumber, require: [[query('cardNumber')]] },
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
      body: { cardNumber: 'cardNumber', qrCode: 'text' },
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

/** Whether a revision of the API has an operation; the optional ones and a mapping's own are in every revision. */
export function isInRevision({ since }: Operation, revision: Revision): boolean {
  if (since === 'optional' || since === 'custom') return true;
  return revisions.indexOf(since) <= revisions.indexOf(revision);
}

/** What the API's routes begin with; real partners have `v2` as well. */
export const usualVersion = 'v1';

/** The operation of the catalogue on a route with another version segment, which may be empty. */
export function withVersion(operation: Operation, version: string): Operation {
  return version === usualVersion ? operation : { ...operation, path: versioned(operation.path, version) };
}

/** A path that begins as the API's routes do, with another version segment, which may be empty. */
export function versioned(path: string, version: string): string {
  const below = path.slice(usualVersion.length + 1);
  return version === '' ? below : `/${version}${below}`;
}
