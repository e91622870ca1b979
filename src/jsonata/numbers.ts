import { JsonataFault } from './fault.js';

/** @throws JsonataFault D1001 for an infinite number */
export function isNumeric(value: unknown): value is number {
  if (typeof value !== 'number' || Number.isNaN(value)) return false;
  if (!Number.isFinite(value)) throw new JsonataFault('D1001', { value });
  return true;
}
