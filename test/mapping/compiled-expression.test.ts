import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import { compileFunctions } from '../../src/mapping/compile-functions.js';
import { compileExpression, type Workshop } from '../../src/mapping/compiler.js';
import { CompiledExpression } from '../../src/mapping/expression.js';
import { FunctionTable } from '../../src/mapping/functions.js';

/** Calls that always fail are errors of `check`, and fail here as they do in the interpreter. */
class Unchecked extends Document {
  override report(): void {}
}

/**
 * Expressions are run by code of ours, which must mean exactly what the interpreter means. What binds a variable inside
 * of an array always goes to the interpreter, so this is the same expression the other way.
 */
const theOtherWay = (text: string) => `([$z := 0, 0]; ${text})`;

const workshop: Workshop = {
  document: new Unchecked('test.yaml', 'it: x'),
  functions: new FunctionTable(),
  params: { P: 'p' },
  openParams: new Set(['P']),
  placeholders: [],
  isDeployed: true,
  requestHeaders: [],
  limits: { timeout: 10_000, stack: 500, sequence: 50 },
  session: undefined,
  secrets: [],
  calls: {},
  given: new Map(),
  seen: [],
};
compileFunctions(workshop, {
  itself: 'function($x) { $x }',
  pair: 'function($x, $y) {{ "x": $x, "y": $y, "p": $params.P }}',
  member: 'function($x) { $x.a }',
  wrapped: 'function($x) { $pair($member($x), $itself($x.b)) }',
  either: 'function($x) { $x.a = 1 ? $x.b : $count($x) > 1 ? "many" }',
  endless: 'function($x) { $x = 0 ? 0 : $endless($x - 1) }',
});
const visible = { names: new Set(['v', 'w', 'params']), later: new Set<string>() };

function compiled(text: string) {
  const expression = compileExpression(workshop, ['it'], text, visible);
  if (!expression) throw new Error(`${text}: ${JSON.stringify(workshop.document.findings)}`);
  return expression;
}

type Outcome = { readonly gives: unknown } | { readonly fails: string };

async function outcome(text: string, variables: object): Promise<Outcome> {
  const scope = { variables: { ...structuredClone(variables), params: { P: 'p' } }, now: 0 };
  try {
    return { gives: await compiled(text).evaluate(scope) };
  } catch (thrown) {
    return { fails: (thrown as Error).message };
  }
}

async function expectTheSame(text: string, variables: object): Promise<void> {
  expect(compiled(text)).toBeInstanceOf(CompiledExpression);
  expect(compiled(theOtherWay(text))).not.toBeInstanceOf(CompiledExpression);
  expect(await outcome(text, variables), text).toEqual(await outcome(theOtherWay(text), variables));
}

/**
 * The interpreter evaluates the parts of an array, an object and a call at the same time. Which of two that fail is told
 * is left to chance; test/jsonata makes it take one after the other, and compares that too.
 */
async function expectNearlyTheSame(text: string, variables: object): Promise<void> {
  const [one, other] = [await outcome(text, variables), await outcome(theOtherWay(text), variables)];
  if ('fails' in one && 'fails' in other) return;
  expect(one, text).toEqual(other);
}

