import { nameAmong } from '../document/shape.js';
import { errorNames, errorTexts } from '../loyalty-api/errors.js';

/** `unauthorized` is not for mappings: it is a 401, which says that Koshelek's own credentials are wrong. */
const names = errorNames.filter(name => name !== 'unauthorized');

/** An error of the catalogue by its name. */
export const errorName = nameAmong('error', names).meta({
  description: 'an error of the [catalogue](errors.md)',
  enumDescriptions: errorTexts(names),
});

/** The same, or that there is nothing to tell. */
export const errorNameOrNothing = nameAmong('error', [...names, 'nothing']).meta({
  enumDescriptions: [...errorTexts(names), 'The answer is empty'],
});
