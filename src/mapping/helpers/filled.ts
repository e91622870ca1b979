import { Numeral } from '../../json/write.js';
import type { Helper } from './helper.js';

/** 1C and .NET begin with the year 1, MySQL with the year 0. Whatever the time of day and its zone. */
const zeroDate =
  /^(?:0001-01-01|0000-00-00|01\.01\.0001|00\.00\.0000)(?:[T ]0?0:00(?::00(?:[.,]0+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

const zeroGuid = /^\{?0{8}-0{4}-0{4}-0{4}-0{12}\}?$/;

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return isEmptyText(value.trim());
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'object') return value === false;
  return value === null || (!(value instanceof Numeral) && Object.keys(value).length === 0);
}

function isEmptyText(text: string): boolean {
  return text === '' || zeroDate.test(text) || zeroGuid.test(text);
}

export const filled: Helper = {
  name: 'filled',
  signature: '<x?:x>',
  summary: 'a value as it is; nothing for the ways in which CRMs say that there is none',
  examples: [
    { expression: "$filled('ann@example.com')", gives: 'ann@example.com' },
    { expression: '$filled(false)', gives: undefined },
    { expression: "$filled(' ')", gives: undefined },
    { expression: '$filled([])', gives: undefined },
    { expression: '$filled({})', gives: undefined },
    { expression: '$filled(null)', gives: undefined },
    { expression: "$filled('0001-01-01T00:00:00')", gives: undefined },
    { expression: "$filled('0000-00-00 00:00:00')", gives: undefined },
    { expression: "$filled('00000000-0000-0000-0000-000000000000')", gives: undefined },
    { expression: '$filled(0)', gives: 0 },
    { expression: "$filled('0')", gives: '0' },
    { expression: '$filled([false])', gives: [false] },
    { expression: '$filled($request.body.email)', gives: undefined },
  ],
  run: (value: unknown) => (isEmpty(value) ? undefined : value),
};
