import { describe, expect, it } from 'vitest';
import { problemsOf, spotted } from '../run-steps.js';

const problems = (steps: string) => problemsOf(steps).filter(problem => !problem.startsWith('unreachable'));

describe('a value of a step that may be absent is a warning', () => {
  it.each([
    ['a: { when: $exists($request.body.x), get: /a }\nb: { post: "/b/{% $a.id %}" }', 'it is skipped'],
    ['a: { get: /a, mayFail: true }\nb: { post: /b, body: { x: "{% $a.id %}" } }', 'it has mayFail'],
    ['a: { get: /a, take?: $reply.body.x }\nb: { post: /b, query: { x: "{% $a %}" } }', 'its take? may give'],
    [
      'a: { when: $exists($request.body.x), value: 1 }\nb: { post: /b, form: { x: "{% $a %}" } }',
      'it is skipped',
    ],
  ])('%s', (steps, cause) => {
    expect(problems(steps)).toEqual([expect.stringContaining('absent-step: $a may be nothing here: ')]);
    expect(problems(steps)[0]).toContain(cause);
  });

  it('where it is read', () => {
    expect(spotted('a: { get: /a, mayFail: true }\nb: { post: /b, body: { x: "n {% $a.id %}" } }')).toEqual([
      '$a.id %}" } }',
    ]);
  });
});

describe('but not where somebody looks whether it is there', () => {
  const skipped = 'a: { when: $exists($request.body.x), get: /a }\n';
  it.each([
    [
      'a fail above',
      `${skipped}c: { when: $not($exists($a)), fail: cardNotFound }\nb: { post: "/b/{% $a.id %}" }`,
    ],
    [
      'an answer above',
      `${skipped}c: { when: $not($exists($a)), answer: nothing }\nb: { post: "/b/{% $a.id %}" }`,
    ],
    ['its own step', `${skipped}b: { when: $exists($a), post: "/b/{% $a.id %}" }`],
    [
      'its own step, by the same condition',
      `${skipped}b: { when: $exists($request.body.x), post: "/b/{% $a.id %}" }`,
    ],
    [
      'a fail that looks at what is made of it',
      `${skipped}d: { value: $a.list }\nc: { when: $not($exists($d)), fail: cardNotFound }\nb: { post: "/b/{% $a.id %}" }`,
    ],
    [
      'a fail that looks at what it depends on',
      `${skipped}c: { when: $not($exists($request.body.x)), fail: badParameter }\nb: { post: "/b/{% $a.id %}" }`,
    ],
    ['its key', `${skipped}b: { post: /b, body: { "x?": "{% $a.id %}" } }`],
    ['a key around it', `${skipped}b: { post: /b, body: { "y?": { x: "{% $a.id %}" } } }`],
    ['an expression', `${skipped}b: { post: /b, body: { x: "{% $exists($a) ? $a.id : 1 %}" } }`],
    ['a bare expression', `${skipped}b: { value: $a.id }`],
  ])('%s', (_, steps) => {
    expect(problems(steps)).toEqual([]);
  });

  it('nor of a step that is always there', () => {
    expect(problems('a: { get: /a, ifMissing: cardNotFound }\nb: { post: "/b/{% $a.id %}" }')).toEqual([]);
  });
});
