import type { OpenApiDocument, Ref } from '../types.js';

/** Finds what a Reference Object stands for. Our components are named without the ~ and / that pointers escape. */
export function resolver(document: OpenApiDocument): <T extends object>(value: T | Ref) => T {
  return value => {
    if (!('$ref' in value) || typeof value.$ref !== 'string') return value as never;
    const [, ...names] = value.$ref.split('/');
    return names.reduce<unknown>((found, name) => Object(found)[name], document) as never;
  };
}
