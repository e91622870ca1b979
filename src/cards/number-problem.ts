import { type BarcodeType, barcodeProblem } from '../loyalty-api/barcodes.js';
import { wordsOfRoutes } from '../loyalty-api/paths.js';

/**
 * Why a text of a file cannot be imported as a card number; `undefined` when it can. What a spreadsheet does to
 * numbers is told as such, for then the file has to be made anew.
 */
export function numberProblem(text: string, barcodeType: BarcodeType): string | undefined {
  const problem = problemOf(text, barcodeType);
  return problem === undefined ? undefined : (spreadsheetProblem(text, barcodeType) ?? problem);
}

function problemOf(text: string, barcodeType: BarcodeType): string | undefined {
  if (text === '') return 'there is no number';
  if (text.length > 64) return 'a card number has at most 64 characters';
  // It becomes a part of the API's paths.
  if (wordsOfRoutes.has(text)) return "this is a word of the API's routes, and no card number";
  const problem = barcodeProblem(barcodeType, text);
  if (problem !== undefined || /^[0-9A-Za-z-]+$/.test(text)) return problem;
  return 'a card number has only digits, letters from A to Z, and -';
}

const asText = 'make the column one of text before the numbers come into it, and export again';

function spreadsheetProblem(text: string, barcodeType: BarcodeType): string | undefined {
  if (/^\d([.,]\d*)?E\+?\d+$/i.test(text))
    return `a spreadsheet has rounded it, its digits are lost: ${asText}`;
  if (/^\d+[.,]0+$/.test(text)) return `a spreadsheet took it for an amount: ${asText}`;
  if (/^=?["']/.test(text))
    return 'there are signs around it by which a spreadsheet marks a text: leave them out';
  if (/^\d+([\s\u00a0\u202f,.]\d+)+$/.test(text)) return 'there are signs between its digits: leave them out';
  if (!/^\d+$/.test(text)) return undefined;
  const whole = ['0', '00', '000', '0000']
    .map(zeros => zeros + text)
    .find(number => problemOf(number, barcodeType) === undefined);
  return whole && `it would be right as ${whole}, so a spreadsheet took its leading zeros away: ${asText}`;
}
