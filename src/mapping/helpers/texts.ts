import { scalarText } from '../../json/values.js';
import { HelperError } from './helper.js';

/** Longer than any value that people search by. */
const MAX_LENGTH = 10_000;

/**
 * The text of a value that a CRM is to search by. A blank one would find those who have none, or everybody.
 *
 * @throws HelperError
 */
export function filterText(value: string | number): string {
  const text = scalarText(value);
  if (text === undefined || text.trim() === '') throw new HelperError('the text is blank');
  if (text.length > MAX_LENGTH) throw new HelperError('the text is too long to search by');
  return wellFormed(text);
}

/**
 * Half a surrogate pair, which JSON can hold, has no form in UTF-8: something else would stand in its place.
 *
 * @throws HelperError
 */
export function wellFormed(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new HelperError('the text is no valid Unicode');
  return text;
}
