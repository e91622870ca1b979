import { endsInCheckDigit, gs1CheckDigit } from './check-digits.js';

/** How Koshelek may show a card number. */
export const barcodeTypes = ['EAN_8', 'EAN_13', 'CODE_128', 'UPC_A', 'QR_CODE'] as const;

export type BarcodeType = (typeof barcodeTypes)[number];

/** Digits of the barcodes that hold digits only, the last of which is a check digit. */
const lengths: Partial<Record<BarcodeType, number>> = { EAN_8: 8, EAN_13: 13, UPC_A: 12 };

/** Why a number cannot be shown as a barcode of a type; `undefined` when it can. */
export function barcodeProblem(type: BarcodeType, number: string): string | undefined {
  const length = lengths[type];
  // Code 128 has no other characters, and readers of QR codes expect no others of a card.
  if (length === undefined)
    return /^[!-~]+$/.test(number) ? undefined : 'it has characters that no barcode has';
  if (!/^\d+$/.test(number)) return `${type} has digits only`;
  if (number.length !== length) return `${type} has ${length} digits, not ${number.length}`;
  return endsInCheckDigit(number, gs1CheckDigit) ? undefined : `its check digit is wrong for ${type}`;
}
