import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { builtInSignatures, helpers } from '../../../src/mapping/helpers/catalogue.js';
import { problemsOf, spotted } from '../run-steps.js';

const functions = [
  'pair: "function($a, $b) { [$a, $b] }"',
  'maybe: "function($a, $b) { $exists($b) ? $b : $a }"',
  'signed: "function($a, $b)<sn?:s> { $a }"',
].join('\n');
const steps = (expression: string) => `it:\n  value: ${JSON.stringify(expression)}`;
const problems = (expression: string) => problemsOf(steps(expression), { functions });

describe('a call that always fails is an error', () => {
  it.each([
    ['$substring($request.body.a)', '$substring lacks an argument, and there is no context'],
    ['$substring("abc", 1, 2, 3)', '$substring does not take 4 arguments'],
    ['$substring("abc", "1")', 'argument 2 of $substring is a text, which it does not take'],
    ['$count($request.body.a, 1)', '$count does not take 2 arguments'],
    ['$now(1)', 'argument 1 of $now is a number, which it does not take'],
    ['$exists()', '$exists does not take no arguments'],
    ['$trim()', '$trim lacks an argument, and there is no context to take it from'],
    ['$number()', '$number lacks an argument, and there is no context'],
    ['$uppercase(["a"])', 'argument 1 of $uppercase is a list'],
    ['$uppercase($count($request.body))', 'argument 1 of $uppercase is a number'],
    ['$sum(["a"])', 'argument 1 of $sum is a list'],
    ['$sum("a")', 'argument 1 of $sum is a text'],
    ['$join([1, 2])', 'argument 1 of $join is a list'],
    ['$map($request.body, 1)', 'argument 2 of $map is a number'],
    ['$map($request.body)', '$map does not take 1 argument'],
    ['$lookup($request.body, true)', 'argument 2 of $lookup is true or false'],
    ['$phone(true)', 'argument 1 of $phone is true or false'],
    ['$phone("a", "b", "c")', '$phone does not take 3 arguments'],
    ['$same(1, 2, 3)', '$same does not take 3 arguments'],
    ['$request.body.a ~> $substring()', '$substring lacks an argument, and there is no context'],
    ['$request.body.a ~> $trim("b")', '$trim does not take 2 arguments'],
    ['5 ~> $uppercase', 'argument 1 of $uppercase is a number'],
    ['$signed(1)', 'argument 1 of $signed is a number'],
    ['$signed("a", 1, 2)', '$signed does not take 3 arguments'],
  ])('%s', (expression, problem) => {
    expect(problems(expression)[0]).toContain(`wrong-arguments: ${problem}`);
  });

  it('at its name', () => {
    expect(spotted(steps('[1, $substring($request.body.a)]'))).toEqual(['$substring($request.body.a)]"']);
  });
});

describe('a call of a function of the mapping with other arguments than it has is a warning', () => {
  it.each([
    ['$pair(1)', '$pair has 2 parameters, and the call 1 argument ($b is nothing then'],
    ['$pair()', '$pair has 2 parameters, and the call no arguments'],
    ['$pair(1, 2, 3)', '$pair has 2 parameters, and the call 3 arguments'],
    ['$maybe(1, 2, 3)', '$maybe has 2 parameters, and the call 3 arguments'],
    ['$request.body.a ~> $pair', '$pair has 2 parameters, and the call 1 argument'],
  ])('%s', (expression, problem) => {
    expect(problems(expression)[0]).toContain(`wrong-arguments: ${problem}`);
  });
});

describe('a call that may be right is none', () => {
  it.each([
    '$substring($request.body.a, 1)',
    '$substring($request.body.a, $number($request.body.b))',
    '$substring("abc", $nothing)',
    '$request.body.a.$substring(1)',
    '$request.body.a.$trim()',
    '$request.body.a[$uppercase() = "A"]',
    '$request.body.items.$string()',
    '$request.body.a ~> $trim ~> $uppercase',
    '$request.body.a ~> $substring(1, 2)',
    '$map($request.body.a, $uppercase)',
    '$map($request.body.a, function($v) { $v })',
    '$reduce($request.body.a, function($a, $b) { $a + $b }, 0)',
    '$replace($request.body.a, /b/, "c")',
    '$replace($request.body.a, /b/, function($m) { "c" }, 1)',
    '$contains($request.body.a, /b/)',
    '($f := $substring(?, 1); $f("abc"))',
    '($f := $trim ~> $uppercase; $f(" a "))',
    '($substring := function($a) { $a }; $substring(1))',
    '$zip([1], [2], [3])',
    '$sum([])',
    '$sum([1, $request.body.a])',
    '$sum($request.body.a)',
    '$sum(1)',
    '$join(["a", $request.body.b], ", ")',
    '$append("a", "b")',
    '$error("no")',
    '$now()',
    '$now("[Y]")',
    '$random()',
    '$phone($request.body.a, "+")',
    '$uppercase($request.body.a ? "a" : $request.body.b)',
    '$lookup($request.body, "a" & "b")',
    '$number($request.body.a = 1)',
    '$pair(1, 2)',
    '$pair(1, ())',
    '$request.body.a ~> $pair(2)',
    '$maybe(1)',
    '$signed("a")',
    '$formatNumber(1, "0.00", { "decimal-separator": "," })',
    '$sort($request.body.a, function($l, $r) { $l > $r })',
    '$merge([$request.body, { "a": 1 }])',
  ])('%s', expression => {
    const sound = expression.replace('$nothing', '$request.body.nothing');
    expect(problems(sound).filter(problem => !problem.startsWith('shadowed-name'))).toEqual([]);
  });
});

it('the signatures are those of the library', async () => {
  for (const [name, signature] of builtInSignatures) {
    if (name === 'now' || name === 'millis') continue;
    const it = await jsonata(`$${name}`).evaluate(undefined);
    expect(`${name}${it.signature.definition}`).toBe(`${name}${signature}`);
  }
});

describe('the examples of a helper are calls as it takes them', () => {
  it.each([...helpers.values()].flatMap(({ examples }) => examples).filter(({ fails }) => !fails))(
    '$expression',
    ({ expression }) => {
      const found = problemsOf(`it:\n  value: ${JSON.stringify(expression)}`);
      expect(found.filter(problem => /^wrong-/.test(problem))).toEqual([]);
    },
  );
});
