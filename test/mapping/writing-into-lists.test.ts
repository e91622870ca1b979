import { describe, expect, it } from 'vitest';
import { runSteps } from './run-steps.js';

// jsonata marks the list that `items[]` finds, and fills an empty one that it groups.
describe('an expression that writes into the lists that it finds', () => {
  const body = { many: [{ n: 1 }, { n: 2 }], one: [{ n: 1 }], none: [], deep: { none: [] } };

  it.each([
    '$request.body.one[]',
    '$request.body.many[]',
    '$request.body.none[]',
    '$append($request.body.one[], 1)',
    '$request.body.[one[]]',
    '$request.body.one{ $string(n): n }',
    '$request.body.none{ $string(n): n }',
    '$request.body.deep.none{ "all": $count($) }',
    '$request.body.none.{ "n": n }',
  ])('%s changes nothing for those that come after it', async expression => {
    const look =
      '[$count($request.body.one), $count($request.body.none), $count($request.body.deep.none), $request.body]';
    const steps = [`a: { value: ${JSON.stringify(look)} }`, `b: { value: ${JSON.stringify(expression)} }`];
    // Values are made in the order in which they need each other.
    const after = `c: { value: ${JSON.stringify(`($b; ${look})`)} }`;
    const { values } = await runSteps([...steps, after].join('\n'), { body });
    expect(values.c).toEqual(values.a);
    expect(JSON.stringify(values.c)).toBe(JSON.stringify([1, 0, 0, body]));
  });

  it('is the same for each request, whatever is written in the mapping', async () => {
    const top =
      'calls: { c: { post: /c, body: { a: "{% $given.none{ \'n\': $count($) } %}", b: "{% $given.one[] %}" } } }';
    const steps =
      'x: { use: c, given: { none: [], one: [1] } }\ny: { use: c, given: { none: [], one: [1] } }';
    const { calls } = await runSteps(steps, { top });
    expect(calls.map(call => call.body)).toEqual(['{"a":{"n":0},"b":[1]}', '{"a":{"n":0},"b":[1]}']);
  });
});
