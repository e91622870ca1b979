// @ts-check
// The shapes this CRM keeps and sends. Types only; nothing here runs.

/**
 * @typedef {object} Profile what the caller may write
 * @property {string} phone
 * @property {string | null} email
 * @property {string | null} lastName
 * @property {string | null} firstName
 * @property {string | null} middleName
 * @property {'F' | 'M' | null} gender
 * @property {string | null} birthDate
 * @property {string | null} country
 * @property {string | null} city
 */

/** @typedef {{ sms: boolean, email: boolean, call: boolean, push: boolean }} Consents */

/** @typedef {{ number: bigint, status: 'ACTIVE' | 'BLOCKED', barcodeType: string, issuedAt: string }} Card */

/**
 * @typedef {{ id: number } & Profile
 *   & { blocked: boolean, consents: Consents, card: Card | null, updatedAt: string }} Customer
 */

/** @typedef {{ id: number, title: string, amount: number, expires: string }} Lot */

/** @typedef {{ lots: Lot[], pending: number }} Account the bonuses of a card; pending ones cannot be spent yet */

/** @typedef {{ title: string, quantity: number, price: number, sum: number, bonus: number }} Line */

/** @typedef {{ id: string, closedAt: string, store: { id: number, name: string }, lines: Line[] }} Receipt */

/**
 * @typedef {object} Promo
 * @property {number} id
 * @property {string} title
 * @property {string} text
 * @property {string} imageUrl
 * @property {string} startsAt
 * @property {string} endsAt
 * @property {number} minimalSum
 */

/** @typedef {{ promo: Promo, holders: 'everyone' | number[] }} Campaign a promo and the ids of its customers */

/** @typedef {{ customerId: number, tier: string, discount: number }} SpecialTerms */

/**
 * @typedef {object} Store everything one running CRM knows
 * @property {() => number} clock
 * @property {Customer[]} customers
 * @property {Map<bigint, Account>} accounts by card number
 * @property {Map<bigint, Receipt[]>} receipts by card number
 * @property {Campaign[]} campaigns
 * @property {SpecialTerms[]} specialTerms
 * @property {bigint[]} freeNumbers numbers that nobody's card has, reserved ones included
 * @property {Map<bigint, number>} reservations card number to the end of its reservation, in milliseconds
 * @property {number} acceptedScans
 */

/** @typedef {{ key: string, query: URLSearchParams, body: Record<string, unknown> }} Call */

/** @typedef {{ status: number, body: unknown }} Reply */

/** @typedef {(store: Store, call: Call) => Reply} Handler */

/** @typedef {{ field: string, code: string, message: string }} Problem one thing wrong with a customer's data */

export {};
