import { Document } from '../document/document.js';
import { scalarText } from '../json/values.js';

/** A param as a mapping declares it. */
export interface DeclaredParam {
  readonly name: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly default?: string;
  /** What it is, with the values that it may have. */
  readonly about: string;
}

/** The params of a mapping that is known to be sound. */
export function declaredParams(mapping: string): DeclaredParam[] {
  const { params = {} } = new Document('mapping', mapping).value as { params?: object };
  return Object.entries(params).map(([name, given]) => {
    const { required = false, secret = false, description, oneOf, ...field } = given ?? {};
    const values = oneOf ? `one of ${oneOf.join(', ')}` : undefined;
    const about = [description, values].filter(text => text !== undefined).join('; ');
    return { name, required, secret, default: scalarText(field.default), about };
  });
}

/** Those that a deployment is asked for in the environment: what it must say, and what nobody else may read. */
export function isFromEnvironment({ required, secret }: DeclaredParam): boolean {
  return required || secret;
}
