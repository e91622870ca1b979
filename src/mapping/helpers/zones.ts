import { HelperError } from './helper.js';

/** How many milliseconds the clocks of a time zone are ahead of UTC at a moment. */
export type Zone = (moment: number) => number;

/**
 * A place of the IANA database, `UTC`, or an offset. No abbreviation: IST is Indian, Irish and Israeli time.
 */
const place = /^[A-Z][A-Za-z]*(?:\/[A-Za-z0-9_+-]+)+$/;
const fixed = /^(?:UTC|([+-])(0\d|1[0-4]):([0-5]\d))$/;

const known = new Map<string, Zone>();

/** @throws HelperError when there is no such time zone */
export function zoneOf(name: string): Zone {
  const zone = known.get(name) ?? makeZone(name);
  // Only names that exist are kept, so there are not many.
  known.set(name, zone);
  return zone;
}

function makeZone(name: string): Zone {
  const constant = fixed.exec(name);
  if (constant) return () => millisecondsOf(constant);
  try {
    if (place.test(name)) return zoneOfPlace(name);
  } catch {
    // Intl throws a RangeError for a name that it does not know.
  }
  throw new HelperError('there is no time zone of this name: write Europe/Moscow, UTC or +03:00');
}

/** The rules of all zones are part of Node. Intl tells an offset as text only: `3/15/2026, GMT+03:00`. */
function zoneOfPlace(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return moment => millisecondsOf(/([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(format.format(moment)) ?? []);
}

function millisecondsOf([, sign, hours = '0', minutes = '0', seconds = '0']: readonly string[]): number {
  const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === '-' ? -size : size) * 1000;
}

/** More than clocks are apart anywhere. */
const A_DAY = 24 * 60 * 60 * 1000;

/**
 * The moment at which the clocks of a zone show a time: the first one where they show it twice. Where they jump
 * over it, the one at which they would have shown it without the jump; so a day that has no midnight begins when
 * they jump.
 *
 * @param clock what they show, in milliseconds as if they were in UTC
 */
export function momentWhen(zone: Zone, clock: number): number {
  const before = clock - zone(clock - A_DAY);
  const after = clock - zone(clock + A_DAY);
  const shown = [before, after].filter(moment => moment + zone(moment) === clock);
  return shown.length > 0 ? Math.min(...shown) : before;
}
