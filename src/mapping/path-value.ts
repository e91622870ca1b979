import { type Encoder, fault, type Spot } from './template.js';

/**
 * Writes a value into the path of a call so that it stays one value: percent-encoded, and never empty, `.` or
 * `..`, which would make another path of it (`/cards/` lists all cards where `/cards/1` shows one).
 */
export const encodePathValue: Encoder = (value, spot) => {
  if (value.trim() === '' || value === '.' || value === '..')
    throw fault(spot, 'is empty or only dots: no part of a path');
  return percentEncoded(value, spot);
};

/** A value of a URL. Half a surrogate pair, which JSON can hold, has no form in UTF-8. */
export function percentEncoded(value: string, spot: Spot): string {
  try {
    return encodeURIComponent(value);
  } catch {
    throw fault(spot, 'is no valid Unicode');
  }
}
