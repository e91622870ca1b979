import { isObject } from '../json/values.js';

/**
 * What a config file says, without what only the place where it runs can tell: logins and passwords are others, params
 * and what is said of card numbers are gone. For documentation, which is made where the secrets are not, and must not hold any.
 */
export function withoutSecrets(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { params: _, cards: __, ...rest } = value;
  return Array.isArray(rest.users) ? { ...rest, users: rest.users.map(anonymous) } : rest;
}

/** What is missing stays missing: that is a mistake anywhere. */
function anonymous(user: unknown, index: number): unknown {
  if (!isObject(user)) return user;
  return {
    ...user,
    ...('login' in user ? { login: `user-${index + 1}` } : {}),
    ...('password' in user ? { password: 'not-read' } : {}),
  };
}
