import { Document } from '../../document/document.js';
import type { JsonSchema } from '../../document/json-schema.js';
import { mappingJsonSchema } from '../../mapping/json-schema.js';
import type { CompleteAnswer, CompleteRequest, Completion } from '../api.js';
import type { Desk } from '../desk.js';
import { lastGood } from '../looked-at.js';
import { type Cursor, cursorAt } from './cursor.js';
import { completeExpression, type Found } from './expression.js';
import { completeKeys, completeValues } from './keys.js';
import { samplesOf } from './samples.js';
import { siblingsOf } from './siblings.js';

let schema: JsonSchema | undefined;

/** What may be typed at a place of a text. */
export async function completeText(desk: Desk, asked: CompleteRequest): Promise<CompleteAnswer> {
  const { text, line, column } = asked;
  const cursor = cursorAt(text, line, column);
  const { typed, items } = await found(desk, cursor, asked);
  const isInsert = (item: Completion) => item.insert !== typed;
  return {
    range: { from: { line, column: column - typed.length }, to: { line, column } },
    items: items.filter(item => startsWith(item.label, typed)).filter(isInsert),
  };
}

/** The page sorts out the rest as somebody types on. */
function startsWith(label: string, typed: string): boolean {
  const plain = (text: string) => text.replace(/^\$/, '').toLowerCase();
  return plain(label).includes(plain(typed));
}

async function found(desk: Desk, cursor: Cursor, asked: CompleteRequest): Promise<Found> {
  schema ??= mappingJsonSchema();
  const { path, typed } = cursor;
  if (cursor.in === 'key') {
    const { text, line, column } = asked;
    const present = siblingsOf(text, line);
    const indent = cursor.isFlow ? undefined : ' '.repeat(column - 1 - typed.length);
    return { typed, items: completeKeys(schema, path, cursor.isFlow ? [] : present, indent) };
  }
  const document = await readable(desk, asked.text);
  if (cursor.in === 'param') return { typed, items: params(document) };
  if (cursor.in === 'value')
    return { typed, items: [...completeValues(schema, path), ...calls(document, path)] };
  const samples = await samplesOf(desk, path[1] ?? '', asked);
  return completeExpression(typed, { document, path, samples });
}

/** The text itself, or the last one that was YAML. */
async function readable(desk: Desk, text: string): Promise<Document> {
  const document = new Document(desk.file, text);
  return document.value === undefined ? new Document(desk.file, await lastGood(desk)) : document;
}

function params(document: Document): Completion[] {
  return document.keysAt(['params']).map(label => ({ label, kind: 'param', insert: `${label}}` }));
}

function calls(document: Document, path: readonly string[]): Completion[] {
  if (path.at(-1) !== 'use') return [];
  return document
    .keysAt(['calls'])
    .map(label => ({ label, kind: 'value', detail: 'a call of this mapping', insert: label }));
}
