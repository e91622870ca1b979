// @ts-check
import { PEOPLE, SON } from './people.js';

/** @import { Card, Customer } from '../types.js' */
/** @import { Person } from './people.js' */

const FIRST_ID = 1001;
const FIRST_PHONE = 79620480100;
const SHORT_CARD = 1;
const BLOCKED = 2;
const SHARED_PHONE = 3;
const NO_CARD = 4;

/** @returns {Customer[]} */
export function seedCustomers() {
  const customers = PEOPLE.map((person, place) => customer(person, place, place));
  customers.push(customer(SON, PEOPLE.length, SHARED_PHONE));
  return customers;
}

/**
 * @param {Person} person
 * @param {number} place
 * @param {number} phonePlace
 * @returns {Customer}
 */
function customer(person, place, phonePlace) {
  const [lastName, firstName, middleName, gender, birthDate, city, mailbox] = person;
  return {
    id: FIRST_ID + place,
    phone: `+${FIRST_PHONE + phonePlace}`,
    email: mailbox && `${mailbox}@example.com`,
    lastName,
    firstName,
    middleName,
    gender,
    birthDate,
    country: 'RU',
    city,
    blocked: place === BLOCKED,
    consents: { sms: true, email: false, call: true, push: false },
    card: place === NO_CARD ? null : card(place),
    updatedAt: '2026-01-10T12:00:00+03:00',
  };
}

/**
 * @param {number} place
 * @returns {Card}
 */
function card(place) {
  return {
    // Neighbours are so close that many become the same number in a system that reads them as doubles.
    number: place === SHORT_CARD ? 490000000031n : 4700000000000072783n + 11n * BigInt(place),
    status: place === BLOCKED ? 'BLOCKED' : 'ACTIVE',
    barcodeType: place === 0 ? 'EAN13' : 'CODE128',
    issuedAt: `2024-0${1 + (place % 9)}-${10 + (place % 18)}T15:20:00+03:00`,
  };
}

/**
 * Numbers nobody has yet. They begin well after the last customer's.
 *
 * @returns {bigint[]}
 */
export function seedFreeNumbers() {
  return Array.from({ length: 200 }, (_, place) => 4700000000000080001n + 7n * BigInt(place));
}
