import { describe, expect, it } from 'vitest';
import { evaluated, findingsOf, mappingText, problemsOf, runSteps } from './run-steps.js';

const problems = (functions: string) =>
  problemsOf('a: { value: "1" }', { functions, params: 'OPEN: { default: o }' });

describe('functions of a mapping', () => {
  it.each([
    ['$request.path', 'unknown-variable: there is no variable $request.path'],
    ['$a', 'unknown-variable: there is no variable $a'],
    ['$reply.status', 'unknown-variable: there is no variable $reply here'],
    ['name', 'bare-name: the bare name "name" stands for nothing here'],
    ['$', 'bare-name: $ is empty here'],
    ['$nope()', 'unknown-function: there is no function $nope'],
  ])('see only their arguments and $params, so %s is a finding', (body, problem) => {
    expect(problems(`f: function($x) { ${JSON.stringify(body).slice(1, -1)} }`)[0]).toContain(problem);
  });

  it('see their arguments and $params', async () => {
    const functions = 'f: function($x) { $x.a & $params.OPEN }';
    expect(await evaluated('$f({ "a": 1 })', { functions, params: 'OPEN: { default: o }' })).toBe('1o');
  });

  it('do not see the locals of who calls them', async () => {
    const functions = 'inner: function($x) { $exists($x) }\nouter: function($y) { $inner($nothing) }';
    expect(problems(functions)[0]).toContain('there is no variable $nothing');
  });

  it('call each other in any order', async () => {
    const functions =
      'first: function($n) { $second($n) + 1 }\nsecond: function($n) { $third($n) * 10 }\nthird: function($n) { $n }';
    expect(await evaluated('$first(4)', { functions })).toBe(41);
    expect(await evaluated('[1, 2].$first($)', { functions })).toEqual([11, 21]);
    expect(await evaluated('$map([1, 2], $first)', { functions })).toEqual([11, 21]);
  });

  it('call themselves and one another in a circle', async () => {
    const functions =
      'fact: "function($n) { $n <= 1 ? 1 : $n * $fact($n - 1) }"\n' +
      'even: "function($n) { $n = 0 ? true : $odd($n - 1) }"\n' +
      'odd: "function($n) { $n = 0 ? false : $even($n - 1) }"';
    expect(await evaluated('[$fact(5), $even(7), $odd(7)]', { functions })).toEqual([120, false, true]);
  });

  it('may have comments', async () => {
    const functions = 'f: |\n  function($x) {( /* why */\n    $y := $x;\n    $y + 1\n  )} /* end */';
    expect(await evaluated('$f(1)', { functions })).toBe(2);
  });

  it('that are called without end are a fault and not the end of the process', async () => {
    const functions = 'f: function($n) { 1 + $f($n) }';
    await expect(evaluated('$f(1)', { functions })).rejects.toThrow('mappingFault');
  });

  it('fail at the place of the call: jsonata forgets the one inside, but not the operator', async () => {
    const functions = 'f: |\n  function($n) {\n    $n + 1\n  }';
    const steps = 'it:\n  value: $f("a")';
    const { answer, failure } = await runSteps(steps, { functions });
    expect(failure).toContain('T2001 The left side of the "+" operator must evaluate to a number');
    const { line = 0, column = 0 } = answer.failure?.place ?? {};
    expect(
      mappingText(steps, { functions })
        .split('\n')
        [line - 1]?.slice(column - 1),
    ).toBe('("a")');
  });

  it.each([
    ['f: "1"', 'no-function: "f" is no function'],
    ['f: $count', 'no-function: "f" is no function'],
    ['count: function($x) { 1 }', 'function-name: "count" is a function of JSONata already'],
    ['eval: function($x) { 1 }', 'function-name: "eval" is a function of JSONata already'],
    ['phone: function($x) { 1 }', 'function-name: "phone" is a helper function already'],
    ['"a-b": function($x) { 1 }', 'function-name: "a-b" is no name for a function'],
    ['f: "function($x) { "', 'expression-syntax: Expected "}" before end of expression'],
  ])('%s is a finding', (functions, problem) => {
    expect(problems(functions)[0]).toContain(problem);
  });

  it('that are broken do not make findings of those who call them', () => {
    expect(findingsOf('a: { value: $f(1) }', { functions: 'f: "function($x) { "' })).toHaveLength(1);
  });

  it('cannot break out of their text', () => {
    expect(problems("f: 'function($x) { 1 }); $evil := ('").join()).toContain('expression-syntax');
    expect(problems("f: 'function($x) { 1 }, 2'").join()).toContain('expression-syntax');
  });
});
