import { describe, expect, it } from 'vitest';
import { problemsOf, spotted } from '../run-steps.js';

const steps = (expression: string) => `it:\n  value: ${JSON.stringify(expression)}`;
const problems = (expression: string) => problemsOf(steps(expression));

describe('what comes out the same every time is a warning', () => {
  it.each([
    ['1 = 1', 'both sides are written out'],
    ['"a" in "b"', 'both sides are written out'],
    ['$request.body.a = "x" or "y"', '"y" beside or is always true'],
    ['$request.body.a and true', 'true beside and is always true (leave it out)'],
    ['$exists("a")', 'what is written out always exists'],
    ['true ? 1 : 2', 'one of its ways is never taken'],
    ['$type($request.body.a) = "text"', '$type never gives "text", so this is never true'],
    ['$type($request.body.a) != "list"', '$type never gives "list", so this is never false'],
    ['$request.query.a = 5', '$request.query.a is a text, so this is never true (write it in quotes: "5")'],
  ])('%s', (expression, problem) => {
    const [first] = problems(expression);
    expect(first).toMatch(/^constant: /);
    expect(first).toContain(problem);
  });

  it('of a reply, whose status is a number', () => {
    expect(problemsOf('a: { get: /a, missing: \'$reply.status = "404"\' }')).toEqual([
      'constant: $reply.status is a number, so this is never true (write it without quotes: 404)',
    ]);
  });

  it.each([
    ['true', 'this is always true: leave it out'],
    ['false', 'this is never true: the step does nothing'],
  ])('when: %s', (when, problem) => {
    expect(problemsOf(`a: { when: ${when}, fail: badParameter }`)).toEqual([`constant: ${problem}`]);
  });

  it('at its place', () => {
    expect(spotted(steps("$request.body.a = 'x' or 'y'"))).toEqual(["'y'\""]);
  });
});

describe('and nothing else is', () => {
  it.each([
    '$request.body.a = 1',
    '$request.body.a = "x" or $request.body.a = "y"',
    '$request.body.a in ["x", "y"]',
    '$type($request.body.a) = "string"',
    '$exists($request.body.a) ? "a" : "b"',
    '$request.query.a = "5"',
    '$request.body.items[0].a',
    '"a" & $request.body.a',
    '"text"',
    '[]',
  ])('%s', expression => {
    expect(problems(expression)).toEqual([]);
  });

  it('not of rules for replies, where true and false stand in the place of others', () => {
    expect(problemsOf('a: { get: /a, missing: false, success: true, retryOn: false }')).toEqual([]);
  });
});
