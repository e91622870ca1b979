// @ts-check
import { seed } from './seed/seed.js';

/** @import { Store } from './types.js' */

/**
 * @param {() => number} clock
 * @returns {Store}
 */
export function createStore(clock) {
  return { clock, ...seed(), reservations: new Map(), acceptedScans: 0 };
}
