import type { SelftestData } from '../data.js';
import type { Answer, Probe } from '../probe.js';
import type { Query } from '../routes.js';
import type { RuleId } from '../rules.js';
import { type Scenario, type Step, step } from '../step.js';

const operation = 'listPurchases';

type Purchases = NonNullable<SelftestData['purchases']>;

export const purchases: Scenario = {
  id: 'purchases',
  title: 'Purchases',
  steps: [
    step(
      'both border days are included, and nothing outside of them is listed',
      { operation, needs: ['purchases'] },
      async (probe, { purchases }) => {
        const { first, last, item } = purchases;
        const rows = await listed(probe, purchases, first, last);
        if (rows && item !== undefined) complainOfText(probe, rows, first, item);
      },
    ),
    step('one day is an interval too', { operation, needs: ['purchases'] }, async (probe, { purchases }) => {
      await listed(probe, purchases, purchases.first, purchases.first);
    }),
    step(
      'without endDate all is listed from startDate on',
      { operation, needs: ['purchases'] },
      async (probe, { purchases }) => {
        await listed(probe, purchases, purchases.last);
      },
    ),
    step(
      'the day before startDate is not listed',
      { operation, needs: ['purchases'] },
      async (probe, { purchases }) => {
        const { first, last } = purchases;
        await listed(probe, purchases, dayAfter(first), last, [last]);
      },
    ),
    refused('startDate is required', 'purchases-start-required', ({ last }) => ({ endDate: last })),
    refused('startDate after endDate is refused', 'purchases-date-order', ({ first, last }) => ({
      startDate: last,
      endDate: first,
    })),
    refused('30 February is refused', 'purchases-calendar', ({ last }) => ({
      startDate: `${last.slice(0, 4)}-02-30`,
    })),
    step(
      'an unknown card number is refused',
      { operation, needs: ['purchases', 'unknown'] },
      async (probe, { purchases, unknown }) => {
        await probe.call(operation, {
          params: { cardNumber: unknown.cardNumber },
          query: { startDate: purchases.first, endDate: purchases.last },
          expect: { kind: 'refused', rule: 'purchases-unknown-card' },
        });
      },
    ),
  ],
};

function refused(title: string, rule: RuleId, query: (data: Purchases) => Query): Step {
  return step(title, { operation, needs: ['purchases'] }, async (probe, { purchases }) => {
    await probe.call(operation, {
      params: { cardNumber: purchases.cardNumber },
      query: query(purchases),
      expect: { kind: 'refused', rule },
    });
  });
}

interface Rows extends Answer {
  readonly value: readonly { readonly date: string; readonly item: string }[];
}

/** Lists an interval and holds the days of the purchases against it. */
async function listed(
  probe: Probe,
  { cardNumber }: Purchases,
  startDate: string,
  endDate?: string,
  busyDays = [startDate, ...(endDate === undefined ? [] : [endDate])],
): Promise<Rows | undefined> {
  const query = { startDate, ...(endDate === undefined ? {} : { endDate }) };
  const answer = await probe.call(operation, { params: { cardNumber }, query });
  if (!answer.isGood) return undefined;
  const rows = answer as Rows;
  const days = new Set(rows.value.map(({ date }) => date));
  const complain = (message: string) => probe.complain('purchases-interval', message, answer.exchange);
  const outside = [...days].filter(day => day < startDate || (endDate !== undefined && day > endDate));
  if (outside.length > 0) complain(`purchases of ${outside.sort().slice(0, 5).join(', ')} are outside`);
  for (const day of new Set(busyDays)) {
    if (!days.has(day)) complain(`no purchase of ${day} is listed, although the data says that there is one`);
  }
  return rows;
}

function complainOfText(probe: Probe, { value, exchange }: Rows, day: string, item: string): void {
  const items = value.filter(row => row.date === day).map(row => row.item);
  // That there is none has been told.
  if (items.length === 0 || items.includes(item)) return;
  probe.complain(
    'purchases-text',
    `item: expected "${item}" on ${day}, got "${items.slice(0, 5).join('", "')}"`,
    exchange,
  );
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
