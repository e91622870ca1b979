import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Document } from '../../document/document.js';
import { fileProblem } from '../../document/file-problem.js';
import { formatPlace } from '../../document/place.js';
import { parseJson } from '../../json/parse.js';
import { withoutPercents } from '../../loyalty-api/percents.js';
import { asObject, type Json, memberOf, textAt } from './json.js';

/** An OpenAPI file, with the files that it points to. */
export interface OpenApiSource {
  readonly root: Json;
  /** What a $ref stands for, or the value itself; `undefined` when it points to nothing that is there. */
  readonly follow: (value: unknown) => unknown;
  /** What could not be followed. */
  readonly notes: readonly string[];
}

/** More files than anybody writes, and more than a circle of links needs to be noticed. */
const MOST_FILES = 500;
const MOST_LINKS = 50;

/**
 * Reads an OpenAPI file: 3.x or Swagger 2.0, YAML or JSON. It is not validated, for many a vendor's file would not pass;
 * what is in it is used as far as it can be. Of its $refs those within it and to files beside it are followed; nothing
 * is fetched.
 *
 * @returns a problem when it is none, which ends the sentence "x cannot be used: …". Errors of the file system pass
 *   through.
 */
export async function readOpenApi(file: string): Promise<OpenApiSource | { problem: string }> {
  const path = resolve(file);
  const read = parse(file, await readFile(path));
  if ('problem' in read) return read;
  const root = asObject(read.value);
  const version = String(memberOf(root, 'openapi') ?? memberOf(root, 'swagger'));
  if (!root || !/^[23](\.|$)/.test(version)) {
    return { problem: 'it is no OpenAPI: it begins with neither openapi: 3.… nor swagger: "2.0"' };
  }
  const files = new Map<string, unknown>([[path, root]]);
  const fileOf = new WeakMap<object, string>();
  const notes = new Set<string>();
  await readOthers(files, fileOf, notes);
  return { root, follow: value => follow(value, files, fileOf), notes: [...notes] };
}

function parse(file: string, content: Uint8Array): { value: unknown } | { problem: string } {
  const text = Buffer.from(content).toString('utf8');
  if (/^\uFEFF?\s*[{[]/.test(text)) {
    try {
      return { value: parseJson(text, { keepNulls: true, maxDepth: 1000 }) };
    } catch {
      // In YAML a text may begin with { as well, and its parser tells where it is broken.
    }
  }
  const document = new Document(file, content);
  if (document.value !== undefined) return { value: document.value };
  const [first] = document.findings;
  return { problem: first ? `${formatPlace(first)} ${first.message}` : 'it is empty' };
}

/** Reads the files that are pointed to, and those that they point to. */
async function readOthers(
  files: Map<string, unknown>,
  fileOf: WeakMap<object, string>,
  notes: Set<string>,
): Promise<void> {
  // A map that grows is gone through to its end.
  for (const [path, value] of files) {
    for (const link of linksIn(value, path, fileOf)) {
      const [target = ''] = link.split('#');
      if (target === '') continue;
      const other = resolve(dirname(path), withoutPercents(target));
      if (files.has(other)) continue;
      if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(target))
        notes.add(`${target} is not fetched: what it holds is left out`);
      else if (!/\.(ya?ml|json)$/i.test(other)) notes.add(`${target} is neither YAML nor JSON, and left out`);
      else if (files.size < MOST_FILES) files.set(other, await readOther(target, other, notes));
    }
  }
}

async function readOther(name: string, path: string, notes: Set<string>): Promise<unknown> {
  try {
    const read = parse(name, await readFile(path));
    if ('value' in read) return read.value;
    notes.add(`${name} is left out: ${read.problem}`);
  } catch (error) {
    const problem = fileProblem(error);
    if (problem === undefined) throw error;
    notes.add(`${name} is left out: ${problem}`);
  }
  return undefined;
}

/** All $refs of a value. On the way it is noted in which file each object stands. */
function linksIn(value: unknown, file: string, fileOf: WeakMap<object, string>): string[] {
  const links: string[] = [];
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    // What an alias of YAML names stands in two places.
    if (typeof next !== 'object' || next === null || fileOf.has(next)) continue;
    fileOf.set(next, file);
    const link = textAt(next, '$ref');
    if (link !== undefined) links.push(link);
    // Not push(...), which takes no more arguments than the stack holds.
    for (const each of Object.values(next)) open.push(each);
  }
  return links;
}

function follow(
  value: unknown,
  files: ReadonlyMap<string, unknown>,
  fileOf: WeakMap<object, string>,
): unknown {
  let found = value;
  for (let count = 0; count < MOST_LINKS; count++) {
    const link = textAt(found, '$ref');
    if (link === undefined) return found;
    const [target = '', pointer = ''] = link.split('#');
    const file = fileOf.get(found as object) ?? '';
    found = pointedTo(
      files.get(target === '' ? file : resolve(dirname(file), withoutPercents(target))),
      pointer,
    );
  }
  return undefined;
}

/** RFC 6901. */
function pointedTo(root: unknown, pointer: string): unknown {
  const parts = withoutPercents(pointer).split('/').slice(1);
  return parts.reduce<unknown>((value, part) => {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    return Array.isArray(value) ? value[Number(name)] : memberOf(value, name);
  }, root);
}
