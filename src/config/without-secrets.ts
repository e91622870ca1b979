import { isObject } from '../json/values.js';

/**
 * What a config file says, without what only the place where it runs can tell: logins and passwords are others, and
 * params are gone. With `none`, so is what is said of card numbers: documentation is made where the secrets are not, and
 * must not hold any.
 */
export function withoutSecrets(value: unknown, secrets: 'cards' | 'none'): unknown {
  if (!isObject(value)) return value;
  const { params: _, cards, listen, ...rest } = value;
  return {
    ...rest,
    ...('listen' in value && { listen: plain(listen) }),
    ...(secrets === 'cards' && 'cards' in value && { cards }),
    ...(Array.isArray(rest.users) && { users: rest.users.map(anonymous) }),
  };
}

/** The passphrase of a key is no less a secret. */
function plain(listen: unknown): unknown {
  if (!isObject(listen)) return listen;
  const { tls: _, ...rest } = listen;
  return rest;
}

/** What is missing stays missing: that is a mistake anywhere. */
function anonymous(user: unknown, index: number): unknown {
  if (!isObject(user)) return user;
  const { oldPassword: _, ...rest } = user;
  return {
    ...rest,
    ...('login' in user ? { login: `user-${index + 1}` } : {}),
    ...('password' in user ? { password: 'not-read' } : {}),
  };
}
