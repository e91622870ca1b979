import type { Answer, Probe } from '../probe.js';
import type { RuleId } from '../rules.js';

/** The number of the card that an answer of good form is about; `undefined` when it is about none. */
export function cardNumberOf({ value }: Answer): string | undefined {
  // An error, where that is good too, has no card.
  return (value as { card?: { cardNumber: string } } | undefined)?.card?.cardNumber;
}

/** Says that an answer is about another card than the one that it should be about. */
export function complainOfOtherCard(probe: Probe, answer: Answer, expected: string, rule: RuleId): void {
  const number = cardNumberOf(answer);
  if (number === undefined || number === expected) return;
  probe.complain(rule, `card.cardNumber: expected ${expected}, got ${number}`, answer.exchange);
}
