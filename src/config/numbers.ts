import { z } from 'zod';
import { parseDuration } from '../document/units.js';

/** A whole number, written as a text, for all scalars of a config are texts. */
export const whole = z
  .string()
  .regex(/^\d{1,15}$/, 'this must be a whole number of at most 15 digits')
  .transform(Number);

/** How many of something there may be: one at least. */
export const count = whole.refine(number => number > 0, 'this must be a whole number from 1 on');

const DURATION_OR_OFF = 'this must be a duration such as 2s or 1m, or off';

/** A time in milliseconds; `off` is 0. */
export const durationOrOff = z.string(DURATION_OR_OFF).transform((text, context) => {
  const milliseconds = text === 'off' ? 0 : parseDuration(text);
  if (milliseconds !== undefined && (milliseconds > 0 || text === 'off')) return milliseconds;
  context.addIssue({ code: 'custom', message: DURATION_OR_OFF });
  return z.NEVER;
});
