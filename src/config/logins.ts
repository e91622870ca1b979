import type { Document } from '../document/document.js';

/**
 * Reports logins that no Basic header can carry, or that two users share.
 *
 * Apart from the fields, because a check across users that waits for every field to be right would break the
 * promise that all findings come at once.
 */
export function reportLogins(document: Document, config: unknown): void {
  const users = (config as { users?: unknown } | null)?.users;
  if (!Array.isArray(users)) return;
  const seen = new Set<string>();
  users.forEach((user: { login?: unknown } | null, index) => {
    const login = user?.login;
    if (typeof login !== 'string') return;
    const path = ['users', index, 'login'];
    if (login.includes(':')) document.error('credential', path, colon);
    if (seen.has(login)) document.error('duplicate-login', path, `two users have the login "${login}"`);
    seen.add(login);
  });
}

const colon = 'a login holds no colon: in a Basic header the colon ends it';
