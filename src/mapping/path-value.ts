import { type Encoder, fault } from './template.js';

/**
 * Writes a value into the path of a call so that it stays one value: percent-encoded, and never empty, `.` or
 * `..`, which would make another path of it (`/cards/` lists all cards where `/cards/1` shows one).
 */
export const encodePathValue: Encoder = (value, spot) => {
  if (value === '' || value === '.' || value === '..')
    throw fault(spot, 'is empty or only dots: no part of a path');
  return encodeURIComponent(value);
};
