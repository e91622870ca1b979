import { operations as catalogue, type Operation } from './operations.js';

/** Names of the parameters in a path such as `/v1/card/{cardNumber}`, in its order. */
export function paramsOf(path: string): string[] {
  return segmentsOf(path).flatMap(segment => paramIn(segment) ?? []);
}

/** In the order in which routes must be tried: static segments win over parameters. */
export function staticFirst(operations: readonly Operation[]): Operation[] {
  return [...operations].sort(
    (a, b) => Number(rankOf(a.path) > rankOf(b.path)) - Number(rankOf(a.path) < rankOf(b.path)),
  );
}

/** A digit for each segment, so that of two paths the one that is static for longer sorts first. */
function rankOf(path: string): string {
  return segmentsOf(path)
    .map(segment => (paramIn(segment) === undefined ? '0' : '1'))
    .join('');
}

/** The same text for paths that the same requests fit. */
export function shapeOf(path: string): string {
  return segmentsOf(path)
    .map(segment => (paramIn(segment) === undefined ? segment : '{}'))
    .join('/');
}

/** A path with its parameters filled in, percent-encoded. */
export function filledPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

/** Parameters as they stand in a URL, behind the `?`; one that has several values, several times. */
export function queryOf(query: Readonly<Record<string, string | readonly string[]>>): string {
  return Object.entries(query)
    .flatMap(([name, values]) =>
      [values].flat().map(value => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
    )
    .join('&');
}

function segmentsOf(path: string): string[] {
  return path.split('/').slice(1);
}

function paramIn(segment: string): string | undefined {
  return /^\{(.+)\}$/.exec(segment)?.[1];
}

/**
 * Words that stand in the API's routes where others have a card number, such as `anonymous` and `getAllUsers`. They are
 * no card numbers, whatever the method and the rest of the path, and whether or not their operations are served.
 */
export const wordsOfRoutes: ReadonlySet<string> = new Set(
  Object.values(catalogue)
    // Behind /v1/card and /v1/promo.
    .flatMap(({ path }) => segmentsOf(path).slice(2))
    .filter(segment => paramIn(segment) === undefined),
);
