// @ts-check
import { CrmError } from './errors.js';
import { getBonuses, getCard, listReceipts } from './routes/cards.js';
import { createCustomer } from './routes/create-customer.js';
import { getCustomer, listCustomers, updateConsents, updateCustomer } from './routes/customers.js';
import { listPromos, listSpecialMembers } from './routes/marketing.js';
import { acceptReceiptScan } from './routes/receipt-scans.js';
import { reserveNumber } from './routes/reservations.js';

/** @import { Handler } from './types.js' */

/** @typedef {{ method: string, path: RegExp, handle: Handler, takesBody?: true }} Route */

/** @type {Route[]} */
const ROUTES = [
  { method: 'GET', path: /^\/customers$/, handle: listCustomers },
  { method: 'POST', path: /^\/customers$/, handle: createCustomer, takesBody: true },
  { method: 'GET', path: /^\/customers\/([^/]+)$/, handle: getCustomer },
  { method: 'PATCH', path: /^\/customers\/([^/]+)$/, handle: updateCustomer, takesBody: true },
  { method: 'PUT', path: /^\/customers\/([^/]+)\/consents$/, handle: updateConsents, takesBody: true },
  { method: 'GET', path: /^\/cards\/([^/]+)$/, handle: getCard },
  { method: 'GET', path: /^\/cards\/([^/]+)\/bonuses$/, handle: getBonuses },
  { method: 'GET', path: /^\/cards\/([^/]+)\/receipts$/, handle: listReceipts },
  { method: 'GET', path: /^\/promos$/, handle: listPromos },
  { method: 'GET', path: /^\/segments\/special\/members$/, handle: listSpecialMembers },
  { method: 'POST', path: /^\/card-reservations$/, handle: reserveNumber },
  { method: 'POST', path: /^\/receipt-scans$/, handle: acceptReceiptScan, takesBody: true },
];

/**
 * The key is the one variable part a path of this API can have: an id or a card number, plain digits both.
 *
 * @param {string} method
 * @param {string} path
 * @returns {{ route: Route, key: string }}
 */
export function findRoute(method, path) {
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) return { route, key: match[1] ?? '' };
  }
  throw new CrmError(404, 'NO_SUCH_ROUTE', 'There is nothing at this address.');
}
