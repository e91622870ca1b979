import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isCalendarDay } from '../../src/loyalty-api/calendar.js';
import {
  methodKeys,
  type OpenApiDocument,
  type OperationObject,
  type Schema,
} from '../../src/openapi/types.js';

/** A keyword that JSON Schema does not know is an error. Parts of a schema that stand in anyOf need say no type. */
const ajv = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  formats: { date: isCalendarDay },
});

/** A validator of a schema that refers to the components of a document. */
export function validatorOf({ components }: OpenApiDocument, schema: Schema): ValidateFunction {
  const local = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/components/schemas/', '"#/$defs/'));
  return ajv.compile({ ...Object(local(schema)), $defs: local(components.schemas) });
}

export function operationsIn({ paths }: OpenApiDocument): OperationObject[] {
  return Object.values(paths).flatMap(item => methodKeys.flatMap(key => item[key] ?? []));
}

/** What an operation says of an answer, in place of what it refers to. */
export function responseOf(document: OpenApiDocument, operation: OperationObject, status: number) {
  const response = operation.responses[status];
  const found =
    response && '$ref' in response
      ? document.components.responses[response.$ref.split('/').at(-1) ?? '']
      : response;
  if (!found) throw new Error(`${operation.operationId} has no answer ${status}`);
  return found;
}

/** The one media type of a content. */
export function onlyMedia<T>(content: Readonly<Record<string, T>> | undefined): T | undefined {
  return Object.values(content ?? {})[0];
}
