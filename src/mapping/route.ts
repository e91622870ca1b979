import type { Document } from '../document/document.js';
import type { Path } from '../document/place.js';
import { type Method, methods, type Operation } from '../loyalty-api/operations.js';
import { paramsOf } from '../loyalty-api/paths.js';
import { problemOfName } from './names.js';

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
  const [, words, target] = /^(\S+) (\S+)$/.exec(text) ?? [];
  if (words === undefined || target === undefined) {
    const message = `"${text}" is no route: a method and a path are needed`;
    document.error('route', path, message, 'a route looks like this: PUT /v2/card/{cardNumber}');
    return undefined;
  }
  const problem = problemOfMethods(words.split('|'), base) ?? problemOfPath(target, base);
  if (problem === undefined) return { methods: words.split('|') as Method[], path: target };
  document.error('route', path, problem);
  return undefined;
}

function problemOfMethods(words: readonly string[], { id, request }: Operation): string | undefined {
  const unknown = words.find(word => !(methods as readonly string[]).includes(word));
  if (unknown !== undefined) return `"${unknown}" is no method: there are ${methods.join(', ')}`;
  if (new Set(words).size < words.length) return 'a method is named twice';
  if (words.includes('GET') && words.length > 1)
    return 'a GET has no body and the others have one: an operation has GET alone, or others';
  return request.body && words.includes('GET')
    ? `requests of ${id} have a body, and those of a GET have none`
    : undefined;
}

function problemOfPath(path: string, { id, request }: Operation): string | undefined {
  if (!/^(\/(?!\.{1,2}(\/|$))([\w.~-]+|\{[^{}/]+\}))+$/.test(path)) {
    return `"${path}" is no path of a route: its parts are words (letters, digits, - . _ ~) or {parameters}`;
  }
  const params = paramsOf(path);
  const problem = params.map(name => problemOfName(name, 'a parameter')).find(each => each !== undefined);
  if (problem !== undefined) return problem;
  if (new Set(params).size < params.length) return 'a parameter stands twice in the path';
  const missing = Object.keys(request.params).find(name => !params.includes(name));
  return missing === undefined ? undefined : `the path lacks {${missing}}, which ${id} needs`;
}
