import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the playground's page into dist, with all that it needs: it asks nobody but its own server. */

const folder = 'dist/playground/page';

const { metafile } = await build({
  entryPoints: [
    'src/playground/page/index.html',
    'src/playground/page/main.tsx',
    'src/playground/page/style.css',
  ],
  outdir: folder,
  loader: { '.html': 'copy' },
  bundle: true,
  minify: true,
  format: 'esm',
  // Browsers of the last two years.
  target: ['chrome120', 'firefox121', 'safari17.2'],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

/** Their licences want to be passed on with what is bundled. */
const packages = new Set(
  Object.keys(metafile.inputs).flatMap(path => path.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
);
const licences = [...packages].sort().map(path => {
  const { name, version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  return `${name} ${version}\n\n${readFileSync(join(path, 'LICENSE'), 'utf8').trim()}\n`;
});
writeFileSync(join(folder, 'licences.txt'), licences.join(`\n${'-'.repeat(72)}\n\n`));
