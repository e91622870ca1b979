import { describe, expect, it } from 'vitest';
import { problemsOf, spotted } from '../run-steps.js';

describe("YAML's traps are explained", () => {
  it.each([
    ['a tab', 'a:\n\tvalue: $request.body', 'indent with blanks'],
    [
      'an escape that YAML does not have',
      'a: { value: "$match($request.path, /\\d/)" }',
      'put a regex into single quotes',
    ],
    [
      'no blank behind a colon',
      'a:\n  when:$exists($request.body)\n  fail: badParameter',
      'behind the colon of a key stands a blank: when: …',
    ],
    [
      'no blank behind the only colon',
      'a:\n  value:$request.body',
      'behind the colon of a key stands a blank: value: …',
    ],
    ['no colon at all', 'a:\n  get /cards', 'behind a key stands a colon: get: …'],
    [
      'a line too deep',
      'a:\n  value: $request.body\n   when: $exists($request.body)',
      'the line below is indented deeper',
    ],
    ['a line not deep enough', 'a:\nvalue: $request.body', 'indent its keys deeper than its name'],
    [
      'a condition in a plain text',
      'a:\n  value: $exists($request.body) ? "a": "b"',
      'a ? b : c, stands in quotes',
    ],
    ['a condition in a flow', 'a: { value: $exists($request.body) ? "a" : "b" }', 'stands in quotes'],
    ['an expression that is a list', 'a:\n  value: [$request.body]', 'begins with [ or { stands in quotes'],
    [
      'a condition that is an object',
      'a: { when: {}, fail: badParameter }',
      'begins with [ or { stands in quotes',
    ],
    ['a list in a flow', 'a: { value: $append([1, 2], 3) }', 'such as an expression, stands in quotes'],
    [
      'a comment',
      'a: { value: b }\nb:\n  value: $request.body.items[name = "a #1"]',
      'behind " #" for a comment',
    ],
    ['yes', 'a: { when: yes, fail: badParameter }', 'to YAML 1.2 it is a text; write true'],
    ['off', 'a: { when: Off, fail: badParameter }', 'to YAML 1.2 it is a text; write false'],
    [
      'a backspace',
      'a: { value: "$match($request.path, /\\bv1/)" }',
      'YAML reads \\b in double quotes as a control character',
    ],
    [
      'a long number',
      'a: { when: $request.body.n = 9007199254740993, fail: badParameter }',
      'write it as a text',
    ],
    ['nesting without end', `a: ${'['.repeat(10_000)}`, 'this is nested too deeply'],
  ])('%s', (_, steps, words) => {
    expect(problemsOf(steps).join('\n')).toContain(words);
  });

  it.each(['single', 'double'])('an escape that JSONata gets is none, in %s quotes', style => {
    const [mark, backslash] = style === 'single' ? ["'", '\\'] : ['"', '\\\\'];
    expect(problemsOf(`a: { value: ${mark}$match($request.path, /${backslash}bv1/)${mark} }`)).toEqual([]);
  });

  it('a comment behind an expression that is whole is none', () => {
    expect(problemsOf('a:\n  value: $request.body # all of it')).toEqual([]);
  });

  it('a backspace at its place', () => {
    expect(spotted('a: { value: "$match($request.path, /\\bv1/)" }')).toEqual(['\\bv1/)" }']);
  });
});

describe('what is nested too deeply is a finding, not a crash', () => {
  const around = (open: string, inner: string, close: string) => (depth: number) =>
    open.repeat(depth) + inner + close.repeat(depth);
  const shapes: Record<string, (depth: number) => string> = {
    parentheses: around('(', '1', ')'),
    lists: around('[', '1', ']'),
    calls: around('$string(', '1', ')'),
    objects: around('{"a":', '1', '}'),
    conditions: around('$request.path = "a" ? ', '1', ' : 2'),
    sums: depth => `1${' + 1'.repeat(depth)}`,
    paths: depth => `$request.body${'.a'.repeat(depth)}`,
    functions: around('function($x) { ', '1', ' }'),
    predicates: around('$request.body[', '1', ']'),
  };
  const depths = [600, 1_000, 1_500, 2_000, 3_000, 4_000, 10_000];

  it.each(Object.keys(shapes).filter(name => name !== 'paths'))('%s', name => {
    for (const depth of depths) {
      const steps = `it:\n  value: ${JSON.stringify(shapes[name]?.(depth))}`;
      expect(problemsOf(steps).join()).toContain('nested too deeply');
    }
  });

  it('a long path is not nested', () => {
    expect(problemsOf(`it:\n  value: ${shapes.paths?.(1_000)}`)).toEqual([]);
  });

  it.each(Object.keys(shapes))('%s within reason are none', name => {
    const found = problemsOf(`it:\n  value: ${JSON.stringify(shapes[name]?.(100))}`);
    expect(found.filter(problem => problem.includes('nested'))).toEqual([]);
  });
});
