import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The files of the package that npm would make. */
function packed(): string[] {
  // Without prepack, which would build anew what other tests use at this moment.
  const argv = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [{ files }] = JSON.parse(execFileSync('npm', argv, { encoding: 'utf8' }));
  return files.map(({ path }: { path: string }) => path);
}

it('holds what its README points to, what it runs, and no map of sources that are not in it', () => {
  const files = packed();
  const links = [...readFileSync('README.md', 'utf8').matchAll(/\]\(([^):]+)\)/g)].map(
    ([, path]) => path ?? '',
  );
  expect(links).toContain('docs/mapping.md');
  expect(links.filter(path => !files.includes(path))).toEqual([]);
  expect(files).toEqual(expect.arrayContaining(['bin/loyalty-gw.js', 'dist/cli/main.js']));
  expect(files.filter(path => path.endsWith('.map') || path.startsWith('src/'))).toEqual([]);
});
