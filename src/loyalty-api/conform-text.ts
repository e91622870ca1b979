import { kindOf } from '../json/values.js';
import { isCalendarDay } from './calendar.js';
import type { TextShape } from './shapes.js';

/**
 * What is wrong with a scalar, `undefined` when nothing is. The value is not quoted, for this reaches the log: where
 * one of a few words belongs, a mapping that took the wrong field has put a name or a phone.
 *
 * @param text the scalar's text
 * @param value the scalar itself
 */
export function textProblem(shape: TextShape, text: string, value: unknown): string | undefined {
  if (shape.oneOf && !shape.oneOf.includes(text)) return `expected one of ${shape.oneOf.join(', ')}`;
  switch (shape.format) {
    case 'date':
      // 20261231 and epoch seconds are numbers too: which day is meant would be a guess.
      if (typeof value !== 'string') return `expected a date YYYY-MM-DD, got ${kindOf(value)}`;
      return isCalendarDay(text) ? undefined : 'expected a date YYYY-MM-DD';
    case 'digits':
      return /^\d+$/.test(text) ? undefined : 'expected digits only';
    case 'integer':
      return /^-?\d+$/.test(text) ? undefined : 'expected a whole number';
    case 'filled':
      // Many systems say false for "nothing there", and a card that is called "false" would be shown to a customer.
      if (typeof value === 'boolean') return `expected a text, got ${kindOf(value)}`;
      return text.trim() === '' ? 'is empty' : undefined;
    default:
      return undefined;
  }
}
