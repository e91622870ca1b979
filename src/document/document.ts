import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
  type Document as YamlDocument,
} from 'yaml';
import { Numeral } from '../json/write.js';
import type { FindingCode } from './codes/catalogue.js';
import { Editor } from './edit.js';
import { exactNumber } from './exact-number.js';
import { fileText } from './file-text.js';
import { FilesRead } from './files-read.js';
import { codeFrame, type Finding, hasErrors } from './finding.js';
import { mayBeConfig } from './may-be-config.js';
import type { Path, Place } from './place.js';
import { sourceOffset } from './scalar.js';
import { isSyntaxError, tellingErrors } from './yaml-errors.js';

/**
 * A YAML file that remembers where each of its values stands, so that every message about a value
 * can name file, line and column. It never throws for what is written in it: what is wrong is in `findings`.
 */
export class Document {
  readonly findings: Finding[] = [];
  /** What was read for it: the file itself, and those that it names where their content matters. */
  readonly files = new FilesRead();
  readonly text: string;
  /** The plain value of the file, with Numerals for long numbers; `undefined` when it cannot be read at all. */
  readonly value: unknown;
  private readonly yaml: YamlDocument;
  private readonly lines = new LineCounter();
  private readonly reported = new Set<string>();
  private ends: ReadonlyMap<number, number> | undefined;

  /**
   * @param file the name that messages show; nothing is read from it
   * @param content what stands in the file; of bytes it is seen whether they are UTF-8
   */
  constructor(
    readonly file: string,
    content: string | Uint8Array,
  ) {
    const { text, flaw } = fileText(content);
    this.text = text;
    this.yaml = parseDocument(text, {
      lineCounter: this.lines,
      prettyErrors: false,
      // Only to look at the rest as it was meant: reportStrayMarks refuses them.
      merge: true,
      uniqueKeys: (one, other) => isScalar(one) && isScalar(other) && keyText(one) === keyText(other),
    });
    if (flaw) {
      // Whatever else seems wrong may well come from it.
      this.report('error', 'yaml', this.placeAt(flaw.at), flaw.message, flaw.hint);
      return;
    }
    for (const { code, at, message, hint } of tellingErrors(this.yaml.errors, text)) {
      this.report('error', code, this.placeAt(at), message, hint);
    }
    for (const { pos, message } of this.yaml.warnings) {
      this.report('warning', 'yaml', this.placeAt(pos[0]), message);
    }
    if (!this.yaml.errors.some(isSyntaxError)) this.reportStrayMarks();
    this.keepLongNumbers();
    this.value = this.yaml.errors.length === 0 ? this.toValue() : undefined;
  }

  /** Reads a file. Errors of the file system (ENOENT, EISDIR, EACCES) pass through. */
  static async read(file: string): Promise<Document> {
    const content = await readFile(file);
    const document = new Document(file, content);
    document.files.note(resolve(file), content);
    return document;
  }

  /** Adds a finding, with its code frame, at a place of this document; once, however often it is reported. */
  report(level: Finding['level'], code: FindingCode, place: Place, message: string, hint?: string): void {
    // What an anchor names is looked at once more for each of its aliases, and wrong at the same place.
    const key = JSON.stringify([level, code, place.line, place.column, message]);
    if (this.reported.has(key)) return;
    this.reported.add(key);
    const [endColumn, frame] = [this.endAt(place), this.frameAt(place)];
    this.findings.push({ level, code, message, hint, ...place, endColumn, frame });
  }

  /** Adds an error at the value of a path. */
  error(code: FindingCode, path: Path, message: string, hint?: string): void {
    this.report('error', code, this.placeOf(path), message, hint);
  }

  /** Adds an error at the key of the last step of a path. */
  errorAtKey(code: FindingCode, path: Path, message: string, hint?: string): void {
    this.report('error', code, this.placeOfKey(path), message, hint);
  }

  /** The lines around a place; none of a config, which somebody took for something else. */
  protected frameAt({ line, column }: Place): string | undefined {
    return mayBeConfig(this.text) ? undefined : codeFrame(this.text, line, column);
  }

