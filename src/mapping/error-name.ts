import { z } from 'zod';
import { nearest } from '../document/shape.js';
import { type ErrorName, errorNames } from '../loyalty-api/errors.js';

/** `unauthorized` is not for mappings: it is a 401, which says that Koshelek's own credentials are wrong. */
const usable = errorNames.filter(name => name !== 'unauthorized');

/** An error of the catalogue by its name. */
export const errorName = z.string().transform((name, context): ErrorName => {
  const known = usable.find(candidate => candidate === name);
  if (known) return known;
  const guess = nearest(name, usable);
  const hint = guess ? `did you mean ${guess}?` : `the catalogue has: ${usable.join(', ')}`;
  context.addIssue({
    code: 'custom',
    message: `there is no error "${name}"`,
    params: { code: 'unknown-error', hint },
  });
  return z.NEVER;
});
