import type { Document } from '../document/document.js';
import { suggestion } from '../document/nearest.js';
import type { Path } from '../document/place.js';
import type { MappingFields } from './fields.js';
import type { ParamValues } from './markers.js';

/** Where the values of params come from, and what happens to one that is required and not set. */
export interface ParamSettings {
  readonly given: Readonly<Record<string, string>>;
  /** `placeholder` lets a mapping be looked at without a deployment: the param is then `<NAME>`. */
  readonly unset: 'error' | 'placeholder';
}

export interface ResolvedParams {
  readonly all: ParamValues;
  /** Names that expressions see. */
  readonly open: ReadonlySet<string>;
  readonly secrets: readonly string[];
  readonly placeholders: readonly string[];
}

/**
 * Characters of a secret that is masked in what is printed. With a shorter one, `***` for every `no` or `on` would
 * leave nothing to read and hide nothing.
 */
export const shortestSecret = 4;

const NAME = /^[A-Z][A-Z0-9_]*$/;

/** The values of a mapping's params. Findings go to the document. */
export function resolveParams(
  document: Document,
  fields: MappingFields['params'],
  settings: ParamSettings,
): ResolvedParams {
  const all: Record<string, string | undefined> = {};
  const open = new Set<string>();
  const secrets: string[] = [];
  const placeholders: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    if (!NAME.test(name)) {
      const message = `"${name}" is no name for a param: capital letters, digits and _ only`;
      document.errorAtKey('param-name', ['params', name], message);
    }
    // An empty value counts as none, so that an empty environment variable does not become an empty token.
    let value = settings.given[name] || field?.default;
    if (field?.secret && value !== undefined) {
      secrets.push(value);
      if (value.length < shortestSecret) reportShort(document, name);
    }
    if (value !== undefined && field?.oneOf && !field.oneOf.includes(value)) {
      const message = `the param ${name} is one of ${field.oneOf.join(', ')}`;
      const hint = field.secret ? undefined : `it is "${value}"`;
      document.errorAtKey('param-value', ['params', name], message, hint);
    }
    if (value === undefined && field?.required) {
      value = `<${name}>`;
      placeholders.push(name);
      if (settings.unset === 'error') {
        const hint = `set it in the config under params:, or in the environment as ${name}`;
        document.errorAtKey('unset-param', ['params', name], `the param ${name} is required`, hint);
      }
    }
    all[name] = value;
    if (!field?.secret) open.add(name);
  }
  return { all, open, secrets, placeholders };
}

function reportShort(document: Document, name: string): void {
  const message = `the secret param ${name} has fewer than ${shortestSecret} characters: it cannot be masked in what is printed`;
  document.report(
    'warning',
    'short-secret',
    document.placeOfKey(['params', name]),
    message,
    'use a longer one',
  );
}

/**
 * A param that the mapping does not declare is a misspelt one, and the right one is missing or at its default.
 *
 * @param document the file that sets them, at the path
 * @param given the params that it sets
 */
export function reportUndeclared(
  document: Document,
  path: Path,
  given: readonly string[],
  mapping: Document,
): void {
  for (const { name, message, hint } of undeclared(given, mapping)) {
    document.errorAtKey('unknown-param', [...path, name], message, hint);
  }
}

/** Of params that somebody sets those that the mapping does not declare, in words. */
export function undeclared(
  given: readonly string[],
  mapping: Document,
): { name: string; message: string; hint: string }[] {
  if (mapping.value === undefined) return [];
  const declared = mapping.keysAt(['params']);
  return given
    .filter(name => !declared.includes(name))
    .map(name => {
      const hint = suggestion(name, declared, `its params: ${declared.join(', ') || 'none'}`);
      return { name, message: `the mapping has no param "${name}"`, hint };
    });
}
