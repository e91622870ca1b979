import { expect, it } from 'vitest';
import type { CardHappening } from '../../src/engine/card-events.js';
import { Failure } from '../../src/loyalty-api/failure.js';
import { Metrics } from '../../src/telemetry/metrics.js';

const stock = { free: 5, reserved: 4, expired: 3, issuing: 2, issued: 1, doubtful: 0 };
const NUMBER = '2900000000001';

function metricsOf(status: () => Promise<typeof stock | undefined> = async () => stock) {
  const metrics = new Metrics(() => ({ running: 0, waiting: 0, isBroken: false }));
  const cards = metrics.ofCards(status);
  const happens = (happening: CardHappening) =>
    cards.observer({ type: 'card', at: 0, step: 'claimed', number: NUMBER, ...happening });
  const lines = async () => (await metrics.text()).body.split('\n').filter(line => !line.startsWith('#'));
  return { cards, happens, lines };
}

it('tells how many numbers are in each state when it is asked', async () => {
  const now = { ...stock };
  const { lines } = metricsOf(async () => now);
  expect(await lines()).toEqual(
    expect.arrayContaining(
      Object.entries(stock).map(([state, count]) => `loyalty_gw_cards{state="${state}"} ${count}`),
    ),
  );
  now.free = 4;
  expect(await lines()).toContain('loyalty_gw_cards{state="free"} 4');
});

it.each([
  ['fails', () => Promise.reject(new Error('gone'))],
  ['is late', async () => undefined],
])('tells nothing of the stock while the store %s, rather than what was', async (_, then) => {
  let status: () => Promise<typeof stock | undefined> = async () => stock;
  const { lines } = metricsOf(() => status());
  await lines();
  status = then;
  expect((await lines()).filter(line => line.startsWith('loyalty_gw_cards{'))).toEqual([]);
  expect(await lines()).toContain('loyalty_gw_card_reservations_total 0');
});

it.each<[CardHappening, string]>([
  [{ what: 'reserved' }, 'loyalty_gw_card_reservations_total'],
  [{ what: 'claimed' }, 'loyalty_gw_card_claims_total{outcome="granted"}'],
  [{ what: 'repeated' }, 'loyalty_gw_card_claims_total{outcome="repeated"}'],
  [{ what: 'waiting' }, 'loyalty_gw_card_claims_total{outcome="busy"}'],
  [{ what: 'doubtful' }, 'loyalty_gw_card_claims_total{outcome="doubtful"}'],
  [{ what: 'finished', outcome: 'issued' }, 'loyalty_gw_card_claim_ends_total{outcome="issued"}'],
  [{ what: 'finished', outcome: 'refused' }, 'loyalty_gw_card_claim_ends_total{outcome="refused"}'],
  [{ what: 'finished', outcome: 'doubtful' }, 'loyalty_gw_card_claim_ends_total{outcome="doubtful"}'],
  [
    { what: 'finishFailed', outcome: 'issued', failure: new Failure('cardsUnavailable', 'gone') },
    'loyalty_gw_card_claim_ends_total{outcome="untold"}',
  ],
])('counts %j', async (happening, name) => {
  const { happens, lines } = metricsOf();
  expect(await lines()).toContain(`${name} 0`);
  happens(happening);
  happens(happening);
  expect(await lines()).toContain(`${name} 2`);
  expect((await lines()).join('\n')).not.toContain(NUMBER);
});

it('counts operations that fail for want of a number, and no others', async () => {
  const { cards, lines } = metricsOf();
  for (const error of ['noFreeCards', 'noFreeCards', 'crmTimeout'] as const) {
    cards.observer({ type: 'failure', at: 0, failure: new Failure(error, 'no') });
  }
  const told = (await lines()).filter(line => /_failures_total\{.*[1-9]$/.test(line));
  expect(told).toEqual(['loyalty_gw_card_failures_total{error="noFreeCards"} 2']);
});

it('counts what the background settles', async () => {
  const { cards, lines } = metricsOf();
  cards.settled('issued');
  expect((await lines()).filter(line => line.includes('settlements'))).toEqual([
    'loyalty_gw_card_settlements_total{outcome="issued"} 1',
    'loyalty_gw_card_settlements_total{outcome="free"} 0',
    'loyalty_gw_card_settlements_total{outcome="undecided"} 0',
    'loyalty_gw_card_settlements_total{outcome="failed"} 0',
  ]);
});
