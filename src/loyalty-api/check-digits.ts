/** The last digit of an EAN-13, EAN-8 or UPC-A, made of those before (GS1 General Specifications, 7.9). */
export function gs1CheckDigit(digits: string): string {
  // From the right, digits weigh 3 and 1 in turn.
  return complement(sumFromRight(digits, (digit, at) => (at % 2 === 0 ? 3 * digit : digit)));
}

/** The last digit that ISO/IEC 7812-1, annex B, wants behind a number (Luhn). */
export function luhnCheckDigit(digits: string): string {
  // From the right, every other digit counts twice; of a sum of two digits the digits are added up.
  return complement(sumFromRight(digits, (digit, at) => (at % 2 === 1 ? digit : (2 * digit) % 9 || digit)));
}

/** Whether a number ends in the digit that the function makes of those before it. */
export function endsInCheckDigit(number: string, checkDigit: (digits: string) => string): boolean {
  return /^\d{2,}$/.test(number) && number.endsWith(checkDigit(number.slice(0, -1)));
}

function sumFromRight(digits: string, weigh: (digit: number, at: number) => number): number {
  const last = digits.length - 1;
  return [...digits].reduce((sum, digit, index) => sum + weigh(Number(digit), last - index), 0);
}

function complement(sum: number): string {
  return String((10 - (sum % 10)) % 10);
}
