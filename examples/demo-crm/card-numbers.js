// @ts-check
// Which card numbers are held, free or taken.
/** @import { Card, Customer, Store } from './types.js' */

const HOUR = 60 * 60 * 1000;

/**
 * @param {unknown} value text, or a number short enough to have kept its digits
 * @returns {bigint | undefined}
 */
export function parseNumber(value) {
  const text = String(value);
  return /^[1-9]\d{0,18}$/.test(text) ? BigInt(text) : undefined;
}

/**
 * @param {Store} store
 * @param {unknown} number
 * @returns {{ customer: Customer, card: Card } | undefined}
 */
export function findCard(store, number) {
  const wanted = parseNumber(number);
  for (const customer of store.customers) {
    if (customer.card && customer.card.number === wanted) return { customer, card: customer.card };
  }
  return undefined;
}

/**
 * @param {Store} store
 * @param {bigint} number
 */
export function isReserved(store, number) {
  return (store.reservations.get(number) ?? 0) > store.clock();
}

/**
 * Numbers that somebody else gives out: EAN-13 from 29 on. This CRM keeps no stock of them and takes each of them once.
 *
 * @param {bigint} number
 */
export function isForeign(number) {
  const digits = [...String(number)].map(Number);
  if (digits.length !== 13 || digits[0] !== 2 || digits[1] !== 9) return false;
  return digits.reduce((sum, digit, at) => sum + digit * (at % 2 === 0 ? 1 : 3), 0) % 10 === 0;
}

/** @param {Store} store */
export function nextFree(store) {
  return store.freeNumbers.find(number => !isReserved(store, number));
}

/**
 * @param {Store} store
 * @param {bigint} number
 * @returns the end of the reservation, in milliseconds
 */
export function reserve(store, number) {
  const end = store.clock() + HOUR;
  store.reservations.set(number, end);
  return end;
}

/**
 * @param {Store} store
 * @param {bigint} number
 */
export function takeOut(store, number) {
  store.freeNumbers = store.freeNumbers.filter(free => free !== number);
  store.reservations.delete(number);
}
