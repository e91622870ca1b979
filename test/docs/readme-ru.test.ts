import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const [english, russian] = await Promise.all(
  ['README.md', 'README.ru.md'].map(name => readFile(name, 'utf8')),
);

/** Those with a language: the drawing has none, and words of its own. */
const block = /^```\w.*?^```$/gms;

/** The text of a page without its blocks. */
const prose = (page = '') => page.replaceAll(/^```.*?^```$/gms, '');

const linesOf = (page: string | undefined, pattern: RegExp) => prose(page).match(pattern) ?? [];

it('both READMEs show the same files, commands and outputs; `npm run docs` copies them', async () => {
  const blocks = english?.match(block) ?? [];
  expect(russian?.match(block)).toHaveLength(blocks.length);
  const rest = [...blocks];
  const copied = russian?.replaceAll(block, () => rest.shift() ?? '');
  await expect(copied).toMatchFileSnapshot('../../README.ru.md');
});

it('both READMEs have the same sections, tables, lists and steps', () => {
  for (const pattern of [/^#+(?= )/gm, /^(\||- |\d\. |\*\*\d)(?=.)/gm]) {
    expect(linesOf(russian, pattern)).toEqual(linesOf(english, pattern));
  }
});

it('both READMEs have the same links, to each other too', () => {
  const links = (page?: string) => linesOf(page, /(?<=\]\()[^)]+/g).filter(link => !link.startsWith('#'));
  const [toRussian, ...others] = links(english);
  expect(toRussian).toBe('README.ru.md');
  expect(links(russian)).toEqual(['README.md', ...others]);
});

it.each([
  ['README.md', english],
  ['README.ru.md', russian],
])('the links within %s lead to its sections', (_, page) => {
  const sections = linesOf(page, /^#+ .*/gm).map(
    heading =>
      `#${heading
        .replace(/^#+ /, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-')}`,
  );
  const within = linesOf(page, /(?<=\]\()#[^)]+/g);
  expect(within).toHaveLength(4);
  expect(sections).toEqual(expect.arrayContaining([...within]));
});

it('both READMEs name the same commands, options and keys', () => {
  const code = (page?: string) => [...new Set(linesOf(page, /`[^`\n]+`/g))].sort();
  expect(code(russian)).toEqual(code(english));
});
