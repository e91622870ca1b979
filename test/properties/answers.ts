import { z } from 'zod';
import type { OperationId } from '../../src/loyalty-api/operations.js';

/**
 * What an answer of each operation looks like, said a second time and in other words than the product's: so that a
 * mistake there is not copied here.
 */

const text = z.string();
const filled = text.regex(/\S/);
const digits = text.regex(/^[0-9]+$/);

const card = z.looseObject({
  cardNumber: filled,
  cardState: z.enum(['active', 'inactive']),
  barcode: z.looseObject({
    barcodeNumber: filled,
    barcodeType: z.enum(['EAN_8', 'EAN_13', 'CODE_128', 'UPC_A', 'QR_CODE']),
  }),
});

const bonus = z.looseObject({
  total: text,
  available: text,
  bonuses: z.array(
    z.looseObject({ description: text.optional(), amount: text, validUntil: z.iso.date().optional() }),
  ),
});

const purchase = z.looseObject({
  date: z.iso.date(),
  item: text,
  amount: text.regex(/^-?[0-9]+$/),
  quantity: text.optional(),
  location: text.optional(),
  bonuses: text.optional(),
});

const nothing = z.undefined();

const answers: Readonly<Record<OperationId, z.ZodType>> = {
  findCard: z.union([nothing, z.looseObject({ card })]),
  getCard: z.looseObject({ card: card.extend({ bonus: bonus.optional() }) }),
  updateCardholder: nothing,
  updateCommunication: nothing,
  listPurchases: z.array(purchase),
  listPromos: z.array(z.looseObject({ id: text.optional(), title: text.optional() })),
  reserveCard: z.union([filled, z.looseObject({ cardNumber: filled })]),
  issueReservedCard: nothing,
  sendReceiptQr: nothing,
  issueCard: z.looseObject({ card }),
  listUsers: z.array(digits),
  listUsersExtended: z.array(
    z.looseObject({ phone: digits, params: z.array(z.looseObject({ name: text, value: text })) }),
  ),
};

/**
 * What is wrong with the body of a 200; nothing when it is as the API says.
 *
 * @param body the JSON, or empty
 */
export function problemsOf200(operation: OperationId, body: string): string[] {
  const value: unknown = body === '' ? undefined : JSON.parse(body);
  const { error } = answers[operation].safeParse(value);
  return [
    ...(error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...(value === undefined || hasOnlyTexts(value) ? [] : ['a scalar is no string']),
  ];
}

/** Whether all scalars are strings. A null is none. */
export function hasOnlyTexts(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(hasOnlyTexts);
  return typeof value === 'string';
}
