import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeYaml } from '../../src/document/write-yaml.js';

describe('a text stays a text, whoever reads it', () => {
  it.each([
    '2026-03-14',
    '12:30:45',
    'yes',
    'off',
    'y',
    'null',
    '~',
    '017',
    '1_000',
    '1.0',
    '',
    ' x ',
    '# x',
    'a: b',
  ])('%j', text => {
    const yaml = writeYaml({ [text]: [text] });
    expect(parse(yaml)).toEqual({ [text]: [text] });
    expect(parse(yaml, { version: '1.1' })).toEqual({ [text]: [text] });
  });
});

it('what stands twice is written twice', () => {
  const same = { a: 1 };
  expect(writeYaml({ one: same, other: same })).toBe('one:\n  a: 1\nother:\n  a: 1\n');
});

it('paragraphs stay readable', () => {
  expect(writeYaml({ text: 'one\n\ntwo' })).toBe('text: |-\n  one\n\n  two\n');
});
