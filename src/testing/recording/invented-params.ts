import type { Document } from '../../document/document.js';
import { isHttpUrl } from '../../mapping/literal-text.js';
import type { Pseudonyms } from '../pseudonyms/pseudonyms.js';

/**
 * Values for the params that were set. Secret ones have invented ones; what an open one says of the shop stays, with
 * another host and other people.
 */
export function inventedParams(
  { document, given }: { document: Document; given: Readonly<Record<string, string>> },
  people: Pseudonyms,
): Record<string, string> {
  const { params = {} } = document.value as { params?: Record<string, { secret?: boolean } | null> };
  const invented = Object.entries(params).flatMap(([name, field]) => {
    const value = given[name];
    if (!value) return [];
    return [[name, field?.secret ? inventedSecret(name, value) : people.text(value)]];
  });
  return Object.fromEntries(invented);
}

function inventedSecret(name: string, value: string): string {
  const text = `invented-${name.toLowerCase().replaceAll('_', '-')}`;
  return isHttpUrl(value) ? `https://crm.example.com/${text}` : text;
}

/** What stands in quotes in a mapping, in small letters: states and types that it compares with, and nobody's name. */
export function ordinaryTexts(mapping: string): Set<string> {
  return new Set(
    Array.from(mapping.matchAll(/"([^"\n]{1,60})"|'([^'\n]{1,60})'/g), ([, one, other]) =>
      (one ?? other ?? '').toLowerCase(),
    ),
  );
}
