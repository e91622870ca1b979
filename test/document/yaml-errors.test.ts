import { describe, expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';

const findings = (text: string) => new Document('test.yaml', text).findings;

describe('what is broken', () => {
  it.each([
    ['a: "{% $pick({"A": "active"}, $x) %}"\nb: 1', 'A": "active'],
    ['a: "{% $found["x"] %}"\nb: 1', 'x"] %}'],
    ['a: { b: "{% $found["x"] %}", c: 1 }', 'x"] %}'],
    ['a: ["{% $found["x"] %}"]', 'x"] %}'],
    ['a:\n  - "{% $found["x"] %}"\n  - b', 'x"] %}'],
    ['a: "{% $x & " " & $y %}"', ' " & $y'],
    ['a: "{%\n  $pick({"A": 1})\n  %}"\nb: 1', 'A": 1'],
    ['when: "$x = "a""', 'a""'],
    ['when: "$x & " " & $y"', ' " & $y'],
  ])('is a text in double quotes that ends at a quote inside of it: %j', (text, rest) => {
    const [error] = findings(text);
    expect(error).toMatchObject({
      code: 'yaml',
      message: 'this " ends the text that began with one',
      hint: `inside "…" write '…', or put the text into '…' or into a block behind | or >-`,
    });
    const { line = 0, column = 0 } = error ?? {};
    expect(text.split('\n')[line - 1]?.slice(column - 1)).toSatisfy((found: string) =>
      found.startsWith(`"${rest}`),
    );
  });

  it('is a text in single quotes that ends at a quote inside of it', () => {
    expect(findings("a: '{% $found['x'] %}'")).toMatchObject([
      { column: 15, hint: `inside '…' write "…", or put the text into "…" or into a block behind | or >-` },
    ]);
  });

  it.each([
    ['step:\n  take $list($reply)\n  get: /x', 2, 'take'],
    ['step:\n  get: /x\n  take $list($reply)', 3, 'take'],
    ['step:\n  get: /x\n  take? $list($reply)\n', 3, 'take?'],
    ['steps:\n  card\n    get: /x', 2, 'card'],
  ])('is a key without its colon: %j', (text, line, key) => {
    expect(findings(text)).toMatchObject([
      {
        line,
        column: 3,
        message: 'in this line a colon is missing',
        hint: expect.stringContaining(`behind a key stands a colon: ${key}: …;`),
      },
    ]);
  });

  it('quotes nothing of what may be a config: a word without a colon may be a password', () => {
    const [error] = findings('users:\n  - login: a\n    hunter2\n    password: b');
    expect(error).toMatchObject({ line: 3, message: 'in this line a colon is missing' });
    expect(error?.hint).toMatch(/^behind a key stands a colon; where a text goes on/);
  });

  it.each([
    ['a: [1, 2', '[', 1, 4],
    ['a:\n  b: [\n    c: { d: 1 }\n    e: [2]\n  f: 3', '[', 2, 6],
    ['a: {\n  b: 1\nc: 2', '{', 1, 4],
    ['a: [1, 2\nb: [3\nc: 4', '[', 1, 4],
    ['a: [{ b: 1 ]', '{', 1, 5],
  ])('is a bracket that is never closed, where it stands: %j', (text, bracket, line, column) => {
    expect(findings(text)).toMatchObject([{ line, column, message: `this ${bracket} is never closed` }]);
  });

  it.each(['a: b: c\nd: [1', 'a: "b" & $c\nd: { e: 1'])(
    'is told before a bracket below it that is never closed: %j',
    text => {
      expect(findings(text)).toMatchObject([{ line: 1, message: expect.not.stringContaining('closed') }]);
    },
  );
});
