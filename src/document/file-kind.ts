import { basename } from 'node:path';
import type { Document } from './document.js';

/** The kinds of YAML files that people write for us, by a key that the others do not have. */
const marks = {
  config: 'users',
  mapping: 'operations',
  'test file': 'cases',
  'selftest file': 'selftest',
} as const;

export type FileKind = keyof typeof marks;

const advice: Readonly<Record<FileKind, string>> = {
  config: 'serve, check and dry-run take a config by --config',
  mapping: 'dry-run takes a mapping by --mapping, check as a file',
  'test file': 'test and check take a test file as a file',
  'selftest file': 'selftest takes its data by --data, check as a file',
};

/** What a file is, by what stands in it; `undefined` when that is no kind, or more than one. */
export function kindOfFile(document: Document): FileKind | undefined {
  const keys = document.keysAt([]);
  const [kind, ...others] = (Object.keys(marks) as FileKind[]).filter(name => keys.includes(marks[name]));
  return others.length === 0 ? kind : undefined;
}

/**
 * Whether a file is written for us, as far as can be seen: it is of a kind, or says in which version of one it is
 * written, or would do so if it were YAML.
 */
export function seemsOurs(document: Document): boolean {
  const { value, text } = document;
  if (value === undefined) return OURS.test(text);
  const versions = Object(value) as Record<string, unknown>;
  return kindOfFile(document) !== undefined || VERSIONS.some(key => typeof versions[key] === 'number');
}

const VERSIONS = ['mapping', 'test', 'selftest'] as const;

const OURS = new RegExp(`^(?:(?:${VERSIONS.join('|')}): *\\d|(?:${Object.values(marks).join('|')}):)`, 'm');

/**
 * Whether a file is one of another kind than it was named as. That is one finding then; read as what it is not, it
 * would have one for each line.
 */
export function isOtherKind(document: Document, expected: FileKind): boolean {
  const kind = kindOfFile(document);
  if (kind === undefined || kind === expected) return false;
  const message = `this is a ${kind} (it has ${marks[kind]}:), not a ${expected}`;
  const isWanted = expected === 'config' && kind === 'mapping';
  const hint = isWanted ? `${wantedBy(document)}; ${advice[kind]}` : advice[kind];
  document.errorAtKey('file-kind', [marks[kind]], message, hint);
  return true;
}

/** Whoever gives the mapping itself has mostly no config yet. */
function wantedBy({ file }: Document): string {
  return `a config is needed here, which names the mapping: "mapping: ${basename(file)}" beside its users`;
}
