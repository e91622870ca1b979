import { describe, expect, it } from 'vitest';
import { Document } from '../../../src/document/document.js';
import { loadMapping } from '../../../src/mapping/load.js';
import { mappingText, type Sections } from '../run-steps.js';

function unused(steps: string, sections: Sections = {}): string[] {
  const document = new Document('test.yaml', mappingText(steps, sections));
  loadMapping(document, { given: {}, unset: 'placeholder' });
  return document.findings.map(({ level, code, message }) => `${level} ${code}: ${message}`);
}

describe('a step that nothing reads is a warning', () => {
  it.each([
    'a: { value: $request.body.a }',
    'a: { get: /a }',
    'a: { post: /a, safe: true, take: $reply.body.a }',
    'a: { get: /a, mayFail: true }',
    'a: { use: shared, given: 1 }',
  ])('%s', steps => {
    const top = 'calls: { shared: { get: "/a/{% $given %}" } }';
    expect(unused(steps, steps.includes('shared') ? { top } : {})).toEqual([
      'warning unused-step: nothing reads the step a, and it does nothing else than to hold a value',
    ]);
  });

  it.each([
    ['it is read', 'a: { get: /a }\nb: { post: /b, body: "{% $a %}" }'],
    ['it is read by a condition', 'a: { get: /a }\nb: { when: $exists($a), fail: badParameter }'],
    ['it writes', 'a: { post: /a }'],
    ['it may end the operation', 'a: { get: /a, ifMissing: cardNotFound }'],
    [
      'it may end the operation by itself',
      'a: { get: /a, errors: [{ when: $reply.status = 409, fail: cardBlocked }] }',
    ],
    ['it ends the operation', 'a: { answer: nothing }'],
  ])('but not where %s', (_, steps) => {
    expect(unused(steps)).toEqual([]);
  });

  it('nor where the mapping has errors, for these may hide who reads it', () => {
    expect(unused('a: { get: /a }\nb: { post: /b, body: "{% $a + %}" }').join()).not.toContain('unused');
  });
});

describe('a function that nothing calls is a warning', () => {
  it('also when only itself, or another such, does', () => {
    const functions = 'f: function($x) { $f($x) }\ng: function($x) { $f($x) }\nh: function($x) { $x }';
    expect(unused('a: { post: /a, body: "{% $h($request.body) %}" }', { functions })).toEqual([
      'warning unused-function: nothing calls the function f',
      'warning unused-function: nothing calls the function g',
    ]);
  });

  it('but not when another calls it that is called, or it is handed on', () => {
    const functions = 'f: function($x) { $x }\ng: function($x) { $f($x) }\nh: function($x) { $x }';
    const steps = 'a: { post: /a, body: "{% $map([$g($request.body)], $h) %}" }';
    expect(unused(steps, { functions })).toEqual([]);
  });
});

describe('a param that nothing reads is a warning', () => {
  it.each([
    ['nothing does', 'a: { post: /a }', true],
    ['only its own declaration does', 'a: { post: "/$${A}" }', true],
    ['a text', 'a: { post: "/${A}" }', false],
    ['a key', 'a: { post: /a, query: { "${A}?": "{% $request.body.a %}" } }', false],
    ['an expression', 'a: { post: /a, query: { a: "{% $params.A %}" } }', false],
    [
      'an expression, by a name that it makes',
      'a: { post: /a, query: { a: "{% $lookup($params, \'A\') %}" } }',
      false,
    ],
  ])('%s', (_, steps, isUnused) => {
    expect(unused(steps, { params: 'A: { default: a }' })).toEqual(
      isUnused ? ['warning unused-param: nothing reads the param A'] : [],
    );
  });
});
