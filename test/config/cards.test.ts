import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { secretsOf } from '../../src/config/config.js';
import { keeperSettings } from '../../src/config/keeper-settings.js';
import { configOf, findingsOf, minimal, read } from './reading.js';

const key = 'invented-key-of-the-tests';

/** A config with `cards:`, whose first line is the fifth. */
function withCards(...lines: string[]): string {
  return minimal(['cards:', ...lines.map(line => `  ${line}`)].join('\n'));
}

/** The same with a series, on the seventh line. */
function withSeries(series: string, ...more: string[]): string {
  return withCards(`key: ${key}`, `series: { ${series} }`, ...more);
}

async function settingsOf(...args: Parameters<typeof configOf>) {
  const { cards, folder } = await configOf(...args);
  if (!cards) throw new Error('no cards');
  return { ...keeperSettings(cards), folder };
}

describe('cards of a config', () => {
  it('are kept in a file beside the config, for an hour, if nothing else is said', async () => {
    const { folder, ...settings } = await settingsOf(withCards(`key: ${key}`, 'pool: {}'));
    expect(settings).toEqual({
      key,
      database: join(folder, 'cards.db'),
      reservation: 3_600_000,
      barcodeType: 'CODE_128',
      source: { kind: 'pool' },
    });
  });

  it('are none without the key', async () => {
    expect((await configOf(minimal())).cards).toBeUndefined();
  });

  it('take everything that the file says, and variables', async () => {
    const { source, ...settings } = await settingsOf(
      withSeries(
        'prefix: "0${SHOP}", length: 12, first: 5, last: 0100, checkDigit: UPC-A, order: sequential',
        'database: ../data/cards.db',
        'reservation: 90m',
        'warnBelow: 1000',
      ),
      { SHOP: '42' },
    );
    expect(settings).toMatchObject({ barcodeType: 'UPC_A', reservation: 5_400_000 });
    expect(settings.database).toBe(join(settings.folder, '../data/cards.db'));
    expect(source).toMatchObject({ kind: 'series', size: 96 });
    expect(source.kind === 'series' && source.numberAt(0)).toBe('042000000055');
  });

  it.each([
    ['EAN-13', 13, '', 'EAN_13'],
    ['EAN-8', 8, '', 'EAN_8'],
    ['UPC-A', 12, '', 'UPC_A'],
    ['Luhn', 16, '', 'CODE_128'],
    ['none', 16, 'barcode: QR_CODE', 'QR_CODE'],
    ['EAN-13', 13, 'barcode: CODE_128', 'CODE_128'],
  ])(
    'with the check digit %s of %i digits and %j have the barcode %4$s',
    async (checkDigit, length, barcode, type) => {
      const yaml = withSeries(`prefix: 2, length: ${length}, last: 99, checkDigit: ${checkDigit}`, barcode);
      expect((await settingsOf(yaml)).barcodeType).toBe(type);
    },
  );

  it('are scattered by the key if no order is said', async () => {
    const yaml = withSeries('prefix: 29, length: 13, last: 999999, checkDigit: EAN-13');
    const { source } = await settingsOf(yaml);
    expect(source.kind === 'series' && source.id).toContain('scattered');
    const other = await settingsOf(yaml.replace(key, `${key}-2`));
    const first = (each: typeof source) => each.kind === 'series' && each.numberAt(0);
    expect(first(other.source)).not.toBe(first(source));
  });
});

