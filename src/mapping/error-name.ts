import { nameAmong } from '../document/shape.js';
import { errorNames } from '../loyalty-api/errors.js';

/** `unauthorized` is not for mappings: it is a 401, which says that Koshelek's own credentials are wrong. */
const names = errorNames.filter(name => name !== 'unauthorized');

/** An error of the catalogue by its name. */
export const errorName = nameAmong('error', names);

/** The same, or that there is nothing to tell. */
export const errorNameOrNothing = nameAmong('error', [...names, 'nothing']);
