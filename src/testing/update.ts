import { Document } from '../document/document.js';
import { hasErrors } from '../document/finding.js';
import type { Path } from '../document/place.js';
import { replaceAt, valueAt } from '../document/prune.js';
import { isObject } from '../json/values.js';
import { accepted } from './accept.js';
import type { TestCase } from './case.js';
import { type Difference, differences } from './differences.js';
import { originOf, type WrittenCase } from './origin.js';
import { sharedParts } from './read-fields.js';
import type { CaseResult } from './run-case.js';
import type { TestFile } from './test-file.js';
import { writtenCases } from './written-case.js';

/** What was done to a case that failed. */
export interface CaseUpdate {
  readonly test: TestCase;
  /** What is written in another way now: `exchanges[0].call.query.phone`, `answer.body.card`. */
  readonly changes: readonly Difference[];
  /** What could not be accepted, and why. */
  readonly left: readonly string[];
}

export interface FileUpdate {
  /** The file with the updates; the same text when there is none. */
  readonly text: string;
  readonly cases: readonly CaseUpdate[];
}

/**
 * Accepts what came in the cases that failed: their answers, and their calls where only the query, headers or body
 * differ. Nothing else in the file changes, and no other case: what several cases share changes when all of them got
 * the same.
 *
 * @param tests all cases of the file
 */
export async function updateOf(tests: TestFile, results: readonly CaseResult[]): Promise<FileUpdate> {
  const failed = results.filter(({ problems }) => problems.length > 0);
  const wishes = new Map<string, { test: TestCase; value: unknown; problems: readonly string[] }>();
  for (const result of failed) {
    const { test } = result;
    wishes.set(keyOf(test.written), { test, ...(await accepted(result, tests)) });
  }
  const editing = new Editing(tests.document, written => wishes.get(keyOf(written))?.value);
  const parts = [...wishes.values()].flatMap(({ test, value }) => partsOf(test.written, value));
  const lefts = editing.write(parts);
  const after = new Map(editing.cases().map(written => [keyOf(written), written.value]));
  const cases = [...wishes].map(([key, { test, problems }]): CaseUpdate => {
    const changes = differences('case', test.written.value, after.get(key));
    const inFile = lefts.filter(({ part }) => keyOf(part.written) === key);
    const left = [...inFile.map(({ part, why }) => `${nameOf(part)} is left: ${why}`), ...problems];
    return {
      test,
      changes: changes.map(each => ({ ...each, path: each.path.replace(/^case\./, '') })),
      left,
    };
  });
  return { text: editing.text, cases };
}

function keyOf({ path }: WrittenCase): string {
  return JSON.stringify(path);
}

/** A call or the answer of a case, and what it would have to be. */
interface Part {
  readonly written: WrittenCase;
  readonly at: Path;
  readonly wish: unknown;
}

interface Left {
  readonly part: Part;
  readonly why: string;
}

const NO_PLACE = 'it cannot be written in its place';

function partsOf(written: WrittenCase, wish: unknown): Part[] {
  const { exchanges } = Object(wish) as { exchanges?: unknown[] };
  const calls = (exchanges ?? []).map((_, index): Path => ['exchanges', index, 'call']);
  return [...calls, ['answer']]
    .map(at => ({ written, at, wish: valueAt(wish, at) }))
    .filter(part => differences('', valueAt(written.value, part.at), part.wish).length > 0);
}

function nameOf({ at }: Part): string {
  return at[0] === 'answer' ? 'the answer' : `call ${Number(at[1]) + 1}`;
}

/** Values of cases written into the file, each looked at before it stays. */
class Editing {
  private readonly before: ReadonlyMap<string, WrittenCase>;

  /** @param wishFor what a case would have to be; `undefined` for one that stays */
  constructor(
    private document: Document,
    private readonly wishFor: (written: WrittenCase) => unknown,
  ) {
    this.before = new Map(this.cases().map(written => [keyOf(written), written]));
  }

  get text(): string {
    return this.document.text;
  }

  cases(): WrittenCase[] {
    return casesOf(this.document);
  }

  /**
   * An alias inside of a part makes way only if what it names did not change with another part.
   *
   * @returns the parts that could not be written
   */
  write(parts: readonly Part[]): Left[] {
    this.writeAll(this.together(parts), true);
    const lefts = this.writeAll(this.together(parts), false);
    const after = new Map(this.cases().map(written => [keyOf(written), written.value]));
    const lost = parts
      .filter(part => !lefts.some(left => left.part === part))
      .filter(part => {
        const value = valueAt(after.get(keyOf(part.written)), part.at);
        return differences('', part.wish, value).length > 0;
      });
    return [...lefts, ...lost.map(part => ({ part, why: NO_PLACE }))];
  }

