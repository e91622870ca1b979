/** @module-tag slow */
import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../../src/testing/pseudonyms/pseudonyms.js';

const knowing = (text: string) => {
  const people = new Pseudonyms(new Uint8Array(32).fill(7), new Set());
  people.learnBody(text);
  return people;
};

/** A megabyte without a blank. In time that grows with the square of it each of these would take many minutes. */
const long = {
  hex: 'ab12'.repeat(250_000),
  letters: 'x'.repeat(1_000_000),
  dots: '.a'.repeat(500_000),
  percents: '%'.repeat(1_000_000),
  quotes: '="'.repeat(500_000),
  tags: '<'.repeat(1_000_000),
  sections: '<a><![CDATA['.repeat(80_000),
  references: '&amp;'.repeat(200_000),
  layers: `&${'amp;'.repeat(250_000)}`,
  attributes: 'a="b"c='.repeat(140_000),
};

describe('a megabyte without a blank is looked through and written anew in no time', () => {
  it.each(Object.entries(long))('%s', (_, run) => {
    const text = `${run} masha.petrova@shop.ru`;
    expect(knowing(text).body(text)).toMatch(/ person-[\da-f]{6}@example\.com$/);
  });

  it.each(Object.entries(long))('%s in JSON', (_, run) => {
    const text = JSON.stringify({ picture: run, mail: 'masha.petrova@shop.ru' });
    expect(knowing(text).body(text)).toMatch(/person-[\da-f]{6}@example\.com"\}$/);
  });
});

describe('an email is found whole', () => {
  it.each([
    ['behind another one', 'one@shop.ru_two@shop.ru', /^person-[\da-f]{6}@example\.com_?person-[\da-f]{6}@/],
    ['that is longer than any may be', `${'masha-'.repeat(20)}@shop.ru`, /^person-[\da-f]{6}@example\.com$/],
  ])('%s', (_, text, written) => {
    expect(knowing(text).body(text)).not.toContain('shop.ru');
    expect(knowing(text).body(text)).toMatch(written);
  });
});
