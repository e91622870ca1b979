import { percentEncoded } from './path-value.js';
import { fault, type Spot, scalarText } from './template.js';

/**
 * The values of a query parameter, ready for the URL; a list is the parameter repeated. A filter without its value
 * would find everybody, so an empty one is never sent.
 *
 * @throws Failure `mappingFault`
 */
export function queryValues(value: unknown, spot: Spot): string[] {
  if (!Array.isArray(value)) return [queryValue(value, spot)];
  if (value.length === 0) throw fault(spot, 'is an empty list: the parameter would not be sent at all');
  return value.map(item => queryValue(item, spot));
}

function queryValue(value: unknown, spot: Spot): string {
  const text = scalarText(value, spot);
  if (text.trim() === '') throw fault(spot, 'is an empty text: many systems read that as no filter at all');
  return percentEncoded(text, spot);
}

/**
 * The value of a header.
 *
 * @throws Failure `mappingFault`
 */
export function headerValue(value: unknown, spot: Spot): string {
  const text = scalarText(value, spot);
  // A line break would begin another header (RFC 9110, 5.5).
  if (/[^\t\x20-\x7e]/.test(text)) throw fault(spot, 'holds characters that a header cannot carry');
  return text;
}
