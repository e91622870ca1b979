import type { JsonSchema } from '../../document/json-schema.js';

/** What may stand at a path: the schemas that are left of all choices on the way. */
export function schemasAt(root: JsonSchema, path: readonly string[]): JsonSchema[] {
  let found = alternatives(root, root);
  for (const part of path)
    found = found.flatMap(schema => below(schema, part).flatMap(inner => alternatives(root, inner)));
  return found;
}

/** A schema, or the choices that it leaves. */
function alternatives(root: JsonSchema, schema: JsonSchema): JsonSchema[] {
  const { $ref, allOf = [], anyOf = [] } = schema;
  const own = schema.properties || schema.enum || schema.const !== undefined || schema.type ? [schema] : [];
  const named =
    $ref === undefined
      ? []
      : [(root.definitions as Record<string, JsonSchema> | undefined)?.[$ref.replace('#/definitions/', '')]];
  const inner = [...named, ...allOf, ...anyOf].filter((each): each is JsonSchema => typeof each === 'object');
  return [...own, ...inner.flatMap(each => alternatives(root, each))];
}

function below({ properties = {}, additionalProperties, items }: JsonSchema, part: string): JsonSchema[] {
  const found =
    part === '[]' ? items : (properties[part] ?? properties[part.replace(/\?$/, '')] ?? additionalProperties);
  return typeof found === 'object' && !Array.isArray(found) ? [found as JsonSchema] : [];
}

/** The keys of some choices, less those that do not go with the keys that are there. */
export function keysOf(schemas: readonly JsonSchema[], present: readonly string[]): [string, JsonSchema][] {
  const withKeys = schemas.filter(({ properties }) => properties);
  const fitting = withKeys.filter(({ properties = {} }) =>
    present.every(key => Object.hasOwn(properties, key)),
  );
  const keys = new Map<string, JsonSchema>();
  for (const { properties = {} } of fitting.length > 0 ? fitting : withKeys)
    for (const [key, schema] of Object.entries(properties))
      if (typeof schema === 'object' && !present.includes(key) && !keys.has(key))
        keys.set(key, schema as JsonSchema);
  return [...keys];
}
