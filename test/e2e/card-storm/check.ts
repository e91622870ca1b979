import type { StoredCard } from '../../../src/cards/stock.js';
import type { StormCrm } from './crm.js';

/** What there is to judge a storm by, once it is over and all is settled. */
export interface Aftermath {
  readonly crm: Pick<StormCrm, 'issued' | 'writtenAgain'>;
  /** Every 200 by which somebody got a number. */
  readonly given: readonly Given[];
  readonly stored: readonly StoredCard[];
  /** All numbers that the store was given; of a series those that it says it gave out. */
  readonly numbers: readonly string[];
  /** Whose the number is, in the store's opinion. */
  readonly belongsTo: (number: string, phone: string) => Promise<boolean>;
}

export interface Given {
  readonly number: string;
  readonly phone: string;
}

/** What must not have happened, a line for each time that it did. */
export async function problemsAfter({
  crm,
  given,
  stored,
  numbers,
  belongsTo,
}: Aftermath): Promise<readonly string[]> {
  const problems: string[] = [];
  const stateOf = new Map(stored.map(({ number, state }) => [number, state]));

  for (const [number, phones] of crm.issued) {
    if (new Set(phones).size > 1) problems.push(`${number} is issued to two persons in the CRM`);
    if (stateOf.get(number) !== 'issued')
      problems.push(`${number} is issued in the CRM, and ${stateOf.get(number)} in the store`);
    else if (!(await belongsTo(number, phones[0] ?? '')))
      problems.push(`${number} is somebody else's in the store`);
  }
  for (const number of crm.writtenAgain) problems.push(`${number} was written again without need`);

  const phoneOf = new Map<string, string>();
  for (const { number, phone } of given) {
    const other = phoneOf.get(number);
    if (other !== undefined && other !== phone) problems.push(`${number} was given to two persons`);
    phoneOf.set(number, phone);
    if (!crm.issued.get(number)?.includes(phone))
      problems.push(`${number} was given to somebody who does not have it in the CRM`);
    if (stateOf.get(number) !== 'issued')
      problems.push(`${number} was given, and is ${stateOf.get(number)} in the store`);
  }

  for (const { number, state } of stored) {
    if (state === 'issuing' || state === 'doubtful') problems.push(`${number} is not settled: ${state}`);
    if (state === 'issued' && !crm.issued.has(number))
      problems.push(`${number} is lost: issued in the store, and nobody's in the CRM`);
  }
  if (stateOf.size !== stored.length) problems.push('the store has a number twice');
  for (const number of numbers) if (!stateOf.has(number)) problems.push(`${number} is not in the store`);
  if (stored.length !== numbers.length)
    problems.push(`the store has ${stored.length} numbers, and was given ${numbers.length}`);
  return problems;
}
