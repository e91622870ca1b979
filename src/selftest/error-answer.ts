import { isObject } from '../json/values.js';
import type { Came } from './exchange.js';

/** Told by its members: none of the operations has an answer with these. */
export function isErrorBody(value: unknown): boolean {
  return isObject(value) && ('code' in value || 'error' in value || 'errors' in value) && !('card' in value);
}

/**
 * What an answer says that is an error, also where its status is 200; `undefined` for any other. Of two the code and
 * the description tell whether they are the same: there may be a time or a number of its own in each.
 */
export function errorOf(came: Pick<Came, 'status' | 'body'> | undefined): object | undefined {
  if (came?.status !== 422 && came?.status !== 200) return undefined;
  const text = Buffer.from(came.body).toString('utf8');
  const { status } = came;
  try {
    const value: unknown = JSON.parse(text);
    if (!isErrorBody(value)) return status === 200 ? undefined : { status, text };
    const { code, description } = value as Record<string, unknown>;
    return code === undefined ? { status, text } : { status, code, description };
  } catch {
    return status === 200 ? undefined : { status, text };
  }
}
