import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

interface Packed {
  /** Bytes of the archive. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** The package that npm would make. */
function packed(): Packed {
  // Without prepack, which would build anew what other tests use at this moment.
  const argv = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [archive] = JSON.parse(execFileSync('npm', argv, { encoding: 'utf8' }));
  return archive;
}

const { size, unpackedSize, files } = packed();
const paths = files.map(({ path }) => path);
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** The files that a page links to. */
function linkedFiles(page: string): string[] {
  const links = readFileSync(page, 'utf8').matchAll(/\]\(([^):#]+)(?:#[^)]*)?\)/g);
  return [...links].map(([, path = '']) => join(dirname(page), path));
}

it('holds what its pages point to, and what it runs', () => {
  const pages = paths.filter(path => path.endsWith('.md'));
  expect(pages).toContain('README.md');
  for (const page of pages) {
    expect(
      linkedFiles(page).filter(path => !paths.includes(path)),
      page,
    ).toEqual([]);
  }
  expect(linkedFiles('README.md')).toContain('docs/mapping.md');
  expect(paths).toEqual(expect.arrayContaining(['bin/loyalty-gw.js', 'dist/cli/main.js']));
});

it('holds nothing else', () => {
  // Programs, then what `init` and `schema` give out, then what people read.
  const needed = [
    /^bin\/loyalty-gw\.js$/,
    /^dist\/[\w/-]+\.js$/,
    /^dist\/playground\/page\/(index\.html|style\.css|licences\.txt)$/,
    /^mappings\/[\w-]+(\.test)?\.yaml$/,
    /^schemas\/\w+\.schema\.json$/,
    /^docs\/[\w-]+\.(md|svg)$/,
    /^docs\/images\/[\w-]+\.png$/,
    /^examples\/(tutorial-crm|deploy)\//,
    /^(README|README\.ru|CHANGELOG|CONTRIBUTING|SECURITY)\.md$/,
    /^(LICENSE|package\.json)$/,
  ];
  expect(paths.filter(path => !needed.some(pattern => pattern.test(path)))).toEqual([]);
  // A file that only a build before this one made.
  const sourceOf = (path: string) => path.replace(/^dist\//, 'src/').replace(/\.js$/, '.ts');
  const built = paths.filter(path => path.startsWith('dist/') && !path.startsWith('dist/playground/page/'));
  for (const path of built) expect(() => readFileSync(sourceOf(path)), path).not.toThrow();
  // A third more than when this was written: what is larger has to be meant.
  expect(size).toBeLessThan(1_400_000);
  expect(unpackedSize).toBeLessThan(5_000_000);
});

it('names the libraries that it imports, and no others', () => {
  const imported = new Set(
    paths.filter(path => path.startsWith('dist/')).flatMap(path => librariesIn(readFileSync(path, 'utf8'))),
  );
  expect([...imported].sort()).toEqual(Object.keys(manifest.dependencies).sort());
});

/** The packages that a module names in `import` and `import()`, and in nothing else. */
function librariesIn(code: string): string[] {
  const specifiers = code.matchAll(/(?:\bfrom |^import |\bimport\()['"]([^.'"][^'"]*)['"]/gm);
  return [...specifiers]
    .map(([, name = '']) => (/^(?:@[^/]+\/)?[^/]+/.exec(name) ?? [''])[0])
    .filter(name => !name.startsWith('node:') && !builtinModules.includes(name));
}

it('has a changelog whose latest version is its own', () => {
  const changelog = readFileSync('CHANGELOG.md', 'utf8');
  const headings = changelog.match(/^## .*$/gm) ?? [];
  expect(headings[0]).toBe('## [Unreleased]');
  const released = headings
    .slice(1)
    .map(heading => /^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$/.exec(heading));
  expect(released.every(Boolean), headings.join('\n')).toBe(true);
  expect(released[0]?.[1]).toBe(manifest.version);
  const dates = released.map(found => found?.[2] ?? '');
  expect(dates).toEqual([...dates].sort().reverse());
  const kinds = new Set(changelog.match(/^### .*$/gm));
  const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
  expect([...kinds].filter(kind => !known.includes(kind.slice(4)))).toEqual([]);
});

it("holds the playground's page, small and with the licences of what is bundled into it", () => {
  const page = (name: string) => readFileSync(join('dist/playground/page', name));
  const compressed = ['index.html', 'main.js', 'style.css'].map(name => gzipSync(page(name)).length);
  const size = compressed.reduce((sum, bytes) => sum + bytes);
  console.info(`the page of the playground has ${Math.round(size / 1000)} kB, compressed`);
  expect(size).toBeLessThan(500_000);
  // Nothing in it leads elsewhere: all that it loads is its own.
  expect(page('index.html').toString()).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  expect(page('licences.txt').toString()).toMatch(/^@codemirror\/view /m);
  expect(paths).toEqual(expect.arrayContaining(['dist/playground/page/licences.txt']));
});
