import { isObject } from '../../json/values.js';
import type { Answer } from '../probe.js';
import { type Scenario, step } from '../step.js';
import { complainOfOtherCard } from './card-of.js';
import { holderWithoutCard, type Owners } from './holder.js';
import { stepToNobody } from './nobody.js';

/** A card without a holder: its number is reserved, then issued to a person, who is found by it from then on. */
export function anonymousCard(owners: Owners): Scenario {
  const holder = holderWithoutCard('anonymous', owners);
  let number: string | undefined;
  let isIssued = false;
  return {
    id: 'anonymous-card',
    title: 'Anonymous card',
    steps: [
      holder.step,
      step(
        'a number is reserved',
        { operation: 'reserveCard', writes: true, needs: ['anonymous'] },
        async probe => {
          if (holder.hasCard()) return probe.skip('the phone has a card already');
          number = reservedNumber(await probe.call('reserveCard'));
          if (number) probe.note(`reserved ${number}; a reservation is held for one hour`);
        },
      ),
      step(
        'the next reservation gives another number: the first is held',
        { operation: 'reserveCard', writes: true, needs: ['anonymous'] },
        async probe => {
          if (!number) return probe.skip('no number was reserved');
          const answer = await probe.call('reserveCard');
          const next = reservedNumber(answer);
          if (next === number)
            probe.complain('reservation-held', `${next} is handed out twice`, answer.exchange);
          else if (next) probe.note(`reserved ${next}, which is not issued: it is free again in one hour`);
        },
      ),
      step(
        'the reserved number is issued to a person with a Cyrillic name',
        { operation: 'issueReservedCard', writes: true, needs: ['anonymous'] },
        async (probe, { anonymous: body }) => {
          if (!number) return probe.skip('no number was reserved');
          const { isGood } = await probe.call('issueReservedCard', { params: { cardNumber: number }, body });
          isIssued = isGood;
          if (!isGood) return;
          owners.set(number, 'anonymous');
          probe.note(`issued ${number} to ${body.phone}; it stays`);
        },
      ),
      step(
        'the phone of the person gives the issued card',
        { operation: 'findCard', needs: ['anonymous'] },
        async (probe, { anonymous: { phone } }) => {
          if (!number || !isIssued) return probe.skip('no number was issued');
          const rule = 'issued-card-found';
          const answer = await probe.call('findCard', {
            query: { msisdn: phone },
            expect: { kind: 'processed', emptyRule: rule },
          });
          complainOfOtherCard(probe, answer, number, rule);
        },
      ),
      stepToNobody(
        'a number that was never reserved is not issued',
        { operation: 'issueReservedCard', needs: ['anonymous'] },
        async (probe, { anonymous, unknown }) => {
          const { cardNumber } = unknown;
          // To somebody who has a card by now: the phone of `unknown` must stay without one, for other steps and runs.
          const { exchange } = await probe.call('issueReservedCard', {
            params: { cardNumber },
            body: anonymous,
            expect: { kind: 'refused', rule: 'not-reserved' },
          });
          if (exchange.came?.status !== 200) return;
          probe.note(
            `perhaps issued ${cardNumber} to ${anonymous.phone}: name another number in \`unknown\``,
          );
        },
      ),
    ],
  };
}

function reservedNumber({ value }: Answer): string | undefined {
  if (value === undefined) return undefined;
  return String(isObject(value) ? value.cardNumber : value);
}
