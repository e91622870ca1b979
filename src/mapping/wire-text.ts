import { formEncoded } from './form-encoded.js';
import { type Nesting, pairsOf } from './nested.js';
import { percentEncoded } from './path-value.js';
import { fault, type Spot, scalarText } from './template.js';

/**
 * A parameter as it stands in the URL, several where its value is a list or a structure. A filter without its value
 * would find everybody, so an empty one is never sent.
 *
 * @throws Failure `mappingFault`
 */
export function queryText(name: string, value: unknown, spot: Spot, nested?: Nesting): string {
  return pairsOf(name, value, spot, nested)
    .map(([key, text]) => {
      if (text.trim() === '')
        throw fault(spot, 'is an empty text: many systems read that as no filter at all');
      return `${percentEncoded(key, spot)}=${percentEncoded(text, spot)}`;
    })
    .join('&');
}

/**
 * A field as it stands in a form, several where its value is a list or a structure. An empty text is sent: it may well
 * be meant to clear something.
 *
 * @throws Failure `mappingFault`
 */
export function formText(name: string, value: unknown, spot: Spot, nested?: Nesting): string {
  return pairsOf(name, value, spot, nested)
    .map(([key, text]) => `${formEncoded(wellFormed(key, spot))}=${formEncoded(wellFormed(text, spot))}`)
    .join('&');
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

/**
 * The text of a body.
 *
 * @throws Failure `mappingFault`
 */
export function bodyText(value: unknown, spot: Spot): string {
  return wellFormed(scalarText(value, spot), spot);
}

/** Half a surrogate pair, which JSON can hold, has no form in UTF-8. */
function wellFormed(text: string, spot: Spot): string {
  // With the flag u only half a pair is one.
  if (/\p{Surrogate}/u.test(text)) throw fault(spot, 'is no valid Unicode');
  return text;
}
