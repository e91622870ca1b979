import { type JsonSchema, jsonSchemaOf } from '../document/json-schema.js';
import { mappingFields } from './fields.js';

/** The JSON Schema of mappings, for editors. */
export function mappingJsonSchema(): JsonSchema {
  return jsonSchemaOf(mappingFields, 'A mapping of loyalty-gw');
}
