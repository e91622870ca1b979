import { asObject, type Json, listAt, memberOf, objectAt, textAt } from './json.js';
import type { OpenApiSource } from './read.js';

/** A call that the CRM offers. */
export interface OfferedCall {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With its templates in braces. */
  readonly path: string;
  /** How the file calls it, in a few words. */
  readonly summary: string;
  readonly id: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly hasBody: boolean;
  /** Of a reply that is a success. */
  readonly reply: Reply;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: unknown;
  readonly example: unknown;
}

/** `isJson` is false where the file speaks of other bodies alone. */
export interface Reply {
  readonly isJson: boolean;
  readonly schema?: unknown;
  readonly example?: unknown;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** All calls of the file, in its order. */
export function offeredCalls({ root, follow }: OpenApiSource): OfferedCall[] {
  return Object.entries(objectAt(root, 'paths') ?? {}).flatMap(([path, given]) => {
    const item = asObject(follow(given));
    if (!item || !path.startsWith('/')) return [];
    return METHODS.flatMap(method => {
      const operation = asObject(follow(item[method]));
      return operation ? [callOf(path, method, item, operation, follow)] : [];
    });
  });
}

function callOf(
  path: string,
  method: OfferedCall['method'],
  item: Json,
  operation: Json,
  follow: OpenApiSource['follow'],
): OfferedCall {
  // A parameter of the operation stands in the place of one of the path.
  const parameters = new Map<string, Parameter>();
  for (const given of [...listAt(item, 'parameters'), ...listAt(operation, 'parameters')]) {
    const parameter = parameterOf(follow(given), follow);
    parameters.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  const all = [...parameters.values()];
  return {
    method,
    path,
    summary: textAt(operation, 'summary') ?? textAt(item, 'summary') ?? '',
    id: textAt(operation, 'operationId') ?? '',
    tags: listAt(operation, 'tags').filter(tag => typeof tag === 'string'),
    parameters: all,
    hasBody:
      memberOf(operation, 'requestBody') !== undefined || all.some(({ in: where }) => where === 'body'),
    reply: replyOf(operation, follow),
  };
}

function parameterOf(given: unknown, follow: OpenApiSource['follow']): Parameter {
  // In Swagger 2.0 a parameter is its own schema.
  const schema = follow(memberOf(given, 'schema') ?? given);
  return {
    name: textAt(given, 'name') ?? '',
    in: textAt(given, 'in') ?? '',
    required: memberOf(given, 'required') === true,
    schema,
    example: memberOf(given, 'example') ?? memberOf(schema, 'example') ?? listAt(schema, 'examples')[0],
  };
}

function replyOf(operation: Json, follow: OpenApiSource['follow']): Reply {
  const responses = objectAt(operation, 'responses') ?? {};
  const codes = Object.keys(responses);
  const code = codes.find(each => /^2/.test(each)) ?? codes.find(each => each === 'default');
  const response = code === undefined ? undefined : follow(responses[code]);
  const content = objectAt(response, 'content');
  if (!content) {
    // Swagger 2.0.
    const schema = memberOf(response, 'schema');
    return { isJson: true, schema, example: memberOf(objectAt(response, 'examples'), 'application/json') };
  }
  const types = Object.keys(content);
  const type = types.find(each => /json/i.test(each)) ?? types.find(each => each === '*/*');
  if (type === undefined) return { isJson: types.length === 0 };
  const media = follow(content[type]);
  const [named] = Object.values(objectAt(media, 'examples') ?? {});
  return {
    isJson: true,
    schema: memberOf(media, 'schema'),
    example: memberOf(media, 'example') ?? memberOf(follow(named), 'value'),
  };
}
