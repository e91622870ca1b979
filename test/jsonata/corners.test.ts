import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withOwnEmptyLists } from '../../src/mapping/own-empty-lists.js';
import { bare, compiled, compiledOf, faultOf, interpreted, type Outcome, readAs } from './both.js';
import { document } from './corner-document.js';
import { withoutWords } from './differential-properties.js';
import { libraryInTurn } from './one-after-another.js';

const library = libraryInTurn();
const bounds = { timeout: 10_000, stack: 500 };

/** Where random expressions seldom come, one a line below what they are about. */
const sections = readFileSync(join(import.meta.dirname, 'corners.txt'), 'utf8')
  .split(/^# /m)
  .slice(1);

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

const frozen = freeze(structuredClone(document));

/** As the gateway evaluates: what requests share is never written into. */
function withFrozenInput(text: string): Outcome {
  const expression = compiledOf({ text, bounds });
  if ('refusal' in expression) return { gives: undefined };
  try {
    return { gives: bare(expression.evaluate({ input: frozen, variables: {} }, withOwnEmptyLists)) };
  } catch (thrown) {
    return { fails: faultOf(thrown) };
  }
}

describe.each(sections.map(section => section.trim().split('\n')))('%s', (...lines) => {
  it.each(lines.slice(1))('%s', async text => {
    const outcome = compiled({ text, input: structuredClone(document), bounds });
    if ('refusal' in outcome) {
      expect(outcome.refusal).toBe('$eval');
      return;
    }
    const question = { text, input: structuredClone(document), bounds };
    const expected = withoutWords(await interpreted(question, readAs(question, library)));
    expect(withoutWords(outcome)).toEqual(expected);
    expect(withoutWords(withFrozenInput(text))).toEqual(expected);
  });
});
