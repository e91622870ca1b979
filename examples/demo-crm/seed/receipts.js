// @ts-check
/** @import { Line, Receipt } from '../types.js' */

const CENTRE = { id: 7, name: 'Рассвет на Лесной' };
const SUBURB = { id: 12, name: 'Рассвет в Химках' };

const COFFEE = line('Кофе в зёрнах, 1 кг', 1, 1490, 1490, 74.5);
const CHEESE = line('Сыр полутвёрдый, вес', 0.75, 199.9, 149.93, 7.5);
const BREAD = line('Хлеб ржаной', 2, 64.5, 129, 6.45);
const TEA = line('Чай чёрный, 100 пакетов', 1, 359.99, 359.99, 18);
const APPLES = line('Яблоки, вес', 1.342, 139.9, 187.75, 9.39);

/**
 * @param {number} place the customer's place in the seed
 * @returns {Receipt[]}
 */
export function seedReceipts(place) {
  if (place === 0) return mariasReceipts();
  if (place === 1) {
    return [{ id: 'R-0001-1', closedAt: '2026-04-18T12:05:00+03:00', store: CENTRE, lines: [TEA] }];
  }
  if (place % 5 === 0) return [];
  const day = 10 + (place % 18);
  return [
    { id: `R-${place}-1`, closedAt: `2026-02-${day}T10:15:00+03:00`, store: SUBURB, lines: [BREAD, APPLES] },
    { id: `R-${place}-2`, closedAt: `2026-05-${day}T19:40:00+03:00`, store: CENTRE, lines: [COFFEE] },
  ];
}

/**
 * The first and the last second of a day, and a time whose day is another one in UTC: a gateway that counts
 * days wrongly loses one of these.
 *
 * @returns {Receipt[]}
 */
function mariasReceipts() {
  return [
    { id: 'R-0000-1', closedAt: '2026-01-15T00:00:00+03:00', store: CENTRE, lines: [COFFEE] },
    { id: 'R-0000-2', closedAt: '2026-03-02T01:30:00+03:00', store: CENTRE, lines: [CHEESE] },
    { id: 'R-0000-3', closedAt: '2026-04-11T18:22:41+03:00', store: SUBURB, lines: [BREAD] },
    { id: 'R-0000-4', closedAt: '2026-05-20T09:03:10+03:00', store: SUBURB, lines: [TEA] },
    { id: 'R-0000-5', closedAt: '2026-06-30T23:59:59+03:00', store: CENTRE, lines: [APPLES] },
  ];
}

/**
 * @param {string} title
 * @param {number} quantity
 * @param {number} price
 * @param {number} sum
 * @param {number} bonus
 * @returns {Line}
 */
function line(title, quantity, price, sum, bonus) {
  return { title, quantity, price, sum, bonus };
}
