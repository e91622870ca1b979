import type { Document } from '../document/document.js';
import type { Path, Place } from '../document/place.js';
import { configFields } from './help.js';

/** A stretch of a file, by offsets. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The text of a config file with `***` in the place of all that may be secret, line for line, and the column in it
 * that a place has.
 *
 * Only the values of fields that are known and no secrets stay: an unknown key may be a misspelt `password`, and
 * which params are secret only the mapping says.
 */
export function conceal(document: Document, { line, column }: Place): { text: string; column: number } {
  const spans = hiddenSpans(document);
  const offset = offsetOf(document, line, column);
  const around = spans.find(({ start, end }) => start < offset && offset < end);
  const before = masked(
    document.text.slice(0, around?.start ?? offset),
    spans.filter(({ end }) => end <= offset),
  );
  return {
    text: masked(document.text, spans).replace(/(^|\s)#.*/g, '$1# …'),
    column: before.length - before.lastIndexOf('\n'),
  };
}

function masked(text: string, spans: readonly Span[]): string {
  let rest = text;
  for (const { start, end } of spans.toReversed()) {
    const breaks = rest.slice(start, end).replace(/[^\n]/g, '');
    rest = `${rest.slice(0, start)}***${breaks}${rest.slice(end)}`;
  }
  return rest;
}

/** In the order of the file, each once: two values may be aliases of one. */
function hiddenSpans(document: Document): Span[] {
  const fields = configFields();
  const isParent = (name: string) =>
    name === '' ||
    fields.some(field => field.name.startsWith(`${name}.`) || field.name.startsWith(`${name}[]`));
  const open = new Set(
    fields.filter(field => !field.secret && field.name !== PARAM).map(field => field.name),
  );
  const found = new Map<number, Span>();

  const walk = (path: Path, name: string, value: unknown): void => {
    if (open.has(name) || isHarmless(value)) return;
    if (isParent(name) && isContainer(value)) {
      for (const [key, member] of Object.entries(value)) {
        walk([...path, key], memberName(name, key, value), member);
      }
      return;
    }
    const span = spanOf(document, path, value);
    if (span.end > span.start) found.set(span.start, span);
  };
  walk([], '', document.value);
  return [...found.values()].sort((a, b) => a.start - b.start);
}

const PARAM = 'params.NAME';
/** Fields whose keys are names of the person's own choice. */
const RECORDS = ['params', 'errors'];

/** What configFields calls a member. */
function memberName(parent: string, key: string, value: object): string {
  if (Array.isArray(value)) return `${parent}[]`;
  if (RECORDS.includes(parent)) return `${parent}.NAME`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** The name of a variable or of a secret file is what a finding is about, and tells no secret. */
function isHarmless(value: unknown): boolean {
  if (typeof value === 'string') return /^(\$\{\w+\})+$/.test(value);
  return isContainer(value) && Object.keys(value).join() === 'file' && typeof value.file === 'string';
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A value as it is written, with its tag, its anchor and the keys in it. */
function spanOf(document: Document, path: Path, value: unknown): Span {
  const { line, column } = document.placeOf(path);
  const offset = offsetOf(document, line, column);
  const [properties = ''] = /(?<=\s)(?:[&!]\S*\s*)+$/.exec(document.text.slice(0, offset)) ?? [];
  return { start: offset - properties.length, end: endOf(document, path, value, offset) };
}

function endOf(document: Document, path: Path, value: unknown, start: number): number {
  const source = document.sourceOf(path);
  if (source !== undefined) return start + source.length;
  const members = Object.entries(Object(value));
  return Math.max(start, ...members.map(([key, member]) => spanOf(document, [...path, key], member).end));
}

function offsetOf({ text }: Document, line: number, column: number): number {
  let start = 0;
  for (let number = 1; number < line; number++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}
