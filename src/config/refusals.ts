import type { ErrorName } from '../loyalty-api/errors.js';
import type { Config } from './config.js';

/** The errors that any request may be answered with because the config bounds who may call, and how often. */
export function refusalsOf({ allowFrom, limits }: Pick<Config, 'allowFrom' | 'limits'>): ErrorName[] {
  return [
    ...(allowFrom ? ['clientNotAllowed' as const] : []),
    ...(limits.rate ? ['tooManyRequests' as const] : []),
  ];
}
