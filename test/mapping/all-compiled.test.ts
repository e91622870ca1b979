import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Document } from '../../src/document/document.js';
import { loadMapping } from '../../src/mapping/load.js';
import { Program } from '../../src/mapping/program.js';

const folder = join(import.meta.dirname, '../../mappings');
const files = readdirSync(folder).filter(name => name.endsWith('.yaml') && !name.endsWith('.test.yaml'));

/** What the compiler does not cover yet. */
const left: Record<string, readonly unknown[]> = { 'mindbox.yaml': [{ refusal: 'a step with @, # or %' }] };

describe('the shipped mappings', () => {
  it.each(files)('%s has no other expression that the interpreter must run', name => {
    const compile = vi.spyOn(Program.prototype, 'compile');
    onTestFinished(() => compile.mockRestore());
    const document = new Document(name, readFileSync(join(folder, name), 'utf8'));
    expect(loadMapping(document, { given: {}, unset: 'placeholder' })).toBeDefined();
    const made = compile.mock.results.map(({ value }) => value);
    expect(made.length).toBeGreaterThan(10);
    expect(made.filter(compiled => 'refusal' in compiled)).toEqual(left[name] ?? []);
  });
});
