import type { Document } from './document.js';

/** The kinds of YAML files that people write for us, by a key that the others do not have. */
const marks = { config: 'users', mapping: 'operations', 'test file': 'cases' } as const;

export type FileKind = keyof typeof marks;

const advice: Readonly<Record<FileKind, string>> = {
  config: 'name it with --config',
  mapping: 'name it with --mapping, or as a file of check',
  'test file': 'name it as a file of test or check',
};

/** What a file is, by what stands in it; `undefined` when that is no kind, or more than one. */
export function kindOfFile(document: Document): FileKind | undefined {
  const keys = document.keysAt([]);
  const [kind, ...others] = (Object.keys(marks) as FileKind[]).filter(name => keys.includes(marks[name]));
  return others.length === 0 ? kind : undefined;
}

/**
 * Whether a file is one of another kind than it was named as. That is one finding then; read as what it is not, it
 * would have one for each line.
 */
export function isOtherKind(document: Document, expected: FileKind): boolean {
  const kind = kindOfFile(document);
  if (kind === undefined || kind === expected) return false;
  const message = `this is a ${kind} (it has ${marks[kind]}:), not a ${expected}`;
  document.errorAtKey('file-kind', [marks[kind]], message, advice[kind]);
  return true;
}
