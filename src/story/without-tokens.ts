import { isObject } from '../json/values.js';

/**
 * Anything long in a login may be a token, also where the mapping looks for it at another place, and a refresh token
 * that came from a file is no secret param.
 */
export function withoutTokens(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/[^\s"'{}[\]<>,]{16,}/g, '***');
  if (Array.isArray(value)) return value.map(withoutTokens);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'refresh_token' ? '***' : withoutTokens(member),
    ]),
  );
}
