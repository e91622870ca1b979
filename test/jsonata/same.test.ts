import { describe, expect, it } from 'vitest';
import { compiled, interpreted, type Outcome, type Question } from './both.js';
import { withoutWords } from './differential-properties.js';

/** What random expressions brought to light, each as it was found and made smaller. */
const found: readonly Question[] = [
  { text: '[a, (**)[]]', input: { a: [0, 0, 0] }, bounds: { sequence: 2 } },
  // A list of the data is no sequence, and has no bound.
  { text: '$distinct([1, 2, 3])', bounds: { sequence: 2 } },
  // What stands around the context of an array constructor that begins a path has members.
  { text: '[*].$type($)', input: 0, bounds: { sequence: 5 } },
  { text: '[*].$type($)', input: 0, bounds: { sequence: 2 } },
  { text: '[*].$type($)', input: 0 },
  { text: '[0, *].a', input: 0, bounds: { sequence: 2 } },
  // With an argument left open jsonata's own functions know no bound for what they append to.
  { text: '$append(?, 1)([0, 1])', bounds: { sequence: 2 } },
  { text: '0 ~> ($append(?, 1) ~> $append(?, 1))', bounds: { sequence: 2 } },
  { text: '[$append(?, 1)([0, 1])]', bounds: { sequence: 2 } },
  { text: '$spread(?)([{ "a": 1, "b": 2 }, { "c": 3 }])', bounds: { sequence: 2 } },
  { text: '$spread(?)({ "a": 1, "b": 2, "c": 3 })', bounds: { sequence: 2 } },
  // The items of what an array constructor did not leave a list of: none, but those of a text.
  { text: '[a, false][1].a', input: {} },
  { text: '[a, $not($v)][0].$uppercase()', input: {} },
  { text: '[""][0].a' },
  { text: '["ab"][0].$' },
  { text: '[0][0].a' },
  { text: '[null][0].a' },
  { text: '([$v, $clone()][0].(1)) > ([])', input: [0] },
  // A list of one is looked at as that one, which here is nothing.
  { text: '$boolean(`a`[][[0, 1]])', input: 0 },
  // jsonata breaks where a last call hands on a function that the expression did not write.
  { text: '($f := function($l) { $map($l, $string) }; $f([1]))' },
  { text: '($f := function($l) { $map($l, $append(?, 1)) }; $f([1]))' },
  { text: '($f := function($l) { $map($l, function($v) { $v }) }; $f([1]))' },
  { text: '($f := function($l) { $sort($l, function($a, $b) { $a > $b }) }; $f([2, 1]))' },
  { text: '($f := function($l) { ($r := $sort($l, function($a, $b) { $a > $b }); $r) }; $f([2, 1]))' },
  { text: '$map(?, $string)([1])' },
  { text: '$sift({ "a": 1 })' },
  { text: '$split("a,b", nothing)' },
  { text: '(function($f) { $f(1) })(5)' },
  { text: '(function($f) { $f(1) })(nothing)' },
  { text: '(function($f) { $f(1) })({})' },
  // The mark of [] on what is nothing, or no list.
  { text: '[$v, $v][$v.a].a[]', input: 0 },
  { text: '[1][0].a[]' },
  { text: '[""][0].a[]' },
  // What the parser breaks in the copies that it makes: see parseJsonata.
  { text: '$match("1b2", /[0-9]/).match ?: "none"' },
  { text: '$match("1b2", /[0-9]/).match ?? "none"' },
  { text: '($contains("a", /x/) ?: $replace("a1a", /(1)/, "$1$1")) ?: $split("a1b", /1/)' },
  { text: '(($match("1", /1/) ?? 3) ?? ($match("1", /2/) ?: [/3/("3").match])) ?: 4' },
  { text: '(function($x)<n:n> { $x + 1 })(1) ?: 5' },
  { text: '(function($x)<n:n> { $x + 1 })("a") ?? 5' },
];

describe('compiled as interpreted', () => {
  it.each(found)('$text of $input, within $bounds', async question => {
    const outcome = compiled(structuredClone(question)) as Outcome;
    expect(outcome).not.toHaveProperty('refusal');
    expect(withoutWords(outcome)).toEqual(withoutWords(await interpreted(structuredClone(question))));
  });
});
