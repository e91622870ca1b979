import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HelperError } from '../../src/mapping/helpers/helper.js';
import { call, outcome } from './helper-call.js';

const runs = { numRuns: 1000 };

/** A decimal as a whole number of units and how many places they have: the oracle computes with bigints only. */
interface Exact {
  readonly units: bigint;
  readonly places: number;
}

const exact: fc.Arbitrary<Exact> = fc.record({
  units: fc.oneof(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.bigInt({ min: -2000n, max: 2000n })),
  places: fc.integer({ min: 0, max: 6 }),
});

function textOf({ units, places }: Exact): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return `${units < 0n ? '-' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''}`;
}

/** Without the zeros at the end, as the helpers write it. */
function shortest({ units, places }: Exact): string {
  return places > 0 && units % 10n === 0n
    ? shortest({ units: units / 10n, places: places - 1 })
    : textOf({ units, places });
}

function widened({ units, places }: Exact, to: number): bigint {
  return units * 10n ** BigInt(to - places);
}

/** How far from zero the digits that fall away push the rest. */
const rounds: Readonly<Record<string, (rest: bigint, half: bigint, isOdd: boolean) => boolean>> = {
  down: () => false,
  up: rest => rest > 0n,
  halfUp: (rest, half) => rest * 2n >= half,
  halfEven: (rest, half, isOdd) => rest * 2n > half || (rest * 2n === half && isOdd),
};

function rounded({ units, places }: Exact, to: number, mode: string): Exact {
  if (to >= places) return { units: widened({ units, places }, to), places: to };
  const divisor = 10n ** BigInt(places - to);
  const size = units < 0n ? -units : units;
  const kept = size / divisor;
  const result = rounds[mode]?.(size % divisor, divisor, kept % 2n === 1n) ? kept + 1n : kept;
  return { units: units < 0n ? -result : result, places: to };
}

describe('decimals, against whole numbers (1000 runs each)', () => {
  it('$times', () => {
    fc.assert(
      fc.property(exact, exact, (a, b) => {
        const product = { units: a.units * b.units, places: a.places + b.places };
        expect(call('times', textOf(a), textOf(b))).toBe(shortest(product));
      }),
      runs,
    );
  });

  it('$minus and $total', () => {
    fc.assert(
      fc.property(exact, exact, (a, b) => {
        const [left, right] = [widened(a, 6), widened(b, 6)];
        expect(call('minus', textOf(a), textOf(b))).toBe(shortest({ units: left - right, places: 6 }));
        expect(call('total', [textOf(a), textOf(b)])).toBe(shortest({ units: left + right, places: 6 }));
      }),
      runs,
    );
  });

  it('$decimal rounds as it is told, and not at all when it is not', () => {
    const mode = fc.constantFrom(...Object.keys(rounds));
    fc.assert(
      fc.property(exact, fc.integer({ min: 0, max: 8 }), mode, (value, places, rounding) => {
        expect(call('decimal', textOf(value), places, rounding)).toBe(
          textOf(rounded(value, places, rounding)),
        );
        expect(call('decimal', textOf(value))).toBe(shortest(value));
        const untold = outcome('decimal', textOf(value), places);
        const isWhole = textOf(rounded(value, places, 'down')) === textOf(rounded(value, places, 'up'));
        expect(untold instanceof HelperError ? 'refused' : untold).toBe(
          isWhole ? textOf(rounded(value, places, 'down')) : 'refused',
        );
      }),
      runs,
    );
  });

  it('$minor and $major', () => {
    fc.assert(
      fc.property(exact, value => {
        const kopecks = rounded(value, 2, 'halfUp').units;
        expect(call('minor', textOf(value))).toBe(String(kopecks));
        expect(call('major', String(kopecks))).toBe(textOf({ units: kopecks, places: 2 }));
      }),
      runs,
    );
  });
});

describe('decimals', () => {
  it.each([
    ['minor', ['-0.001'], '0'],
    ['total', [['-0', 0]], '0'],
    ['minus', ['1', '1'], '0'],
    ['times', ['-1', 0], '0'],
    ['decimal', ['-0.001', 2, 'down'], '0.00'],
    ['major', ['-0'], '0.00'],
    ['decimal', [1e21], '1000000000000000000000'],
    ['major', ['12345678901234567890'], '123456789012345678.90'],
  ])('$%s of %j is %s', (name, values, text) => {
    expect(call(name, ...values)).toBe(text);
  });

  it.each([
    [['1.5', -1], 'say to how many places'],
    [['1.5', 21], 'say to how many places'],
    [['1.5', 0.5], 'say to how many places'],
    [['1.5', 1, 'HALF_UP'], 'a number is rounded down, halfUp, halfEven, up'],
    [['1.5', 0, 'constructor'], 'a number is rounded down, halfUp, halfEven, up'],
  ])('$decimal of %j is an error', (values, message) => {
    expect(() => call('decimal', ...values)).toThrow(message);
  });
});
