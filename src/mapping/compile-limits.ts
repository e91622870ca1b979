import type { Path } from '../document/place.js';
import { parseDuration, parseRate } from '../document/units.js';
import { hasPlaceholder, type Workshop } from './compiler.js';
import type { LimitFields } from './limit-fields.js';
import { literalAt } from './literal-text.js';
import type { CrmLimits } from './mapping.js';

/** What holds for a CRM that says nothing. */
export const USUAL_LIMITS: CrmLimits = {
  concurrency: 32,
  queue: 64,
  rate: undefined,
  breaker: { failures: 20, window: 1_000, openFor: 5_000 },
};

/** What the CRM bears. Findings go to the document. */
export function compileLimits(workshop: Workshop, path: Path, fields: LimitFields): CrmLimits {
  const { concurrency, queue, breaker } = USUAL_LIMITS;
  const read = <T>(
    key: Path,
    text: string | undefined,
    parse: (text: string) => T | undefined,
    what: string,
  ) => valueAt(workshop, [...path, ...key], text, parse, what);
  const rate = read(['rate'], fields.rate, parseRate, 'a number of calls in a time, such as 10/s or 600/m');
  const burst = read(['burst'], fields.burst, atLeast(1), 'a whole number from 1 on');
  if (fields.burst !== undefined && fields.rate === undefined) {
    workshop.document.errorAtKey(
      'useless-key',
      [...path, 'burst'],
      'burst says something of a rate: add rate:',
    );
  }
  return {
    concurrency:
      read(['concurrency'], fields.concurrency, atLeast(1), 'a whole number from 1 on') ?? concurrency,
    queue: read(['queue'], fields.queue, atLeast(0), 'a whole number') ?? queue,
    rate: rate && { ...rate, burst: burst ?? Math.max(1, Math.floor((rate.calls / rate.per) * 1_000)) },
    breaker: {
      failures:
        read(['breaker', 'failures'], fields.breaker?.failures, atLeast(1), 'a whole number from 1 on') ??
        breaker.failures,
      window:
        read(['breaker', 'window'], fields.breaker?.window, parseDuration, 'a duration such as 1s') ??
        breaker.window,
      openFor:
        read(['breaker', 'openFor'], fields.breaker?.openFor, parseDuration, 'a duration such as 5s') ??
        breaker.openFor,
    },
  };
}

/** @returns `undefined` when nothing is said, or there is a finding */
function valueAt<T>(
  workshop: Workshop,
  path: Path,
  written: string | undefined,
  parse: (text: string) => T | undefined,
  what: string,
): T | undefined {
  const text = written === undefined ? undefined : literalAt(workshop, path, written);
  if (text === undefined || hasPlaceholder(workshop, text)) return undefined;
  const value = parse(text.trim());
  if (value === undefined) workshop.document.error('wrong-value', path, `this must be ${what}`);
  return value;
}

function atLeast(least: number): (text: string) => number | undefined {
  return text => (/^\d{1,6}$/.test(text) && Number(text) >= least ? Number(text) : undefined);
}
