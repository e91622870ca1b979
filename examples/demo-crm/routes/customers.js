// @ts-check
import { CrmError } from '../errors.js';
import { findConflicts, readProfile, sameEmail } from '../profile.js';
import { shopTime } from '../time.js';

/** @import { Consents, Customer, Handler, Store } from '../types.js' */

/**
 * Without a filter everyone is listed. Many real CRMs do that, so a gateway that loses the value of
 * a filter gets strangers here.
 *
 * @type {Handler}
 */
export function listCustomers(store, { query }) {
  const phone = query.get('phone');
  const email = query.get('email');
  const found = store.customers.filter(
    customer => (!phone || customer.phone === phone) && (!email || sameEmail(email, customer.email)),
  );
  const offset = count(query.get('offset')) ?? 0;
  const limit = count(query.get('limit')) ?? found.length;
  return { status: 200, body: { items: found.slice(offset, offset + limit), total: found.length } };
}

/** @type {Handler} */
export function getCustomer(store, { key }) {
  return { status: 200, body: requireCustomer(store, key) };
}

/** @type {Handler} */
export function updateCustomer(store, { key, body }) {
  const customer = requireCustomer(store, key);
  const { profile, problems } = readProfile(body);
  const [problem] = problems;
  if (problem) throw new CrmError(400, problem.code, problem.message);
  const [conflict] = findConflicts(store, profile, customer);
  if (conflict) throw new CrmError(409, conflict.code, conflict.message);
  Object.assign(customer, profile, { updatedAt: shopTime(store.clock()) });
  return { status: 200, body: customer };
}

/** @type {Handler} */
export function updateConsents(store, { key, body }) {
  const customer = requireCustomer(store, key);
  for (const [channel, allowed] of Object.entries(body)) {
    if (!Object.hasOwn(customer.consents, channel)) {
      throw new CrmError(400, 'UNKNOWN_CHANNEL', 'The channels are sms, email, call and push.');
    }
    if (typeof allowed !== 'boolean') throw new CrmError(400, 'BAD_FIELD', 'A consent is true or false.');
  }
  Object.assign(customer.consents, /** @type {Partial<Consents>} */ (body));
  customer.updatedAt = shopTime(store.clock());
  return { status: 200, body: customer.consents };
}

/**
 * @param {Store} store
 * @param {string} id
 * @returns {Customer}
 */
function requireCustomer(store, id) {
  const customer = store.customers.find(candidate => String(candidate.id) === id);
  if (!customer) throw new CrmError(404, 'CUSTOMER_NOT_FOUND', 'There is no customer with this id.');
  return customer;
}

/** @param {string | null} text */
function count(text) {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}
