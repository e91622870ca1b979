import { nameAmong } from '../document/shape.js';
import { errorNames } from '../loyalty-api/errors.js';

/**
 * An error of the catalogue by its name. `unauthorized` is not for mappings: it is a 401, which says that
 * Koshelek's own credentials are wrong.
 */
export const errorName = nameAmong(
  'error',
  errorNames.filter(name => name !== 'unauthorized'),
);
