import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

/** The files of the package that npm would make. */
function packed(): string[] {
  // Without prepack, which would build anew what other tests use at this moment.
  const argv = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [{ files }] = JSON.parse(execFileSync('npm', argv, { encoding: 'utf8' }));
  return files.map(({ path }: { path: string }) => path);
}

/** The files that a page links to. */
function linkedFiles(page: string): string[] {
  const links = readFileSync(page, 'utf8').matchAll(/\]\(([^):#]+)(?:#[^)]*)?\)/g);
  return [...links].map(([, path = '']) => join(dirname(page), path));
}

it('holds what its pages point to, what it runs, and no map of sources that are not in it', () => {
  const files = packed();
  const pages = files.filter(path => path.endsWith('.md'));
  expect(pages).toContain('README.md');
  for (const page of pages) {
    expect(
      linkedFiles(page).filter(path => !files.includes(path)),
      page,
    ).toEqual([]);
  }
  expect(linkedFiles('README.md')).toContain('docs/mapping.md');
  expect(files).toEqual(expect.arrayContaining(['bin/loyalty-gw.js', 'dist/cli/main.js']));
  expect(files.filter(path => path.endsWith('.map') || path.startsWith('src/'))).toEqual([]);
});
