import { endsInCheckDigit, gs1CheckDigit, luhnCheckDigit } from '../../loyalty-api/check-digits.js';

/** Which check digits a card number has. A fake one has the same. */
export function checksOf(digits: string): string {
  const isEan13 = digits.length === 13 && endsInCheckDigit(digits, gs1CheckDigit);
  return `${endsInCheckDigit(digits, luhnCheckDigit)} ${isEan13}`;
}
