import { describe, expect, it } from 'vitest';
import type {
  CasesAnswer,
  CheckAnswer,
  CompleteAnswer,
  TestAnswer,
  Workbench,
} from '../../src/playground/api.js';
import type { RunAnswer } from '../../src/playground/api-run.js';
import { asRun, copyOf, opened, storyOf } from './opened.js';

/** Of the shipped ones the smallest but the demo's. */
const name = 'iiko';

describe('a shipped mapping', () => {
  it('is checked, run, completed and tested', { tags: ['slow'] }, async () => {
    const page = await opened(await copyOf(name), `${name}.yaml`);
    const { mapping } = await page.get<Workbench>('/api/workbench');
    const { text } = mapping;
    const { findings, outline } = await page.post<CheckAnswer>('/api/check', { text });
    expect(findings.filter(({ level }) => level !== 'notice')).toEqual([]);
    expect(outline?.operations.map(({ id }) => id)).toContain('findCard');

    const { cases } = await page.get<CasesAnswer>('/api/cases');
    const found = cases.find(({ operation }) => operation === 'findCard');
    if (!found) throw new Error('no case finds a card');
    const story = storyOf(await page.post<RunAnswer>('/api/run', asRun(found, text)));
    expect(story.isGood).toBe(true);
    expect(story.exchanges.length).toBeGreaterThan(0);

    const line = text.split('\n').findIndex(each => each.includes('$reply.body.')) + 1;
    const column = (text.split('\n')[line - 1]?.indexOf('$reply.body.') ?? 0) + '$reply.'.length + 1;
    const { items } = await page.post<CompleteAnswer>('/api/complete', { text, line, column });
    expect(items.map(({ label }) => label)).toContain('body');

    const tested = await page.post<TestAnswer>('/api/test', { text });
    expect(tested.cases.filter(({ passed }) => !passed)).toEqual([]);
    expect(tested.passed).toBeGreaterThan(5);
    expect(tested.coverage?.percent).toBeGreaterThan(50);
  });
});
