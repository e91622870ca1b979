import type { FieldKind, FieldName, Operation, RequestContract } from '../loyalty-api/operations.js';
import { fieldExample } from './example-values.js';
import { fieldDescription, fieldSchema } from './field-schema.js';
import type { Parameter, RequestBody, Schema } from './types.js';

/** The parameters of an operation: those of its path, then those of its query. */
export function parametersOf(contract: RequestContract): Parameter[] {
  const required = requiredNames(contract, 'query');
  return [
    ...Object.entries(contract.params).map(([name, kind]) => parameter('path', name, kind, true)),
    ...[...valuesOf(contract, 'query')].map(([name, kind]) =>
      parameter('query', name, kind, required.includes(name)),
    ),
  ];
}

function parameter(
  place: Parameter['in'],
  name: string,
  kind: FieldKind | undefined,
  required: boolean,
): Parameter {
  return {
    name,
    in: place,
    required,
    description: fieldDescription(kind),
    schema: kind ? fieldSchema(kind) : { type: 'string' },
    example: fieldExample(name, kind),
  };
}

/** @param $ref the component that `requestSchema` is */
export function requestBody(contract: RequestContract, $ref: string): RequestBody {
  const { require = [] } = contract;
  const example = [...valuesOf(contract, 'body')].map(([name, kind]) => [name, fieldExample(name, kind)]);
  return {
    description:
      'A JSON object in UTF-8. Members that are not named here may be sent too. A member that is null or blank ' +
      'counts as not sent; where a text, a phone or a card number belongs, a JSON number is accepted as well.',
    // Nothing at all is read as an empty object.
    required: require.some(names => names.every(({ part }) => part === 'body')),
    content: { 'application/json': { schema: { $ref }, example: Object.fromEntries(example) } },
  };
}

/** The schema of a request's body. */
export function requestSchema(contract: RequestContract): Schema {
  const properties = [...valuesOf(contract, 'body')].map(([name, kind]) => [
    name,
    { ...(kind ? fieldSchema(kind) : {}), description: fieldDescription(kind) },
  ]);
  const required = requiredNames(contract, 'body');
  const choices = (contract.require ?? []).filter(
    names => names.length > 1 && names.every(({ part }) => part === 'body'),
  );
  return {
    type: 'object',
    ...(properties.length > 0 ? { properties: Object.fromEntries(properties) } : {}),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: true,
    ...anyOfEach(choices.map(names => names.map(({ name }): Schema => ({ required: [name] })))),
  };
}

/** The values that one part of a request may hold; a mapping may require what it says no kind of. */
export function valuesOf(
  contract: RequestContract,
  part: FieldName['part'],
): ReadonlyMap<string, FieldKind | undefined> {
  const { require = [] } = contract;
  const values = new Map<string, FieldKind | undefined>(Object.entries(contract[part] ?? {}));
  for (const { part: other, name } of require.flat()) {
    if (other === part && !values.has(name)) values.set(name, undefined);
  }
  return values;
}

/** What the schemas of a request cannot say, in sentences. */
export function rulesOfRequest({ request }: Operation): string[] {
  const { require = [], dateOrder, query } = request;
  const choices = require
    .filter(names => names.length > 1)
    .map(names => `At least one of ${names.map(({ name }) => `\`${name}\``).join(', ')} must be there.`);
  return [
    ...choices,
    ...(dateOrder ? [`\`${dateOrder[0]}\` may not be after \`${dateOrder[1]}\`.`] : []),
    ...(Object.keys(query).length > 0
      ? ['Each parameter may be given once; a blank one counts as not given.']
      : []),
  ];
}

/** What must be there in any case, without a choice. */
export function requiredNames({ require = [] }: RequestContract, part: FieldName['part']): string[] {
  const names = require.flatMap(([only, ...others]) =>
    only?.part === part && others.length === 0 ? [only.name] : [],
  );
  return [...new Set(names)];
}

/** Several choices must all be made. */
function anyOfEach(choices: readonly (readonly Schema[])[]): Schema {
  const [only, ...others] = choices;
  if (!only) return {};
  return others.length === 0 ? { anyOf: only } : { allOf: choices.map(anyOf => ({ anyOf })) };
}
