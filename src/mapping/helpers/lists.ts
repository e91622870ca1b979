import { scalarText } from '../../json/values.js';
import { type Helper, HelperError } from './helper.js';
import { ownMember } from './own-member.js';

export const unique: Helper = {
  name: 'unique',
  signature: '<x?s:a>',
  summary: 'the rows of a list that differ in one field; a row without the field is kept',
  examples: [
    { expression: "$unique([{'id': 1}, {'id': 2}, {'id': 1}], 'id')", gives: [{ id: 1 }, { id: 2 }] },
    { expression: "$unique([{'id': 1}, {'id': '1'}], 'id')", gives: [{ id: 1 }] },
    { expression: "$unique([{'id': null}, {'id': null}], 'id')", gives: [{ id: null }, { id: null }] },
    { expression: "$unique({'id': 1}, 'id')", gives: [{ id: 1 }] },
    { expression: "$unique([], 'id')", gives: [] },
    { expression: "$unique($request.query.rows, 'id')", gives: undefined },
    { expression: "$unique([{'id': [1]}], 'id')", gives: 'the field is no text and no number', fails: true },
  ],
  run: (rows: unknown, field: string) => {
    if (rows === undefined) return undefined;
    const seen = new Set<string>();
    return (Array.isArray(rows) ? rows : [rows]).filter(row => {
      const id = idOf(row, field);
      if (id === undefined) return true;
      if (seen.has(id)) return false;
      seen.add(id);
      return true;
    });
  },
};

/** As text, for a number arrives as text when it is long. `undefined` for a row that does not say who it is. */
function idOf(row: unknown, field: string): string | undefined {
  const value = ownMember(row, field);
  // Two rows without an id are two customers, and so they are with null or an empty text for one.
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'number' || typeof value === 'string') return scalarText(value);
  throw new HelperError('the field is no text and no number');
}

export const list: Helper = {
  name: 'list',
  signature: '<x?:a>',
  summary: 'a list as it is; anything else is an error, so that no list is taken for an empty one',
  examples: [
    { expression: "$list([{'id': 1}])", gives: [{ id: 1 }] },
    { expression: '$list([])', gives: [] },
    { expression: '$list($request.query.rows)', gives: undefined },
    { expression: "$list({'id': 1})", gives: 'this is not a list', fails: true },
    { expression: "$list('none')", gives: 'this is not a list', fails: true },
  ],
  run: (value: unknown) => {
    if (value === undefined || Array.isArray(value)) return value;
    throw new HelperError('this is not a list');
  },
};

export const groupBy: Helper = {
  name: 'groupBy',
  signature: '<x?s?:a>',
  summary:
    'the rows of a list in groups that have one field alike, each with its key, in the order of the list',
  examples: [
    {
      expression:
        "$groupBy([{'receipt': 7, 'sum': 1}, {'receipt': 8, 'sum': 2}, {'receipt': '7', 'sum': 3}], 'receipt')",
      gives: [
        {
          key: '7',
          rows: [
            { receipt: 7, sum: 1 },
            { receipt: '7', sum: 3 },
          ],
        },
        { key: '8', rows: [{ receipt: 8, sum: 2 }] },
      ],
    },
    { expression: "$groupBy([], 'receipt')", gives: [] },
    { expression: "$groupBy($request.body.lines, 'receipt')", gives: undefined },
    { expression: "$groupBy([{'sum': 1}], 'receipt')", gives: 'a row lacks the field', fails: true },
    { expression: "$groupBy('none', 'receipt')", gives: 'a row lacks the field', fails: true },
    {
      expression: "$groupBy([{'receipt': [7]}], 'receipt')",
      gives: 'the field is no text and no number',
      fails: true,
    },
  ],
  run: (rows: unknown, field: string) => {
    if (rows === undefined) return undefined;
    const groups = new Map<string, unknown[]>();
    for (const row of Array.isArray(rows) ? rows : [rows]) {
      const key = idOf(row, field);
      if (key === undefined) throw new HelperError('a row lacks the field');
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
    return [...groups].map(([key, members]) => ({ key, rows: members }));
  },
};