  /** The column behind what begins at a place: a scalar, as far as it stands in this line, or else a word. */
  protected endAt({ line, column }: Place): number | undefined {
    if (mayBeConfig(this.text)) return undefined;
    const start = (this.lines.lineStarts[line - 1] ?? 0) + column - 1;
    const [rest = ''] = this.text.slice(start).split(/\r?\n/, 1);
    const scalar = this.scalarEnds().get(start);
    const [word = ''] = /^\$?[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*|^\S?/u.exec(rest) ?? [];
    const length = scalar === undefined ? word.length : Math.min(scalar - start, rest.trimEnd().length);
    return column + Math.max(1, length);
  }

  /**
   * Warns of numbers that YAML reads as something else than a person sees: `+79620480100` loses its plus, `007`
   * its zeros. For files in which such a text is meant as text.
   */
  reportChangedNumbers(): void {
    visit(this.yaml, {
      Scalar: (_, node) => {
        const isNumber = typeof node.value === 'number' || node.value instanceof Numeral;
        if (!isNumber || !node.range || !/^(\+|-?0[\dxob])/.test(node.source ?? '')) return;
        const message = `YAML reads ${node.source} as the number ${node.value}`;
        this.report(
          'warning',
          'changed-number',
          this.placeAt(node.range[0]),
          message,
          `write it in quotes: "${node.source}"`,
        );
      },
    });
  }

  /** The names in the mapping of keys at a path, whatever stands behind them. */
  keysAt(path: Path): string[] {
    const inner = path.reduce<unknown>((value, part) => Object(value)[part], this.value);
    return typeof inner === 'object' && inner !== null ? Object.keys(inner) : [];
  }

  /** Where the value at a path begins; of a missing value, where its nearest parent stands. */
  placeOf(path: Path): Place {
    return this.placeAt(this.nearest(path)?.range?.[0] ?? 0);
  }

  /** Where the key of the last step of a path stands; without one, the same as `placeOf`. */
  placeOfKey(path: Path): Place {
    const key = path.at(-1);
    const parent = this.nearest(path.slice(0, -1));
    if (isMap(parent) && key !== undefined) {
      const pair = this.pairOf(parent, key);
      if (isScalar(pair?.key) && pair.key.range) return this.placeAt(pair.key.range[0]);
    }
    return this.placeOf(path);
  }

  /**
   * The place of one character of a text value: escapes, indentation and folding of the YAML style are
   * accounted for, so that a caret points at the character a person sees.
   *
   * @param offset index into the text as YAML decodes it
   */
  placeInText(path: Path, offset: number): Place {
    const node = this.nearest(path);
    if (!isScalar(node) || !node.range) return this.placeOf(path);
    const source = this.text.slice(node.range[0], node.range[1]);
    return this.placeAt(node.range[0] + sourceOffset(node as Scalar, source, offset));
  }

  /** The characters that stand in the file for a scalar, `undefined` when the path is no scalar. */
  sourceOf(path: Path): string | undefined {
    const node = this.nearest(path);
    return isScalar(node) && node.range ? this.text.slice(node.range[0], node.range[1]) : undefined;
  }

  /** Where scalars end, by where they begin. */
  private scalarEnds(): ReadonlyMap<number, number> {
    if (this.ends) return this.ends;
    const ends = new Map<number, number>();
    visit(this.yaml, {
      Scalar: (_, { range }) => {
        if (range) ends.set(range[0], range[1]);
      },
    });
    this.ends = ends;
    return ends;
  }

  /**
   * The text of the file with other values at some paths, and otherwise as it is. Where an alias stands on the way, what
   * it names is changed, and so is each place that names it too.
   *
   * @param keepsAliases whether an alias inside of such a value stays, instead of making way for a value of its own
   * @returns `undefined` when there is nothing at a path, or when two values contradict each other
   */
  edited(
    edits: readonly { readonly path: Path; readonly value: unknown }[],
    keepsAliases = false,
  ): string | undefined {
    const found = edits.flatMap(({ path, value }) => {
      let node = this.resolve(this.yaml.contents as Node | null);
      for (const part of path) node = this.resolve(this.child(node, part) ?? null);
      return node ? { node, value } : [];
    });
    if (found.length < edits.length) return undefined;
    return new Editor(this.text, this.yaml, keepsAliases).edited(found);
  }

  /** Whether YAML has taken the end of a text for a comment: what stands behind its ` #`. */
  isCutByComment(path: Path): boolean {
    const node = this.nearest(path);
    if (!isScalar(node) || node.type !== 'PLAIN' || !node.range) return false;
    return /^[ \t]+#/.test(this.text.slice(node.range[1]));
  }

  /** @param offset index into the text */
  placeAt(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line: Math.max(1, line), column: Math.max(1, col) };
  }

