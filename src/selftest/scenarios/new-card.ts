import { type Scenario, step } from '../step.js';
import { cardNumberOf, complainOfOtherCard } from './card-of.js';
import { holderWithoutCard, type Owners } from './holder.js';

/** A card that is issued without reserving a number first. */
export function newCard(owners: Owners): Scenario {
  const holder = holderWithoutCard('newCard', owners);
  let number: string | undefined;
  return {
    id: 'new-card',
    title: 'New card',
    steps: [
      holder.step,
      step(
        'a card is issued to a person with a Cyrillic name',
        { operation: 'issueCard', writes: true, needs: ['newCard'] },
        async (probe, { newCard: body }) => {
          if (holder.hasCard()) return probe.skip('the phone has a card already');
          number = cardNumberOf(await probe.call('issueCard', { body }));
          if (number) probe.note(`issued ${number} to ${body.phone}; it stays`);
        },
      ),
      step(
        'the phone of the person gives the issued card',
        { operation: 'findCard', needs: ['newCard'] },
        async (probe, { newCard: { phone } }) => {
          if (!number) return probe.skip('no card was issued');
          const rule = 'issued-card-found';
          const answer = await probe.call('findCard', {
            query: { msisdn: phone },
            expect: { kind: 'processed', emptyRule: rule },
          });
          complainOfOtherCard(probe, answer, number, rule);
        },
      ),
    ],
  };
}
