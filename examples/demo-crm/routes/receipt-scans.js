// @ts-check
import { CrmError } from '../errors.js';
import { requireCard } from './cards.js';

/** @import { Handler } from '../types.js' */

// What the QR code of a Russian cash receipt holds; n, the kind of operation, is often left out.
const REQUIRED = ['cardNumber', 'fiscalDate', 'sum', 'fn', 'i', 'fp'];

/** @type {Handler} */
export function acceptReceiptScan(store, { body }) {
  const missing = REQUIRED.filter(field => (body[field] ?? '') === '');
  if (missing.length > 0) throw new CrmError(400, 'BAD_RECEIPT', `Missing: ${missing.join(', ')}.`);
  requireCard(store, body.cardNumber);
  store.acceptedScans += 1;
  return { status: 202, body: { id: store.acceptedScans, accepted: true } };
}