  /** Parts that are written at the same places: what several cases share stays or changes for all of them. */
  private together(parts: readonly Part[]): Part[][] {
    const groups = new Map<string, Part[]>();
    for (const part of parts) {
      const edits = this.editsOf(part).filter(
        ({ path, value }) => differences('', valueAt(this.document.value, path), value).length > 0,
      );
      const key = JSON.stringify(edits.map(({ path }) => this.document.placeOf(path)));
      groups.set(key, [...(groups.get(key) ?? []), part]);
    }
    return [...groups.values()];
  }

  /** All at once, for to parse a file takes long; what does not go together is divided. */
  private writeAll(groups: readonly Part[][], keepsAliases: boolean): Left[] {
    const why = this.attempt(groups.flat(), keepsAliases);
    if (why === undefined) return [];
    if (groups.length === 1) return groups.flat().map(part => ({ part, why }));
    const half = Math.ceil(groups.length / 2);
    return [groups.slice(0, half), groups.slice(half)].flatMap(some => this.writeAll(some, keepsAliases));
  }

  /** @returns why it stays as it was */
  private attempt(parts: readonly Part[], keepsAliases: boolean): string | undefined {
    const edits = parts.flatMap(part => this.editsOf(part));
    const text = this.document.edited(edits, keepsAliases);
    if (text === this.document.text) return undefined;
    if (text === undefined) return 'the cases that share it got different things';
    const next = new Document(this.document.file, text);
    const cases = casesOf(next);
    if (hasErrors(next.findings) || cases.length !== this.before.size) return NO_PLACE;
    const changed = cases.find(each => !this.isMeant(each));
    if (changed) {
      const { name } = Object(changed.value) as { name?: unknown };
      if (parts.every(({ written }) => keyOf(written) === keyOf(changed))) return NO_PLACE;
      const { line } = this.document.placeOf(changed.path);
      return `it is shared with "${String(name)}" (line ${line}), which would change too`;
    }
    this.document = next;
    return undefined;
  }

  /** Whether all of a case is as it was or as it is wished. */
  private isMeant(after: WrittenCase): boolean {
    const before = this.before.get(keyOf(after));
    if (!before) return false;
    const wish = this.wishFor(after);
    return isBetween(before.value, after.value, wish === undefined ? before.value : wish);
  }

  /** What to write where, so that a part of a case gets another value. */
  private editsOf({ written, at, wish }: Part): { path: Path; value: unknown }[] {
    const path = originOf(written, at);
    const below = written.origins.filter(origin => origin.at.length > at.length && begins(origin.at, at));
    const next = below.filter(
      one => !below.some(other => other.at.length < one.at.length && begins(one.at, other.at)),
    );
    const parts = new Map(next.map(origin => [JSON.stringify(origin.at), origin.at]));
    const raw = valueAt(this.document.value, path);
    let value = keptWriting(raw, valueAt(written.value, at), wish);
    const edits = [...parts.values()].flatMap(part => {
      const inside = part.slice(at.length);
      const wished = valueAt(wish, inside);
      if (wished === undefined || wish === undefined) return [];
      value = replaceAt(value, inside, valueAt(raw, inside));
      return this.editsOf({ written, at: part, wish: wished });
    });
    return [{ path, value }, ...edits];
  }
}

/** The cases of a file that was read without errors. */
function casesOf(document: Document): WrittenCase[] {
  return writtenCases(document, sharedParts(document));
}

function begins(path: Path, with_: Path): boolean {
  return with_.every((part, index) => part === path[index]);
}

/** The wish with all that does not change as it stands in the file, where a row has yet to be put in. */
function keptWriting(raw: unknown, before: unknown, wish: unknown): unknown {
  if (differences('', before, wish).length === 0) return raw;
  if (Array.isArray(raw) && Array.isArray(before) && Array.isArray(wish))
    return wish.map((item, at) => (at < raw.length ? keptWriting(raw[at], before[at], item) : item));
  if (!isObject(raw) || !isObject(before) || !isObject(wish)) return wish;
  const members = Object.entries(wish).map(([key, member]) => {
    const isKnown = Object.hasOwn(raw, key) && Object.hasOwn(before, key);
    return [key, isKnown ? keptWriting(raw[key], before[key], member) : member];
  });
  return Object.fromEntries(members);
}

function isBetween(before: unknown, value: unknown, wish: unknown): boolean {
  if (differences('', before, value).length === 0 || differences('', wish, value).length === 0) return true;
  if (Array.isArray(value)) {
    if (!Array.isArray(before) || !Array.isArray(wish)) return false;
    return value.length === wish.length && value.every((item, at) => isBetween(before[at], item, wish[at]));
  }
  if (!isObject(value) || !isObject(before) || !isObject(wish)) return false;
  const keys = new Set([...Object.keys(value), ...Object.keys(before), ...Object.keys(wish)]);
  return [...keys].every(key => isBetween(before[key], value[key], wish[key]));
}
