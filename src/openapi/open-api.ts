import { type ErrorName, type ErrorTable, errorNames } from '../loyalty-api/errors.js';
import type { Confidence, Operation, Revision } from '../loyalty-api/operations.js';
import { pathItems, type Route } from './path-items.js';
import { parametersOf, requestBody, requestSchema, rulesOfRequest } from './request.js';
import { errorExamples, errorSchema, requestIdHeader, responsesOf, unauthorized } from './responses.js';
import { ANYTHING, anythingSchema, bodySchema } from './shape-schema.js';
import type { OpenApiDocument, OperationObject, Schema, Tag } from './types.js';

/** What a document is made of. */
export interface OpenApiInput {
  /** Of the mapping. */
  readonly name: string;
  readonly api: Revision;
  /** Where the paths begin, with the base path; a path alone is below where the document lies. */
  readonly server: { readonly url: string; readonly description: string };
  readonly realm: string;
  /** Those that can be called, and in this order. */
  readonly operations: readonly DescribedOperation[];
  readonly errors: ErrorTable;
}

export interface DescribedOperation {
  readonly operation: Operation;
  /** Those that a 422 may tell. */
  readonly errors: readonly ErrorName[];
  /** Whether it can be answered by anything else. */
  readonly isSupported: boolean;
}

/** Describes what a gateway exposes, in OpenAPI 3.1. The same input gives the same document. */
export function openApiDocument(input: OpenApiInput): OpenApiDocument {
  const { name, api, server, realm, operations, errors } = input;
  const used = new Set<ErrorName>(['unauthorized', ...operations.flatMap(each => each.errors)]);
  const shownErrors = errorNames.filter(error => used.has(error));
  return {
    openapi: '3.1.0',
    info: { title: `Loyalty Online API: ${name}`, version: api, description: introduction },
    servers: [server],
    security: [{ basic: [] }],
    tags: tags.filter(({ name: tag }) => operations.some(({ operation }) => tagOf(operation) === tag)),
    paths: pathItems(operations.map(routeOf)),
    components: {
      schemas: { ...schemasOf(operations), [ANYTHING]: anythingSchema, Error: errorSchema },
      responses: { Unauthorized: unauthorized(realm) },
      headers: { RequestId: requestIdHeader },
      examples: errorExamples(errors, shownErrors),
      securitySchemes: {
        basic: {
          type: 'http',
          scheme: 'basic',
          description: 'The login and the password that the partner gave to Koshelek (RFC 7617, in UTF-8).',
        },
      },
    },
  };
}

const introduction = [
  'What Koshelek can call here. Requests and answers are JSON in UTF-8.',
  'An answer is a 200, a 422 when something went wrong, or a 401 when the login is not accepted; nothing else. ' +
    'Each has `Content-Type: application/json; charset=utf-8`, also when its body is empty.',
  'Every scalar of an answer is a string, whatever its nature. Query parameters, and members of bodies, that are ' +
    'not named here are allowed.',
].join('\n\n');

const tags: readonly Tag[] = [
  { name: 'loyalty', description: 'Operations of the Loyalty Online API.' },
  { name: 'custom', description: 'Operations agreed between the partner and Koshelek.' },
];

function tagOf({ since }: Operation): string {
  return since === 'custom' ? 'custom' : 'loyalty';
}

function routeOf({ operation, errors, isSupported }: DescribedOperation): Route {
  const { id, request, response, summary, since, confidence } = operation;
  const parameters = parametersOf(request);
  const described: Omit<OperationObject, 'operationId'> = {
    tags: [tagOf(operation)],
    summary: `${summary.charAt(0).toUpperCase()}${summary.slice(1)}`,
    description: [
      ...(isSupported ? [] : ['Not supported here: each call is answered by an error.']),
      ...rulesOfRequest(operation),
      `${sinceText(operation)} ${confidenceText[confidence]}`,
    ].join(' '),
    'x-since': since,
    'x-confidence': confidence,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(request.body ? { requestBody: requestBody(request, ref(requestName(id))) } : {}),
    responses: responsesOf(response, { answer: ref(answerName(id)), errors, isSupported }),
  };
  return { operation, described };
}

function sinceText({ since }: Operation): string {
  if (since === 'custom') return 'Not of the Loyalty Online API.';
  return since === 'optional' ? 'Optional in every revision.' : `Since revision ${since}.`;
}

const confidenceText: Readonly<Record<Confidence, string>> = {
  documented: 'Documented by Koshelek.',
  implemented: 'Not documented publicly, but implemented so by several partners.',
  assumed: 'Not documented publicly, so assumed: hold it against your copy of the reference.',
  agreed: 'Agreed between the partner and Koshelek.',
};

function schemasOf(operations: readonly DescribedOperation[]): Record<string, Schema> {
  const schemas: Record<string, Schema> = {};
  for (const { operation, isSupported } of operations) {
    const { id, request, response } = operation;
    if (request.body) schemas[requestName(id)] = requestSchema(request);
    if (isSupported && response.body.length > 0) schemas[answerName(id)] = bodySchema(response.body);
  }
  return schemas;
}

const requestName = (id: string) => `${id}Request`;
const answerName = (id: string) => `${id}Answer`;
const ref = (schema: string) => `#/components/schemas/${schema}`;
