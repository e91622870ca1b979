// @ts-check
import { findCard, isForeign, isReserved, nextFree, parseNumber, takeOut } from '../card-numbers.js';
import { findConflicts, readProfile } from '../profile.js';
import { shopTime } from '../time.js';

/** @import { Card, Customer, Handler, Problem, Profile, Store } from '../types.js' */

/**
 * Always answers 200. Whether it worked is said in `ok`, as in many real CRMs.
 *
 * @type {Handler}
 */
export function createCustomer(store, { body }) {
  // A phone left out is as bad as a wrong one.
  const { profile, problems } = readProfile({ phone: null, ...body });
  const { number, problem } = chooseNumber(store, body);
  const wantsCard = number !== undefined || problem !== undefined;
  const cardless = wantsCard ? findCardless(store, profile.phone) : undefined;
  const errors = [...problems, ...findConflicts(store, profile, cardless), ...(problem ? [problem] : [])];
  if (errors.length > 0) return { status: 200, body: { ok: false, errors } };

  const customer = cardless ?? addCustomer(store);
  Object.assign(customer, profile, { updatedAt: shopTime(store.clock()) });
  if (number !== undefined) customer.card = issue(store, number);
  return { status: 200, body: { ok: true, customer } };
}

/**
 * @param {Store} store
 * @param {Record<string, unknown>} body
 * @returns {{ number?: bigint, problem?: Problem }}
 */
function chooseNumber(store, { cardNumber, issueCard }) {
  if (cardNumber !== undefined && cardNumber !== null) {
    const number = parseNumber(cardNumber);
    if (findCard(store, cardNumber)) return refuse('CARD_ALREADY_ISSUED', 'The card belongs to a customer.');
    if (number === undefined || !(isForeign(number) || isReserved(store, number))) {
      return refuse('CARD_NOT_RESERVED', 'The card number is not reserved, or no longer.');
    }
    return { number };
  }
  if (issueCard !== true) return {};
  const number = nextFree(store);
  return number === undefined ? refuse('NO_FREE_CARDS', 'There are no free card numbers.') : { number };
}

/**
 * @param {string} code
 * @param {string} message
 * @returns {{ problem: Problem }}
 */
function refuse(code, message) {
  return { problem: { field: 'cardNumber', code, message } };
}

/**
 * @param {Store} store
 * @param {string | undefined} phone
 * @returns {Customer | undefined}
 */
function findCardless(store, phone) {
  const known = store.customers.filter(customer => customer.phone === phone);
  return known.every(customer => customer.card === null) ? known[0] : undefined;
}

/**
 * @param {Store} store
 * @returns {Customer}
 */
function addCustomer(store) {
  /** @type {Profile} */
  const empty = {
    phone: '',
    email: null,
    lastName: null,
    firstName: null,
    middleName: null,
    gender: null,
    birthDate: null,
    country: null,
    city: null,
  };
  const consents = { sms: false, email: false, call: false, push: false };
  const id = Math.max(...store.customers.map(customer => customer.id)) + 1;
  const customer = { id, ...empty, blocked: false, consents, card: null, updatedAt: '' };
  store.customers.push(customer);
  return customer;
}

/**
 * @param {Store} store
 * @param {bigint} number
 * @returns {Card}
 */
function issue(store, number) {
  takeOut(store, number);
  const barcodeType = isForeign(number) ? 'EAN13' : 'CODE128';
  return { number, status: 'ACTIVE', barcodeType, issuedAt: shopTime(store.clock()) };
}
