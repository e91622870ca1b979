import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Document } from '../../src/document/document.js';
import { loadMapping } from '../../src/mapping/load.js';
import { Program } from '../../src/mapping/program.js';

const root = join(import.meta.dirname, '../..');

/** Mappings that are files, and those that stand whole in a page. */
function mappingsIn(folder: string): [name: string, text: string][] {
  const files = readdirSync(join(root, folder), { withFileTypes: true, recursive: folder !== '.' })
    .filter(entry => entry.isFile() && /(?<!\.test)\.(yaml|md)$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name));
  return files.flatMap(path => {
    const text = readFileSync(path, 'utf8');
    const name = path.slice(root.length + 1);
    if (name.endsWith('.yaml')) return /^mapping: 1\b/m.test(text) ? [[name, text]] : [];
    const blocks = [...text.matchAll(/^```yaml.*\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
    const isWhole = (block: string) => /^mapping: 1\b/m.test(block) && /^operations:/m.test(block);
    return blocks.filter(isWhole).map((block): [string, string] => [name, block]);
  });
}

describe('each expression of the shipped mappings, the examples and the pages is compiled', () => {
  it.each(['mappings', 'examples', 'docs', '.'].flatMap(mappingsIn))('in %s', (name, text) => {
    const compile = vi.spyOn(Program.prototype, 'compile');
    onTestFinished(() => compile.mockRestore());
    loadMapping(new Document(name, text), { given: {}, unset: 'placeholder' });
    const made = compile.mock.results.map(({ value }) => value);
    if (name.startsWith('mappings/')) expect(made.length).toBeGreaterThan(10);
    expect(made.filter(compiled => 'refusal' in compiled)).toEqual([]);
  });
});
