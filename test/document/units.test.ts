import { describe, expect, it } from 'vitest';
import { duration, parseDuration, parseSize, size } from '../../src/document/units.js';

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['3s', 3_000],
    ['1.5s', 1_500],
    ['1.005s', 1_005],
    ['1 m', 60_000],
    ['2h', 7_200_000],
    ['0s', 0],
  ])('reads %s as %i ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '3', 's', '3 sec', '-3s', '1m30s', '3S', 'Infinitys', '1e3s', '25000h', '1toString'])(
    'refuses %j',
    text => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

describe('parseSize', () => {
  it.each([
    ['102400', 102_400],
    ['100KiB', 102_400],
    ['100 kB', 100_000],
    ['1.5MiB', 1_572_864],
    ['2MB', 2_000_000],
    ['1GiB', 1_073_741_824],
    ['64B', 64],
  ])('reads %s as %i bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', '1.5', '-1', '100kb', '100K', '9'.repeat(30), '1 TB'])('refuses %j', text => {
    expect(parseSize(text)).toBeUndefined();
  });
});

describe('the schemas', () => {
  it('take texts, and a number where it needs no unit', () => {
    expect(duration.parse('3s')).toBe(3_000);
    expect(size.parse(1_024)).toBe(1_024);
    expect(size.parse('1KiB')).toBe(1_024);
  });

  it.each([3, '0s', '3', null, [], true])('duration refuses %j and says what it takes', value => {
    expect(duration.safeParse(value).error?.issues[0]?.message).toBe(
      'this must be a duration such as 500ms, 3s or 1m',
    );
  });

  it.each([0, 1.5, -1, 'many', null])('size refuses %j', value => {
    expect(size.safeParse(value).success).toBe(false);
  });
});
