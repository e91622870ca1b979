import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluated } from './run-steps.js';

const page = readFileSync('docs/mapping.md', 'utf8');
const section = page.slice(page.indexOf('## Helper functions'), page.indexOf('### All of them'));
const examples = [...section.matchAll(/`([^`]+)` → `([^`]+)`/g)].map(([, expression = '', gives = '']) => ({
  expression,
  gives,
}));

describe('what the page says of helper functions', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(25);
  });

  it.each(examples)('$expression', async ({ expression, gives }) => {
    expect(await evaluated(expression)).toEqual(gives === 'nothing' ? undefined : JSON.parse(gives));
  });
});
