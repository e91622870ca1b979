import fc from 'fast-check';
import { expect } from 'vitest';
import type { CardKeeper } from '../../src/cards/keeper.js';
import type { Claim } from '../../src/cards/port.js';
import { lease, Model, reservation } from '../cards/model.js';
import { chunksOf, describeStores, numbers, type Stores } from '../cards/stores.js';
import { describeProperties } from './property.js';

const minute = 60_000;

/** What the commands work on beside the model: a keeper, and all claims that it has granted. */
interface Real {
  readonly stores: Stores;
  readonly database: string;
  readonly keepers: readonly CardKeeper[];
  readonly claims: Claim[];
}

/** Does one thing to both. Each thing is done by another keeper than the last. */
class Doing implements fc.AsyncCommand<Model, Real> {
  constructor(
    private readonly title: string,
    private readonly work: (model: Model, keeper: CardKeeper, real: Real) => Promise<void>,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    const [keeper, next] = real.keepers as [CardKeeper, CardKeeper];
    await this.work(model, keeper, real);
    const listed = await next.list({ limit: 1000 });
    expect(listed.map(({ number, state }) => [number, state])).toEqual(model.states());
  }

  toString(): string {
    return this.title;
  }
}

const person = fc.constantFrom('+79620480100', '+79620480101', '+79620480102');
const nobody = fc.option(person, { nil: undefined });
/** One of what there is at that time. */
const which = fc.nat(1000);
const one = <T>(list: readonly T[], index: number) => list[index % list.length];

const commands = [
  nobody.map(
    who =>
      new Doing(`reserve for ${who}`, async (model, keeper) => {
        const earlier = who ? model.earlier(who) : [];
        const choices = earlier.length > 0 ? earlier : model.choices();
        const number = await keeper.reserve(who).catch(error => {
          expect(error).toMatchObject({ error: 'noFreeCards' });
          return undefined;
        });
        if (choices.length === 0) expect(number).toBeUndefined();
        else expect(choices).toContain(number);
        if (number === undefined) return;
        if (earlier.length === 0 || model.card(number).state === 'reserved') model.reserve(number, who);
      }),
  ),
  fc.tuple(which, person).map(
    ([index, who]) =>
      new Doing(`claim ${index} for ${who}`, async (model, keeper, { claims }) => {
        const number = one([...model.cards.keys()], index) as string;
        const expected = model.claim(number, who);
        const outcome = await keeper.claim(number, who, lease * minute).catch(error => error);
        expect(outcome.kind ?? outcome.error).toBe(expected);
        if (expected === 'doubtful') expect(outcome.doubt.token).toBe(model.card(number).token);
        if (expected !== 'granted') return;
        model.take(number, who, outcome.claim.token);
        claims.push(outcome.claim);
      }),
  ),
  fc.tuple(which, fc.constantFrom('issued', 'refused', 'doubtful')).map(
    ([index, outcome]) =>
      new Doing(`finish claim ${index}: ${outcome}`, async (model, keeper, { claims }) => {
        const claim = one(claims, index);
        if (!claim) return;
        await keeper.finish(claim, outcome);
        model.finish(claim.number, claim.token, outcome);
      }),
  ),
  fc.tuple(which, nobody, nobody).map(
    ([index, owner, asker]) =>
      new Doing(`settle claim ${index} of ${asker}: ${owner}`, async (model, keeper, { claims }) => {
        const claim = one(claims, index);
        if (!claim) return;
        const taken = await keeper.settle(
          claim,
          owner,
          asker ? { person: asker, lease: lease * minute } : undefined,
        );
        expect(taken !== undefined).toBe(model.settle(claim.number, claim.token, owner, asker));
        if (!taken) return;
        model.take(claim.number, asker ?? '', taken.token);
        claims.push(taken);
      }),
  ),
  fc.integer({ min: 1, max: 5 }).map(
    limit =>
      new Doing(`due ${limit}`, async (model, keeper) => {
        const told = await keeper.due(limit);
        const due = model.due();
        expect(told).toHaveLength(Math.min(limit, due.length));
        for (const { number, token } of told) {
          expect(due).toContain(number);
          expect(token).toBe(model.card(number).token);
          model.look(number);
        }
      }),
  ),
  fc.constantFrom(1, lease - 1, lease, reservation / 2, reservation).map(
    minutes =>
      new Doing(`${minutes} minutes pass`, async (model, _keeper, { stores, database }) => {
        await stores.age(database, minutes * minute);
        model.now += minutes;
      }),
  ),
  which.map(
    index =>
      new Doing(`release ${index}`, async (model, keeper) => {
        const number = one([...model.cards.keys()], index) as string;
        const isReserved = model.card(number).state === 'reserved';
        expect((await keeper.release(number)) === 'released').toBe(isReserved);
        if (isReserved) model.free(number);
      }),
  ),
  fc.tuple(which, fc.constantFrom('issued', 'free')).map(
    ([index, as]) =>
      new Doing(`settle ${index} by hand: ${as}`, async (model, keeper) => {
        const number = one([...model.cards.keys()], index) as string;
        const card = model.card(number);
        const isDoubtful = model.stateOf(card) === 'doubtful';
        expect((await keeper.settleByHand(number, as)) === 'settled').toBe(isDoubtful);
        if (!isDoubtful) return;
        if (as === 'free') model.free(number);
        else model.issue(number, card.person ?? '');
      }),
  ),
  fc.integer({ min: 1, max: 3 }).map(
    count =>
      new Doing(`export ${count}`, async (model, keeper) => {
        const fresh = model.states().filter(([, state]) => state === 'free');
        const expired = model.states().filter(([, state]) => state === 'expired');
        const given = await keeper.reserveForExport(count).catch(() => []);
        expect(given).toHaveLength(count > fresh.length + expired.length ? 0 : count);
        // Expired ones only after all fresh ones.
        const usedExpired = given.filter(number => model.card(number).state === 'reserved').length;
        expect(usedExpired).toBe(Math.max(0, given.length - fresh.length));
        for (const number of given) model.reserve(number, undefined, Number.POSITIVE_INFINITY);
      }),
  ),
  fc.nat(9).map(
    index =>
      new Doing(`import ${index}`, async (model, keeper) => {
        const number = String(3_000_000_000_000 + index);
        const isKnown = model.cards.has(number);
        const { imported } = await keeper.import(chunksOf([number]), { skipKnown: false });
        expect(imported).toBe(isKnown ? 0 : 1);
        if (!isKnown) model.free(number);
      }),
  ),
];

/** @param times how many times the runs of `npm test` */
export function cardsProperties(times: number): void {
  describeStores('card numbers', stores => {
    describeProperties(`card numbers in ${stores.name}`, times, property => {
      property('whatever is asked in whatever order, the states are those of the model', 10, async runs => {
        const database = await stores.empty();
        const keepers = [await stores.open({ database }), await stores.open({ database })];
        const setup = async () => {
          await stores.sql(database, 'delete from loyalty_gw_cards');
          const model = new Model();
          await (keepers[0] as CardKeeper).import(chunksOf(numbers(4)), { skipKnown: false });
          for (const number of numbers(4)) model.free(number);
          return { model, real: { stores, database, keepers, claims: [] } };
        };
        await fc.assert(
          fc.asyncProperty(fc.commands(commands, { size: '+1' }), async cmds => {
            await fc.asyncModelRun(setup, cmds);
          }),
          runs,
        );
      });
    });
  });
}
