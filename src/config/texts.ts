import type { Document } from '../document/document.js';
import { formatPath, formatPlace, type Path } from '../document/place.js';
import { Numeral } from '../json/write.js';
import { type Environment, substitute } from './environment.js';

/** The values of a config file in which every scalar is a text. */
export interface Texts {
  readonly value: unknown;
  /** Places (as `formatPlace` writes them) of the texts that lack a variable: there is no use in judging these. */
  readonly unresolved: ReadonlySet<string>;
}

/**
 * Turns every scalar of a config file into a text and puts the environment into it.
 *
 * A number is taken as it stands in the file: to YAML `012345` is 12345 and a 19-digit password a rounded
 * double, to the person who wrote them they are neither. A field that is a number parses its text, and so
 * takes `${PORT:-8080}` as well. Keys are left alone; `null` stays, for it is no text.
 *
 * @param value of the document, or what is looked at in its place
 */
export function textsOf(document: Document, value: unknown, env: Environment): Texts {
  const unresolved = new Set<string>();

  const textAt = (path: Path, scalar: string): string => {
    const { text, problems } = substitute(scalar, env);
    for (const { offset, message, hint } of problems) {
      const place = document.placeInText(path, offset);
      document.report('error', 'environment', place, `${formatPath(path)} ${message}`, hint);
      unresolved.add(formatPlace(document.placeOf(path)));
    }
    return text;
  };

  const walk = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return textAt(path, value);
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (typeof value === 'object' && value !== null && !(value instanceof Numeral)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]),
      );
    }
    return value === null ? null : (document.sourceOf(path) ?? String(value));
  };

  return { value: walk(value, []), unresolved };
}
