import { z } from 'zod';

/** A JSON Schema of draft 07, which is what the language servers of editors know best. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * Says how a value is written in a file where its schema does not tell: a class, a choice, text that is parsed. The
 * JSON Schema of it is then that of `written`.
 *
 * @param schema is changed and given back. `describe` and the like copy a schema without this: they come first
 */
export function writtenAs<S extends z.ZodType>(schema: S, written: z.ZodType): S {
  schema._zod.processJSONSchema = (context, _, params) => {
    z.core.processSchema(written, context, params);
    const made = context.seen.get(schema);
    if (made) made.ref = written;
  };
  return schema;
}

/**
 * The JSON Schema of a file, from the one description of its fields: it accepts whatever `readShape` accepts.
 *
 * Beside `describe`, a field may have in its `meta` what is usual where nothing is said (`usual`), and the name under
 * which the schema holds it once for all its places (`id`).
 *
 * @param change what else is to be said of each value, from the inside out
 */
export function jsonSchemaOf(
  fields: z.ZodType,
  title: string,
  change: (schema: JsonSchema) => JsonSchema = same => same,
): JsonSchema {
  const { $schema, ...made } = z.toJSONSchema(fields, { target: 'draft-07', io: 'input' });
  const schema = mapSchema(made, schema => change(forEditors(schema)));
  return { $schema, title, ...schema };
}

/** As an editor shows it: in plain text, without links, which lead nowhere there, and without what says nothing. */
function forEditors({ id: _, usual, propertyNames, ...schema }: JsonSchema): JsonSchema {
  const { description, default: fallback } = schema;
  const isEmpty = typeof fallback === 'object' && Object.keys(fallback ?? {}).length === 0;
  if (isEmpty) delete schema.default;
  if (isSchema(propertyNames) && propertyNames.enum) Object.assign(schema, withNames(schema, propertyNames));
  if (description === undefined) return schema;
  const text = usual === undefined ? description : `${description} (default: ${usual})`;
  return { ...schema, description: text.replace(/\[([^\]]+)\]\([^)]+\)|\*\*/g, '$1') };
}

/** Names of which an object has some, as its properties: editors propose them, each with what it is. */
function withNames({ additionalProperties: value }: JsonSchema, names: JsonSchema): JsonSchema {
  const { enumDescriptions } = names as { enumDescriptions?: readonly string[] };
  const properties = (names.enum ?? []).map((name, index) => [
    name,
    { ...(value as JsonSchema), description: enumDescriptions?.[index] },
  ]);
  return { properties: Object.fromEntries(properties), additionalProperties: false };
}

/** A copy in which every schema, from the inside out, was changed. */
function mapSchema(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const copy: Record<string, unknown> = { ...schema };
  const mapped = (inner: unknown) => (isSchema(inner) ? mapSchema(inner, change) : inner);
  for (const keyword of ['items', 'additionalProperties']) {
    if (keyword in copy) copy[keyword] = mapped(copy[keyword]);
  }
  for (const keyword of ['anyOf', 'allOf']) {
    if (Array.isArray(copy[keyword])) copy[keyword] = copy[keyword].map(mapped);
  }
  for (const keyword of ['properties', 'definitions']) {
    if (!isSchema(copy[keyword])) continue;
    const members = Object.entries(copy[keyword]).map(([name, inner]) => [name, mapped(inner)]);
    copy[keyword] = Object.fromEntries(members);
  }
  return change(copy);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
