import { describe, expect, it } from 'vitest';
import { compiled, interpreted, type Question } from './both.js';

/** What random expressions brought to light, each as it was found and made smaller. */
describe('compiled as interpreted', () => {
  it.each([{ text: '[a, (**)[]]', input: { a: [0, 0, 0] }, bounds: { sequence: 2 } }] satisfies Question[])(
    '$text of $input, within $bounds',
    async question => {
      const outcome = compiled(structuredClone(question));
      expect(outcome).not.toHaveProperty('refusal');
      expect(outcome).toEqual(await interpreted(structuredClone(question)));
    },
  );
});
