import type { ClaimEnd } from '../cards/port.js';
import type { ToldCard } from './told.js';

/** What happened to a card number, behind the number. */
export function cardWords({ what, outcome, isOwned }: ToldCard): string {
  switch (what) {
    case 'reserved':
      return 'is reserved';
    case 'claimed':
      return 'is claimed: what stands below issues it';
    case 'repeated':
      return 'was issued to this person before: the writes below are skipped';
    case 'waiting':
      return 'is being issued by another request of this person: waits for it';
    case 'doubtful':
      return 'is doubtful: asks the CRM who has it';
    case 'settled':
      return isOwned ? 'has an owner in the CRM' : 'has no owner in the CRM';
    case 'finished':
      return ended[outcome ?? 'doubtful'];
    case 'finishFailed':
      return 'stays claimed: the keeper could not be told how it ended';
  }
}

const ended: Readonly<Record<ClaimEnd, string>> = {
  issued: 'is issued',
  refused: 'is reserved again: the CRM did not issue it',
  doubtful: 'is doubtful: nobody knows whether the CRM issued it',
};
