import { configJsonSchema } from '../../config/json-schema.js';
import { type JsonSchema, jsonSchemaOf } from '../../document/json-schema.js';
import { mappingJsonSchema } from '../../mapping/json-schema.js';
import { dataFields } from '../../selftest/data.js';
import { testJsonSchema } from '../../testing/json-schema.js';

/** The JSON Schemas, by the kinds of files that they are for. */
const schemas = {
  mapping: mappingJsonSchema,
  config: configJsonSchema,
  test: testJsonSchema,
  selftest: () => jsonSchemaOf(dataFields, 'The data of loyalty-gw selftest'),
} as const satisfies Record<string, () => JsonSchema>;

export type SchemaKind = keyof typeof schemas;

export const schemaKinds = Object.keys(schemas) as SchemaKind[];

/** The text of a JSON Schema file. */
export function schemaText(kind: SchemaKind): string {
  return `${JSON.stringify(schemas[kind](), null, 2)}\n`;
}
