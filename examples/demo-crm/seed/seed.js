// @ts-check
import { seedAccount } from './accounts.js';
import { seedCustomers, seedFreeNumbers } from './customers.js';
import { seedCampaigns, seedSpecialTerms } from './marketing.js';
import { seedReceipts } from './receipts.js';

/** @import { Account, Receipt } from '../types.js' */

/** A fresh copy of everything the CRM knows at its start. */
export function seed() {
  const customers = seedCustomers();
  /** @type {Map<bigint, Account>} */
  const accounts = new Map();
  /** @type {Map<bigint, Receipt[]>} */
  const receipts = new Map();
  for (const [place, { card }] of customers.entries()) {
    if (!card) continue;
    accounts.set(card.number, seedAccount(place));
    receipts.set(card.number, seedReceipts(place));
  }
  return {
    customers,
    accounts,
    receipts,
    freeNumbers: seedFreeNumbers(),
    campaigns: seedCampaigns(),
    specialTerms: seedSpecialTerms(),
  };
}
