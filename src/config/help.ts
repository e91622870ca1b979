import { z } from 'zod';
import { configSchema } from './fields.js';
import { Source } from './source.js';

/** One field of the config file, as help and documentation show it. */
export interface ConfigField {
  /** `users[].password` */
  readonly name: string;
  readonly description: string;
  readonly default?: string;
  /** By the object that it is a member of. */
  readonly required: boolean;
  readonly secret: boolean;
}

/** The fields of the config file in the order of the file, from their one description. */
export function configFields(): ConfigField[] {
  const schema = z.toJSONSchema(configSchema(new Source('.')), { io: 'input', unrepresentable: 'any' });
  return [...fieldsIn('', schema, true)];
}

function* fieldsIn(
  name: string,
  schema: z.core.JSONSchema.BaseSchema,
  required: boolean,
): Generator<ConfigField> {
  if (schema.description !== undefined) {
    const { description, default: value, secret } = schema;
    const shown = typeof value === 'string' && value !== '' ? value : undefined;
    yield { name, description, default: shown, required, secret: secret === true };
    return;
  }
  for (const [key, member] of Object.entries(schema.properties ?? {})) {
    if (typeof member !== 'object') continue;
    yield* fieldsIn(name === '' ? key : `${name}.${key}`, member, schema.required?.includes(key) ?? false);
  }
  const { items, additionalProperties: others } = schema;
  if (typeof items === 'object' && !Array.isArray(items)) yield* fieldsIn(`${name}[]`, items, false);
  if (typeof others === 'object') yield* fieldsIn(`${name}.NAME`, others, false);
}