describe('cards with faults', () => {
  it.each([
    [
      'a short key',
      withCards('key: short', 'pool: {}'),
      ['6:8 wrong-value a key has at least 16 characters, such as openssl rand -base64 32 makes'],
    ],
    [
      'no key',
      withCards('pool: {}'),
      ['6:3 missing-key "key" is missing: it must be a text or { file: path }'],
    ],
    [
      'neither pool nor series',
      withCards(`key: ${key}`),
      ['6:3 key-choice cards has either a pool, pool: {}, or a series'],
    ],
    [
      'pool and series',
      withSeries('prefix: 29, length: 13, last: 99, checkDigit: EAN-13', 'pool: {}'),
      ['6:3 key-choice cards has either a pool, pool: {}, or a series'],
    ],
    [
      'a prefix of letters',
      withSeries('prefix: AB, length: 13, last: 99, checkDigit: EAN-13'),
      ['7:21 wrong-value a prefix has digits only'],
    ],
    [
      'a length that no EAN-13 has',
      withSeries('prefix: 29, length: 12, last: 99, checkDigit: EAN-13'),
      ['7:33 wrong-value a number with a check digit of EAN-13 has 13 digits'],
    ],
    [
      'a length of 65',
      withSeries('prefix: 29, length: 65, last: 99, checkDigit: none'),
      ['7:33 wrong-value a card number has at most 64 digits'],
    ],
    [
      'no room for the serial number',
      withSeries('prefix: 290000000000, length: 13, last: 9, checkDigit: EAN-13'),
      [
        '7:53 wrong-value the last serial number does not fit into 13 digits, of which 12 are the prefix and one the check digit',
      ],
    ],
    [
      'a serial number that is too long',
      withSeries('prefix: 29, length: 8, first: 10, last: 1000000, checkDigit: EAN-8'),
      [
        '7:53 wrong-value the last serial number does not fit into 8 digits, of which 2 are the prefix and one the check digit',
      ],
    ],
    [
      'a first behind the last',
      withSeries('prefix: 29, length: 8, first: 10, last: 9, checkDigit: EAN-8'),
      ['7:53 wrong-value the last serial number is before the first'],
    ],
    [
      'a barcode of another check digit',
      withSeries('prefix: 29, length: 13, last: 99, checkDigit: Luhn', 'barcode: EAN_13'),
      ['8:12 wrong-value the numbers of the series cannot be shown as EAN_13'],
    ],
    [
      'a barcode without a check digit',
      withSeries('prefix: 29, length: 8, last: 99, checkDigit: none', 'barcode: EAN_8'),
      ['8:12 wrong-value the numbers of the series cannot be shown as EAN_8'],
    ],
    [
      'a barcode that there is not',
      withCards(`key: ${key}`, 'pool: {}', 'barcode: EAN13'),
      [expect.stringContaining('8:12 unknown-value "barcode" must be "EAN_8" or')],
    ],
    [
      'a database of another make',
      withCards(`key: ${key}`, 'pool: {}', 'database: mysql://cards'),
      [
        expect.stringContaining(
          '8:13 wrong-value a database is a file, or an address that begins with postgres://',
        ),
      ],
    ],
    [
      'a reservation without a unit',
      withCards(`key: ${key}`, 'pool: {}', 'reservation: 60'),
      ['8:16 wrong-value this must be a duration such as 500ms, 3s or 1m'],
    ],
    [
      'a bound that is no number',
      withCards(`key: ${key}`, 'pool: {}', 'warnBelow: many'),
      ['8:14 wrong-value this must be a whole number of at most 15 digits'],
    ],
    [
      'a variable that is not set, and nothing more about it',
      withSeries('prefix: "${PREFIX}", length: 13, last: 99, checkDigit: EAN-13'),
      [expect.stringContaining('7:22 environment cards.series.prefix needs')],
    ],
  ])('%s', async (_, yaml, findings) => {
    expect(await findingsOf(yaml)).toEqual(findings);
  });
});

describe('what is secret of cards', () => {
  it('is the key, from the file as well', async () => {
    const yaml = withCards('key: { file: key }', 'pool: {}');
    const config = await configOf(yaml, {}, { key: `${key}\n` });
    expect(config.cards?.key).toBe(key);
    expect(secretsOf(config)).toContain(key);
  });

  it('is the address of a database with its password, however that is written, and not the name of a file', async () => {
    const database = 'postgres://gw:p%40ssw0rd@127.0.0.1/cards';
    const config = await configOf(withCards(`key: ${key}`, 'pool: {}', `database: ${database}`));
    expect(config.cards?.database).toBe(database);
    expect(secretsOf(config)).toEqual(expect.arrayContaining([database, 'p%40ssw0rd', 'p@ssw0rd']));
    const inFile = await configOf(withCards(`key: ${key}`, 'pool: {}'));
    expect(secretsOf(inFile).join()).not.toContain('cards.db');
  });

  it('stands in no frame of a finding', async () => {
    const yaml = withCards(`key: ${key}`, 'database: postgres://gw:geheim@127.0.0.1/cards', 'pol: {}');
    const { findings } = await read(yaml);
    const text = JSON.stringify(findings);
    expect(text).toContain('pol');
    expect(text).not.toMatch(/geheim|invented-key/);
  });

  it.each(['postgres://gw:geheim%zz@h/d', 'postgres://gw:geheim@h:port/d'])('nor does %s', async database => {
    const { findings } = await read(withCards(`key: ${key}`, 'pool: {}', `database: ${database}`));
    expect(findings).toMatchObject([{ code: 'wrong-value', line: 8 }]);
    expect(JSON.stringify(findings)).not.toContain('geheim');
  });
});
