import { z } from 'zod';
import { Numeral } from '../json/write.js';
import { writtenAs } from './json-schema.js';

const durationUnits = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

const sizeUnits = {
  B: 1,
  kB: 1_000,
  KB: 1_000,
  MB: 1_000_000,
  GB: 1_000_000_000,
  KiB: 1_024,
  MiB: 1_024 ** 2,
  GiB: 1_024 ** 3,
} as const;

const DIGITS = /^\d+$/;

/** Node's timers hold 31 bits: a longer one would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** `500ms`, `3s`, `1.5m`, `2h` in milliseconds; `undefined` when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const milliseconds = amountOf(text, durationUnits);
  return milliseconds !== undefined && milliseconds <= longestTimer ? milliseconds : undefined;
}

/** `100KiB`, `2MB` or a plain number of bytes, in bytes; `undefined` when it is none of these. */
export function parseSize(text: string): number | undefined {
  return DIGITS.test(text) ? whole(Number(text)) : amountOf(text, sizeUnits);
}

/** `10/s`, `600/m`, `5000/h`: so many in so many milliseconds; `undefined` when it is none of these. */
export function parseRate(text: string): { calls: number; per: number } | undefined {
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?) ?\/ ?([smh])$/.exec(text) ?? [];
  const calls = Number(digits);
  return calls > 0 ? { calls, per: durationUnits[unit as 's' | 'm' | 'h'] } : undefined;
}

/** A number too long for a double. */
export const numeral = writtenAs(z.instanceof(Numeral), z.number());

/** A time that something may take: more than nothing, in milliseconds. A bare number says no unit and is refused. */
export const duration = quantity(
  parseDuration,
  'this must be a duration such as 500ms, 3s or 1m',
  z.string().regex(amountPattern(durationUnits)),
);

/** A number of bytes: more than nothing. */
export const size = quantity(
  parseSize,
  'this must be a size such as 100KiB or 2MB, or a number of bytes',
  z.union([z.string().regex(amountPattern(sizeUnits)), z.string().regex(DIGITS), z.int().min(1)]),
);

/** How many of something there may be: one at least. */
export const count = z
  .number({ error: 'this must be a whole number from 1 on' })
  .int('this must be a whole number from 1 on')
  .min(1, 'this must be a whole number from 1 on');

function quantity(parse: (text: string) => number | undefined, message: string, written: z.ZodType) {
  const scalar = writtenAs(z.union([z.string(), z.number()], { error: message }), written);
  return scalar.transform((value, context) => {
    const amount = parse(String(value));
    if (amount) return amount;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

function amountPattern(units: Readonly<Record<string, number>>): RegExp {
  return new RegExp(`^(\\d+(?:\\.\\d+)?) ?(${Object.keys(units).join('|')})$`);
}

function amountOf(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, digits, unit] = amountPattern(units).exec(text) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  return whole(Math.round(Number(digits) * (units[unit] ?? 0)));
}

function whole(amount: number): number | undefined {
  return Number.isSafeInteger(amount) ? amount : undefined;
}
