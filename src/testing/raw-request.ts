import { writeJson } from '../json/write.js';
import type { Operation } from '../loyalty-api/operations.js';
import { filledPath, queryOf } from '../loyalty-api/paths.js';
import type { RawRequest } from '../loyalty-api/read-request.js';

/** A request of Koshelek as a person writes it down. */
export interface RequestSketch {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: unknown;
  /** Raw bytes of the body, instead of `body`. */
  readonly text?: string;
}

/** The request as it would arrive over HTTP, so that reading it is the production code too. */
export function rawRequest(operation: Operation, sketch: RequestSketch): RawRequest {
  const text = sketch.text ?? (sketch.body === undefined ? undefined : writeJson(sketch.body));
  return {
    method: operation.methods[0] ?? 'GET',
    path: filledPath(operation.path, sketch.params),
    params: sketch.params,
    query: queryOf(sketch.query),
    headers: {
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...lowerCased(sketch.headers),
    },
    body: text === undefined ? undefined : new TextEncoder().encode(text),
  };
}

export function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
