import { z } from 'zod';
import { checkDigits, type SeriesRule, serialLength } from '../cards/series.js';
import { details } from '../document/shape.js';
import { duration } from '../document/units.js';
import { type BarcodeType, barcodeTypes } from '../loyalty-api/barcodes.js';
import { addressOf } from './address.js';
import { hmacKey } from './hmac-key.js';
import { whole } from './numbers.js';
import { type Source, textOrFile } from './source.js';

/** The barcodes that go with a check digit. With others a number may be any Code 128. */
const barcodeOf: Readonly<Record<SeriesRule['checkDigit'], BarcodeType>> = {
  'EAN-13': 'EAN_13',
  'EAN-8': 'EAN_8',
  'UPC-A': 'UPC_A',
  Luhn: 'CODE_128',
  none: 'CODE_128',
};

const LENGTHS: Partial<Record<SeriesRule['checkDigit'], number>> = { 'EAN-13': 13, 'EAN-8': 8, 'UPC-A': 12 };

/** `cards` of a config file: the card numbers that the gateway keeps. */
export function cardsFields(source: Source) {
  return z
    .strictObject({
      key: hmacKey(source).describe(
        'secret of which the digests of persons and a scattered series are made; keep it, for with another one nobody is known any more',
      ),
      database: database(source)
        .prefault('cards.db')
        .describe(
          'where they are kept: a file, relative to the config file, or postgres://… for several machines, or { file: path } that holds it',
        ),
      pool: z.strictObject({}).optional().describe('the numbers are imported, by loyalty-gw cards import'),
      series: series.optional(),
      reservation: duration.prefault('1h').describe('how long a number is reserved'),
      barcode: z
        .enum(barcodeTypes)
        .optional()
        .describe(
          `how numbers are shown, ${barcodeTypes.join(', ')}; by default what fits the check digit of the series, else CODE_128`,
        ),
      warnBelow: whole.prefault('1000').describe('how few free numbers are worth a warning in the log'),
    })
    .superRefine(checkSource)
    .transform(({ pool: _, series, barcode, ...rest }) => ({
      ...rest,
      series,
      barcode: barcode ?? (series ? barcodeOf[series.checkDigit] : 'CODE_128'),
    }));
}

const series = z
  .strictObject({
    prefix: z
      .string()
      .regex(/^\d{0,18}$/, 'a prefix has digits only')
      .prefault('')
      .describe('what all numbers begin with'),
    length: whole.optional().describe('digits of a number, the check digit among them; EAN and UPC tell it'),
    first: whole
      .prefault('1')
      .describe('the first serial number, which stands between prefix and check digit'),
    last: whole.describe('the last serial number'),
    checkDigit: z
      .enum(checkDigits)
      .default('none')
      .describe(`the last digit of a number: ${checkDigits.join(', ')}`),
    order: z
      .enum(['sequential', 'scattered'])
      .default('scattered')
      .describe('sequential, or scattered so that a number cannot be guessed from another'),
  })
  .transform((fields, context): SeriesRule => {
    const report = (path: string, message: string, hint?: string) =>
      context.addIssue({ code: 'custom', path: [path], message, params: details('wrong-value', hint) });
    const fixed = LENGTHS[fields.checkDigit];
    const length = fields.length ?? fixed;
    if (length === undefined) {
      report('length', 'the length of a number is missing');
      return z.NEVER;
    }
    if (fixed !== undefined && length !== fixed) {
      report('length', `a number with a check digit of ${fields.checkDigit} has ${fixed} digits`);
    }
    const rule: SeriesRule = { ...fields, length };
    const digits = serialLength(rule);
    if (fields.last < fields.first) report('last', 'the last serial number is before the first');
    if (length > 64) report('length', 'a card number has at most 64 digits');
    else if (String(fields.last).length > digits) {
      const room = `${length} digits, of which ${fields.prefix.length} are the prefix`;
      const check = fields.checkDigit === 'none' ? '' : ' and one the check digit';
      report('last', `the last serial number does not fit into ${room}${check}`);
    }
    return rule;
  })
  .describe('the numbers are computed');

interface Sources {
  readonly pool?: object;
  readonly series?: SeriesRule;
  readonly barcode?: BarcodeType;
}

function checkSource({ pool, series, barcode }: Sources, context: z.RefinementCtx): void {
  if ((pool === undefined) === (series === undefined)) {
    const message = 'cards has either a pool, pool: {}, or a series';
    context.addIssue({ code: 'custom', message, params: details('key-choice') });
  }
  if (!series || !barcode || barcode === barcodeOf[series.checkDigit]) return;
  // Code 128 and QR codes show any number.
  if (barcode === 'CODE_128' || barcode === 'QR_CODE') return;
  const fitting = Object.entries(barcodeOf).find(([, type]) => type === barcode)?.[0];
  const message = `the numbers of the series cannot be shown as ${barcode}`;
  const params = details('wrong-value', `give the series checkDigit: ${fitting}`);
  context.addIssue({ code: 'custom', path: ['barcode'], message, params });
}

/** The address of a server holds a password, so it is a secret, as a whole where it is shown in a file. */
function database(source: Source) {
  return textOrFile(source)
    .transform((text, context) => {
      if (!/^[a-z]+:\/\//i.test(text)) return source.resolve(text);
      const kinds = 'a database is a file, or an address that begins with postgres://';
      return addressOf(text, /^postgres(ql)?:/, kinds, source, context);
    })
    .meta({ secret: true });
}
