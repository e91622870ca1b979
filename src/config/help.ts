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
  const members = [...membersOf(name, schema)];
  for (const [member, inner, isRequired] of members) yield* fieldsIn(member, inner, isRequired);
  if (members.length > 0 || schema.description === undefined) return;
  const { description, default: value, secret } = schema;
  const shown = typeof value === 'string' && value !== '' ? value : undefined;
  yield { name, description, default: shown, required, secret: secret === true };
}

/** What stands in an object or a list, under names as help writes them, and whether it is required there. */
function* membersOf(
  name: string,
  { properties, required, items, additionalProperties: others }: z.core.JSONSchema.BaseSchema,
): Generator<[string, z.core.JSONSchema.BaseSchema, boolean]> {
  for (const [key, member] of Object.entries(properties ?? {})) {
    if (typeof member !== 'object') continue;
    yield [name === '' ? key : `${name}.${key}`, member, required?.includes(key) ?? false];
  }
  if (typeof items === 'object' && !Array.isArray(items) && items.properties)
    yield [`${name}[]`, items, false];
  if (typeof others === 'object') yield [`${name}.NAME`, others, false];
}
