import { z } from 'zod';

/** A whole number, written as a text, for all scalars of a config are texts. */
export const whole = z
  .string()
  .regex(/^\d{1,15}$/, 'this must be a whole number of at most 15 digits')
  .transform(Number);

/** How many of something there may be: one at least. */
export const count = whole.refine(number => number > 0, 'this must be a whole number from 1 on');
