import { type ErrorName, type ErrorTable, errorCatalogue } from '../loyalty-api/errors.js';
import type { ResponseContract } from '../loyalty-api/operations.js';
import { shapeExample } from './example-values.js';
import type { Example, Header, MediaType, OperationObject, Ref, Response, Schema } from './types.js';

/** As each answer says it, whether or not it has a body. */
const JSON_TYPE = 'application/json; charset=utf-8';

const requestId = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };

/** The answers of an operation. */
export function responsesOf(
  contract: ResponseContract,
  options: { answer: string; errors: readonly ErrorName[]; isSupported: boolean },
): OperationObject['responses'] {
  return {
    ...(options.isSupported ? { 200: success(contract, options.answer) } : {}),
    401: { $ref: '#/components/responses/Unauthorized' },
    422: {
      description: 'It failed: `code` tells why.',
      headers: requestId,
      content: { [JSON_TYPE]: failure(options.errors) },
    },
  };
}

/** OpenAPI has no words for "this content or none": only the description can say so. */
function success({ body, mayBeNothing }: ResponseContract, $ref: string): Response {
  const [shape] = body;
  if (!shape) return { description: 'Done. The body is empty.', headers: requestId };
  return {
    description: mayBeNothing ? 'Done. An empty body says that nothing was found.' : 'Done.',
    headers: requestId,
    content: { [JSON_TYPE]: { schema: { $ref }, example: shapeExample(shape) } },
  };
}

function failure(errors: readonly ErrorName[]): MediaType {
  const examples = errors.map((name): [string, Ref] => [name, { $ref: `#/components/examples/${name}` }]);
  return { schema: { $ref: '#/components/schemas/Error' }, examples: Object.fromEntries(examples) };
}

export const errorSchema: Schema = {
  type: 'object',
  description: 'What went wrong.',
  properties: {
    code: { type: 'string', minLength: 1, description: 'Which error it is; stable.' },
    description: { type: 'string', description: 'The same for people.' },
  },
  required: ['code', 'description'],
};

/** Errors as this deployment calls them, by the names that the gateway's log has. */
export function errorExamples(
  table: ErrorTable,
  names: readonly ErrorName[],
): Readonly<Record<string, Example>> {
  const examples = names.map((name): [string, Example] => {
    const { code, description } = table[name];
    return [name, { summary: errorCatalogue[name].description.en, value: { code, description } }];
  });
  return Object.fromEntries(examples);
}

/** A login that is not accepted; the challenge is that of RFC 7617, 2. */
export function unauthorized(realm: string): Response {
  return {
    description: 'The login or the password is wrong, or was not sent.',
    headers: {
      ...requestId,
      'WWW-Authenticate': {
        description: 'Asks for Basic authentication.',
        required: true,
        schema: { type: 'string' },
        example: `Basic realm="${realm}", charset="UTF-8"`,
      },
    },
    content: { [JSON_TYPE]: failure(['unauthorized']) },
  };
}

export const requestIdHeader: Header = {
  description: "The request's number in the gateway's log: tell it when you ask what went wrong.",
  required: true,
  schema: { type: 'string', minLength: 1 },
};
