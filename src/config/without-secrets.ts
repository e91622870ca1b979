import { isObject } from '../json/values.js';

/**
 * What a config file says, without what only the place where it runs can tell: logins and passwords are others; of params
 * those stay that stand there as plain text, for they may choose what operations do; and where the log, traces and what
 * replicas share go is gone. With `none`, so is what is said of card numbers: documentation is made where the secrets are
 * not.
 */
export function withoutSecrets(value: unknown, secrets: 'cards' | 'none'): unknown {
  if (!isObject(value)) return value;
  const { params, cards, listen, log, shared: _, tracing: __, ...rest } = value;
  return {
    ...rest,
    ...('params' in value && { params: plainTexts(params) }),
    // The passphrase of a key, and the key of pseudonyms, are no less secrets.
    ...('listen' in value && { listen: without(listen, 'tls') }),
    ...('log' in value && { log: without(log, 'key') }),
    ...(secrets === 'cards' && 'cards' in value && { cards }),
    ...(Array.isArray(rest.users) && { users: rest.users.map(anonymous) }),
  };
}

/** Neither from the environment nor from a file. */
function plainTexts(params: unknown): unknown {
  if (!isObject(params)) return params;
  const texts = Object.entries(params).filter(([, value]) => !isObject(value) && !/\$\{/.test(String(value)));
  return Object.fromEntries(texts);
}

function without(fields: unknown, secret: string): unknown {
  if (!isObject(fields)) return fields;
  const { [secret]: _, ...rest } = fields;
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
