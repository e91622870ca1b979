import type { FieldKind, Operation } from '../loyalty-api/operations.js';
import { fieldExample } from '../openapi/example-values.js';
import { fieldDescription } from '../openapi/field-schema.js';
import { requiredNames, rulesOfRequest, valuesOf } from '../openapi/request.js';
import type { OperationForm, RequestField } from './api.js';

/** The request contract of an operation as the fields of a form. */
export function operationForm(operation: Operation): OperationForm {
  const { id, summary, since, methods, path, request } = operation;
  const of = (part: 'query' | 'body') => {
    const required = requiredNames(request, part);
    return [...valuesOf(request, part)].map(([name, kind]) =>
      field(part, name, kind, required.includes(name)),
    );
  };
  return {
    id,
    summary,
    since,
    method: methods[0] ?? 'GET',
    path,
    fields: [
      ...Object.entries(request.params).map(([name, kind]) => field('params', name, kind, true)),
      ...of('query'),
      ...of('body'),
    ],
    hasBody: request.body !== undefined,
    rules: rulesOfRequest(operation),
  };
}

/** @param kind none where the mapping alone demands the value: it may be any text */
function field(
  part: RequestField['part'],
  name: string,
  kind: FieldKind | undefined,
  required: boolean,
): RequestField {
  return {
    part,
    name,
    kind: kind ?? 'text',
    required,
    description: fieldDescription(kind),
    example: fieldExample(name, kind),
    ...(kind === 'sex' && { enum: ['m', 'f'] }),
  };
}
