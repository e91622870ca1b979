import type { Logger } from 'pino';
import { formatPlace } from '../document/place.js';
import { isFault } from '../loyalty-api/errors.js';
import type { Failure } from '../loyalty-api/failure.js';

/** Writes what becomes of card numbers beside requests. Numbers are personal data: no line holds one. */
export interface CardsLog {
  settled(as: 'issued' | 'free'): void;
  /** A doubtful number could not be settled, or none could be looked for. */
  notSettled(failure: Failure): void;
  few(free: number, warnBelow: number): void;
  longDoubtful(doubtful: number): void;
}

export function cardsLog(log: Logger): CardsLog {
  return {
    settled: as => log.info({ as }, 'card settled'),
    notSettled: ({ error, message, step, place }) => {
      const line = { error, reason: message, step, place: place && formatPlace(place) };
      // What the mapping does wrong, waiting does not mend.
      if (isFault(error)) log.error(line, 'card not settled');
      else log.warn(line, 'card not settled');
    },
    few: (free, warnBelow) => log.warn({ free, warnBelow }, 'few free cards'),
    longDoubtful: doubtful => log.warn({ doubtful }, 'cards doubtful for long'),
  };
}
