import { type JsonSchema, jsonSchemaOf } from '../document/json-schema.js';
import { configSchema } from './fields.js';
import { Source } from './source.js';

/** A variable of the environment stands in for whatever the text is to be. */
const VARIABLE = '\\$\\{';

/** The JSON Schema of a config file, for editors. */
export function configJsonSchema(): JsonSchema {
  return jsonSchemaOf(configSchema(new Source('.')), 'The config of loyalty-gw', asText);
}

/** Where the fields see a text, the file may hold any scalar (see `textsOf`), and a variable in a text. */
function asText(schema: JsonSchema): JsonSchema {
  if (schema.type !== 'string') return schema;
  const { pattern, enum: names, ...rest } = schema;
  if (names) {
    const { type, enumDescriptions, ...said } = rest as JsonSchema & { enumDescriptions?: unknown };
    return {
      ...said,
      anyOf: [
        { type, enum: names, enumDescriptions },
        { type, pattern: VARIABLE },
      ],
    };
  }
  const either = pattern === undefined ? {} : { pattern: `${pattern}|${VARIABLE}` };
  return { ...rest, ...either, type: ['string', 'number', 'boolean'] as never };
}
