import { type JsonSchema, jsonSchemaOf } from '../document/json-schema.js';
import { testFields } from './fields.js';

/** The JSON Schema of a test file, for editors. */
export function testJsonSchema(): JsonSchema {
  return jsonSchemaOf(testFields, 'A test file of loyalty-gw', orColumn);
}

/** In a case that is a table, `${column}` stands in for whatever the value is to be. */
function orColumn(schema: JsonSchema): JsonSchema {
  const isFree = schema.type === 'string' && schema.enum === undefined && schema.pattern === undefined;
  if (typeof schema.type !== 'string' || isFree || schema.type === 'object') return schema;
  const { description, default: fallback, ...value } = schema;
  const anyOf = [value, { type: 'string' as const, pattern: '\\$\\{' }];
  return { description, default: fallback, anyOf };
}
