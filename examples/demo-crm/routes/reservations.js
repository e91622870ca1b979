// @ts-check
import { nextFree, reserve } from '../card-numbers.js';
import { CrmError } from '../errors.js';
import { shopTime } from '../time.js';

/** @import { Handler } from '../types.js' */

/** @type {Handler} */
export function reserveNumber(store) {
  const number = nextFree(store);
  if (number === undefined) throw new CrmError(409, 'NO_FREE_CARDS', 'There are no free card numbers.');
  return { status: 201, body: { number, expiresAt: shopTime(reserve(store, number)) } };
}