  /** Marks of YAML that stand where they mean nothing, `<<` and `*`, and the one name that no member can have. */
  private reportStrayMarks(): void {
    // An alias that is asked for its node looks through the whole document, and test files are full of aliases.
    const anchors = new Set<string>();
    visit(this.yaml, {
      Value: (_, { anchor }) => {
        if (anchor !== undefined) anchors.add(anchor);
      },
      Pair: (_, { key }) => {
        if (isScalar(key) && key.value === '__proto__' && key.range) {
          const message = '__proto__ can be no key: JavaScript keeps the name for itself';
          this.report('error', 'yaml', this.placeAt(key.range[0]), message);
        }
        if (!isMergeKey(key) || !key.range) return;
        const hint = 'write out the keys that it stands for; an alias stands for a whole value';
        this.report('error', 'yaml', this.placeAt(key.range[0]), 'YAML 1.2 has no merge keys (<<)', hint);
      },
      Alias: (_, alias) => {
        if (!alias.range || anchors.has(alias.source)) return;
        const message = `this is an alias, and no anchor above it has its name: ${alias.source}`;
        const hint = 'a text that begins with * stands in quotes';
        this.report('error', 'yaml', this.placeAt(alias.range[0]), message, hint);
      },
    });
  }

  /** YAML reads numbers as doubles. A key is a text, whatever it looks like: it stays as it was written. */
  private keepLongNumbers(): void {
    visit(this.yaml, {
      Scalar: (key, node) => {
        if (typeof node.value !== 'number' || node.source === undefined) return;
        node.value = key === 'key' ? node.source : exactNumber(node.value, node.source);
      },
    });
  }

  private toValue(): unknown {
    try {
      const value: unknown = this.yaml.toJS({ maxAliasCount: MOST_ALIASES });
      // Throws when an alias stands inside its own anchor: whoever walks such a value would never come back.
      JSON.stringify(value);
      return value;
    } catch (error) {
      // What the stray marks have led to has been told already.
      if (!hasErrors(this.findings)) this.report('error', 'yaml', this.placeAt(0), (error as Error).message);
      return undefined;
    }
  }

  /** `null` only in a file that holds no value at all. */
  private nearest(path: Path): Node | null {
    let node = this.yaml.contents as Node | null;
    for (const part of path) {
      const child = this.child(node, part);
      if (!child) break;
      node = child;
    }
    return this.resolve(node);
  }

  private child(parent: Node | null, part: string | number): Node | undefined {
    const node = this.resolve(parent);
    if (isMap(node)) {
      const pair = this.pairOf(node, part);
      return (pair?.value ?? pair?.key) as Node | undefined;
    }
    return isSeq(node) ? (node.items[Number(part)] as Node | undefined) : undefined;
  }

  /** A key of its own, or else one that a `<<` has brought: what is wrong with that is told where it stands. */
  private pairOf(map: YAMLMap, key: string | number, around: readonly YAMLMap[] = []): Pair | undefined {
    const own = map.items.find(item => isScalar(item.key) && String(item.key.value) === String(key));
    if (own || around.includes(map)) return own;
    const merge = map.items.find(item => isMergeKey(item.key));
    const merged = this.resolve((merge?.value ?? null) as Node | null);
    for (const each of isSeq(merged) ? merged.items : [merged]) {
      const inner = this.resolve(each as Node | null);
      const found = isMap(inner) ? this.pairOf(inner, key, [...around, map]) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  private resolve(node: Node | null): Node | null {
    return isAlias(node) ? (node.resolve(this.yaml) ?? node) : node;
  }
}

/**
 * Aliases of aliases count once for each way to them. Test files are full of them, while nine lines of nines, the
 * `billion laughs`, are hundreds of millions.
 */
const MOST_ALIASES = 100_000;

/** What a key is called in the value: `1` and "1" are the same one, 4700000000000072783 and …84 are not. */
function keyText({ value, source }: Scalar): string {
  return typeof value === 'number' && source !== undefined ? source : String(value);
}

function isMergeKey(key: unknown): key is Scalar {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}
