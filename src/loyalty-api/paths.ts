import { operations as catalogue, type Operation } from './operations.js';

/** Names of the parameters in a path such as `/v1/card/{cardNumber}`, in its order. */
export function paramsOf(path: string): string[] {
  return segmentsOf(path).flatMap(segment => paramIn(segment) ?? []);
}

/** In the order in which routes must be tried: static segments win over parameters. */
export function staticFirst(operations: readonly Operation[]): Operation[] {
  return [...operations].sort((a, b) => (rankOf(a.path) < rankOf(b.path) ? -1 : 1));
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

/**
 * Makes the check whether one of a request's path parameters is a name of the API, or what another route has in its
 * place. `anonymous` and `getAllUsers` are no card numbers, whatever the method, however they are encoded, and
 * whether or not they are served.
 *
 * @param operations all that are served
 */
export function takenNames(
  { path }: Operation,
  operations: readonly Operation[],
): (params: Readonly<Record<string, string>>) => boolean {
  const others = operations.map(other => segmentsOf(other.path));
  const taken = segmentsOf(path).flatMap((segment, index) => {
    const param = paramIn(segment);
    const names = new Set([...apiNames, ...others.flatMap(other => other[index] ?? [])]);
    return param === undefined ? [] : [{ param, names }];
  });
  return params => taken.some(({ param, names }) => names.has(params[param] ?? ''));
}

function segmentsOf(path: string): string[] {
  return path.split('/').slice(1);
}

function paramIn(segment: string): string | undefined {
  return /^\{(\w+)\}$/.exec(segment)?.[1];
}

/** Wherever they stand, for the version segment moves them. */
const apiNames = Object.values(catalogue).flatMap(({ path }) => segmentsOf(path));