const json = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>(0, 1, 2, -1, 1.5, '', 'a', '1', true, false, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'id'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

const operators = ['=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in', '&', '+'];

const text = fc.letrec<{ expression: string; path: string }>(tie => ({
  path: fc
    .tuple(fc.constantFrom('$v', '$w'), fc.array(fc.constantFrom('a', 'b', 'c', '`id`'), { maxLength: 3 }))
    .map(parts => parts.flat().join('.')),
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('path'),
    fc.constantFrom(
      '1',
      '0',
      '"a"',
      '""',
      'true',
      'false',
      'null',
      '[]',
      '["a", 1]',
      '$v.a[0]',
      '$v[a = 1]',
      '$v.a[]',
    ),
    fc
      .tuple(tie('expression'), fc.constantFrom(...operators), tie('expression'))
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc
      .tuple(tie('expression'), fc.constantFrom('"a"', '["a", 1, null]', '[true]'))
      .map(([left, list]) => `${left} in ${list}`),
    fc
      .tuple(
        fc.constantFrom(
          'exists',
          'not',
          'boolean',
          'count',
          'itself',
          'member',
          'wrapped',
          'either',
          'string',
          'total',
        ),
        tie('expression'),
      )
      .map(([name, argument]) => `$${name}(${argument})`),
    fc
      .tuple(
        fc.constantFrom('append', 'pair', 'itself', 'unique', 'pick', 'member'),
        tie('expression'),
        tie('expression'),
      )
      .map(([name, first, second]) => `$${name}(${first}, ${second})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a}) ? (${b})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `{ "a": ${a}, "id": ${b} }`),
    fc.tuple(tie('path'), tie('expression')).map(([path, value]) => `[${path}, ${value}]`),
  ),
})).expression;

describe('a compiled expression', () => {
  it.each([
    '$v.a.b.c',
    '$v.error.code = "PHONE_TAKEN"',
    '$v.status < 300 and $exists($v.body) and $not($exists($v.body.error))',
    '$v.code in ["A", "B"]',
    '"A" in $v.errors.code',
    '$count($v) > 1',
    '$exists($v.a) ? $member($v) : "none"',
    '{ "number": $v.number, "state": $v.status = "ACTIVE" ? "active" : "inactive" }',
    '$unique($append($v, $w), "id")',
    '$phone($v.phone, "+")',
    '$wrapped($v)',
  ])('%s is run without the interpreter', expression => {
    expect(compiled(expression)).toBeInstanceOf(CompiledExpression);
  });

  it('means what the interpreter means', { tags: ['slow'] }, async () => {
    await fc.assert(
      fc.asyncProperty(text, json, fc.option(json, { nil: undefined }), async (expression, v, w) => {
        await expectNearlyTheSame(expression, { v, w });
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['$v.a', { v: [{ a: [1] }, { a: [] }] }],
    ['$v.a', { v: [{ a: [[1]] }] }],
    ['$v.a.b', { v: { a: [{ b: [1] }] } }],
    ['$v.a', { v: [[{ a: 1 }]] }],
    ['$v', { v: [[1]] }],
    ['$v = $w', { v: [1, { a: 2 }], w: [1, { a: 2 }] }],
    ['$v = $w', { v: { a: [] }, w: { a: {} } }],
    ['$v != $w', { v: 1 }],
    ['$v < "a"', { v: 1 }],
    ['$v < 1', { v: null }],
    ['$v in $w', { v: { a: 1 }, w: [{ a: 1 }] }],
    ['$boolean($v)', { v: [0, [], [0, 'a']] }],
    ['$not($v)', {}],
    ['$v and $w', { v: [[]], w: {} }],
    ['$append($v, $w)', { v: [], w: 1 }],
    ['$append($v, $w)', { v: Array(40).fill(1), w: Array(40).fill(2) }],
    ['$v.a.a', { v: Array(60).fill({ a: { a: 1 } }) }],
    ['$itself($v, $w)', { v: 1, w: 2 }],
    ['$pair($v)', { v: [] }],
    ['$endless($v)', { v: 5 }],
    ['$phone($v)', { v: 'x' }],
    ['$phone($v)', { v: [] }],
    ['$pick($v, "constructor")', { v: { a: 1 } }],
    ['$v.constructor', { v: {} }],
    ['$v.length', { v: 'abc' }],
    ['$v.length', { v: [1] }],
    ['$count', {}],
    ['$itself', {}],
    ['$exists($itself)', {}],
    ['$itself($count)', {}],
    ['$exists()', {}],
    ['$v.a', { v: { _jsonata_function: true, a: 1 } }],
    ['{ "a": $v }', { v: { _jsonata_lambda: true } }],
    ['$count(1, 2)', {}],
  ] as [string, object][])('%s of %o is what the interpreter gives', expectTheSame);

  // The interpreter breaks on it.
  it('takes nothing in the data for a function', async () => {
    const v = { _jsonata_lambda: true, arguments: [], body: { type: 'value', value: 1 } };
    expect(await outcome('$exists($v)', { v })).toEqual({ gives: true });
    expect(await outcome('$v.body', { v })).toEqual({ gives: undefined });
    expect(await outcome('($v)()', { v })).toEqual({
      fails: 'it failed: T1006 Attempted to invoke a non-function',
    });
  });
});
