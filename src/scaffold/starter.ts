/** A file to be written, below the folder of the project. */
export interface ScaffoldFile {
  readonly path: string;
  readonly text: string;
  /** What is in it, if it is YAML that a schema describes. */
  readonly kind?: 'mapping' | 'test' | 'config' | 'selftest';
}

/** What a project begins with: a mapping and its tests. The other files are made from it. */
export interface Starter {
  readonly mapping: ScaffoldFile;
  readonly tests: readonly ScaffoldFile[];
  /** What to do before the first call, a paragraph of Markdown. */
  readonly before: string;
  /** What the author has to know at once: what was guessed, and what was passed over. */
  readonly notes: readonly string[];
}

/** Files that every project has under these names, so that no mapping can have one of them. */
const OWN_NAMES: ReadonlySet<string> = new Set(['loyalty-gw', 'selftest']);

/** Why a mapping cannot have this name, and its file; ends a sentence that begins with the name. */
export function problemOfMappingName(name: string): string | undefined {
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name)) {
    return 'is no name for a mapping and its file: small letters, digits, - and _, at most 64 of them';
  }
  return OWN_NAMES.has(name) ? `cannot be a mapping: ${name}.yaml is another file of the project` : undefined;
}
