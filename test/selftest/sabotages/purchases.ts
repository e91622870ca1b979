import type { Service } from '../service.js';
import type { Sabotage } from './sabotage.js';

/** The days that are listed are others. */
function lists(
  filter: (day: string, startDate: string, endDate: string) => boolean,
): (service: Service) => void {
  return service => {
    const listPurchases = service.listPurchases.bind(service);
    service.listPurchases = (number, startDate, endDate) => {
      const answer = listPurchases(number, startDate, endDate);
      if (answer.status !== 200) return answer;
      return service.json(service.purchases.filter(({ date }) => filter(date, startDate, endDate)));
    };
  };
}

/** What should be refused is answered with no purchases. */
function takes(
  isTaken: (number: string, startDate: string, endDate: string) => boolean,
): (service: Service) => void {
  return service => {
    const listPurchases = service.listPurchases.bind(service);
    service.listPurchases = (...args) => (isTaken(...args) ? service.json([]) : listPurchases(...args));
  };
}

/** What is wrong with the days of purchases. */
export const purchases: readonly Sabotage[] = [
  ...(
    [
      ['purchases outside of the interval', () => true],
      ['startDate is not looked at', (day, _startDate, endDate) => day <= endDate],
      ['endDate is not looked at', (day, startDate) => day >= startDate],
      ['the day of startDate is left out', (day, startDate, endDate) => day > startDate && day <= endDate],
      ['the day of endDate is left out', (day, startDate, endDate) => day >= startDate && day < endDate],
    ] satisfies [string, Parameters<typeof lists>[0]][]
  ).map(([name, filter]): Sabotage => ({ name, breaks: ['purchases-interval'], change: lists(filter) })),
  {
    name: 'a missing startDate is taken',
    breaks: ['purchases-start-required'],
    change: takes((_number, startDate) => startDate === ''),
  },
  {
    name: 'startDate after endDate is taken: only warned of',
    breaks: ['purchases-date-order?'],
    change: takes((_number, startDate, endDate) => startDate > endDate),
  },
  {
    name: '30 February is taken: only warned of',
    breaks: ['purchases-calendar?'],
    change: takes((_number, startDate) => startDate.endsWith('-02-30')),
  },
  {
    name: 'an unknown card has no purchases: only warned of',
    breaks: ['purchases-unknown-card?'],
    change: takes(number => number.endsWith('84')),
  },
];
