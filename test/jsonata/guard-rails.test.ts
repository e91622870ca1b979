import { describe, expect, it } from 'vitest';
import { compiledOf } from './both.js';

/** What would take minutes, and more memory than there is: the time is looked at inside. */
describe('a built-in that is asked for too much', () => {
  const doubled = '($d := function($x, $n) { $n > 0 ? $d({ "a": $x, "b": $x }, $n - 1) : $x }; ';
  it.each([
    `${doubled}$string($d(1, 40)))`,
    `${doubled}$d(1, 40) & "")`,
    `${doubled}$clone($d(1, 40)))`,
    `${doubled}$d(1, 40) ~> |a|{}|)`,
    `${doubled}$d(1, 40) = $d(1, 40))`,
    `${doubled}$distinct([$d(1, 40), $d(1, 40)]))`,
    '$distinct([1..100000].{ "n": $ })',
    '$sort([1..100000], function($a, $b) { $count([1..100000]) > 0 })',
    '($f := function($n) { $f($n + 1) }; $f(1))',
    '$map([1..100000], function($n) { $count($map([1..100000], function($m) { $m + $n })) })',
  ])('%s is ended when the time is over', text => {
    const expression = compiledOf({ text, bounds: { timeout: 50, stack: 500, sequence: 100_000 } });
    if ('refusal' in expression) throw new Error(expression.refusal);
    expect(() => expression.evaluate({ variables: {} })).toThrow(
      expect.objectContaining({ code: 'D1012', value: 50 }),
    );
  });

  it.each(['$uppercase($t)', '$t.$lowercase()', '$base64encode($t)', '$f($t)'])(
    'so is %s of a long text, however few the calls',
    call => {
      const text = `($f := $uppercase(?); $map([1..40], function() { ${call} }))`;
      const bounds = { timeout: 50, stack: 500, sequence: 100_000 };
      const expression = compiledOf({ text, bindings: { t: '' }, bounds });
      if ('refusal' in expression) throw new Error(expression.refusal);
      const variables = { t: 'a'.repeat(5_000_000) };
      expect(() => expression.evaluate({ variables })).toThrow(expect.objectContaining({ code: 'D1012' }));
    },
  );

  it.each([
    ['$pad("a", 1e8)', 'D2014'],
    ['$pad("a", -1e300)', 'D2014'],
    ['$pad("a", 1/0)', 'D2014'],
    ['[1..1e9]', 'D2014'],
    ['[1..100001]', 'D2015'],
    [`${doubled}$count($d(1, 40).**))`, 'D2015'],
    ['$reduce([1..1000], function($a, $b) { $append($a, $a) }, [1, 2])', 'D2015'],
    ['($f := function($n) { 1 + $f($n + 1) }; $f(1))', 'D1011'],
    // Of JavaScript's stack it takes more than there is.
    ['($f := function($n) { $string(1, $map(1, function($x) { $x ? $f($x.a) : $x })) }; $f(2))', 'D1011'],
  ])('%s is %s', (text, code) => {
    const expression = compiledOf({ text, bounds: { timeout: 60_000, stack: 500, sequence: 100_000 } });
    if ('refusal' in expression) throw new Error(expression.refusal);
    expect(() => expression.evaluate({ variables: {} })).toThrow(expect.objectContaining({ code }));
  });

  it('pads a text by code points', () => {
    const expression = compiledOf({ text: '$length($pad("a", -1e5, "😀b"))', bounds: {} });
    expect('refusal' in expression ? expression : expression.evaluate({ variables: {} })).toBe(1e5);
  });

  it('groups as many items as a list may have', () => {
    const text = '$count(([1..100000]){ "all": $ }.all)';
    const expression = compiledOf({ text, bounds: { timeout: 60_000, sequence: 100_000 } });
    expect('refusal' in expression ? expression : expression.evaluate({ variables: {} })).toBe(100_000);
  });
});
