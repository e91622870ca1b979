import type { Document } from '../document/document.js';
import type { Path } from '../document/place.js';
import { type Method, methods, type Operation } from '../loyalty-api/operations.js';
import { paramsOf } from '../loyalty-api/paths.js';

interface Route {
  readonly methods: readonly Method[];
  readonly path: string;
}

/**
 * Reads a route such as `PUT /v2/card/{cardNumber}`, or with several methods `POST|PUT /v2/card/{cardNumber}`.
 *
 * @param base the operation that gets the route
 * @returns the route, `undefined` when there is a finding
 */
export function readRoute(document: Document, path: Path, text: string, base: Operation): Route | undefined {
  const problem = problemOf(text, base);
  if (problem !== undefined) {
    document.error('route', path, problem, 'a route looks like this: PUT /v2/card/{cardNumber}');
    return undefined;
  }
  const [words = '', target = ''] = text.split(' ');
  return { methods: words.split('|') as Method[], path: target };
}

function problemOf(text: string, { id, request }: Operation): string | undefined {
  const [, words, path] = /^(\S+) (\S+)$/.exec(text) ?? [];
  if (words === undefined || path === undefined)
    return `"${text}" is no route: a method and a path are needed`;
  const used = words.split('|');
  const unknown = used.find(word => !(methods as readonly string[]).includes(word));
  if (unknown !== undefined) return `"${unknown}" is no method: there are ${methods.join(', ')}`;
  if (new Set(used).size < used.length) return 'a method is named twice';
  if (request.body && used.includes('GET'))
    return `requests of ${id} have a body, and those of a GET have none`;
  if (!/^(\/(?!\.{1,2}(\/|$))([\w.~-]+|\{[A-Za-z]\w*\}))+$/.test(path)) {
    return `"${path}" is no path of a route: its parts are words (letters, digits, - . _ ~) or {parameters}`;
  }
  const params = paramsOf(path);
  if (new Set(params).size < params.length) return 'a parameter stands twice in the path';
  const missing = Object.keys(request.params).find(name => !params.includes(name));
  return missing === undefined ? undefined : `the path lacks {${missing}}, which ${id} needs`;
}
