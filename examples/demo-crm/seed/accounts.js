// @ts-check
/** @import { Account, Lot } from '../types.js' */

const END_OF_YEAR = '2026-12-31T23:59:59+03:00';
const END_OF_JANUARY = '2027-01-31T23:59:59+03:00';

/**
 * @param {number} place the customer's place in the seed
 * @returns {Account}
 */
export function seedAccount(place) {
  if (place === 0) return { lots: [welcome(place, 300), purchases(place, 950.5)], pending: 0 };
  if (place === 1) return { lots: [welcome(place, 120)], pending: 0 };
  if (place % 4 === 0) return { lots: [], pending: 0 };
  if (place % 4 === 1) return { lots: [welcome(place, 100)], pending: 0 };
  // The bonuses of the last purchase are pending until it can no longer be returned.
  return { lots: [welcome(place, 200), purchases(place, 10.5 * place)], pending: place % 4 === 2 ? 10.5 : 0 };
}

/**
 * @param {number} place
 * @param {number} amount
 * @returns {Lot}
 */
function welcome(place, amount) {
  return { id: 50_000 + place * 10, title: 'Приветственные бонусы', amount, expires: END_OF_YEAR };
}

/**
 * @param {number} place
 * @param {number} amount
 * @returns {Lot}
 */
function purchases(place, amount) {
  return { id: 50_001 + place * 10, title: 'Бонусы за покупки', amount, expires: END_OF_JANUARY };
}
