import { type Helper, HelperError } from './helper.js';

export const unique: Helper = {
  name: 'unique',
  signature: '<x?s:a>',
  summary: 'the rows of a list that differ in one field; a row without the field is kept',
  examples: [
    { expression: "$unique([{'id': 1}, {'id': 2}, {'id': 1}], 'id')", gives: [{ id: 1 }, { id: 2 }] },
    { expression: "$unique({'id': 1}, 'id')", gives: [{ id: 1 }] },
    { expression: "$unique([], 'id')", gives: [] },
    { expression: "$unique($request.query.rows, 'id')", gives: undefined },
  ],
  run: (rows: unknown, key: string) => {
    if (rows === undefined) return undefined;
    const seen = new Set<unknown>();
    return (Array.isArray(rows) ? rows : [rows]).filter(row => {
      const value: unknown = (row as Record<string, unknown> | null)?.[key];
      if (value === undefined) return true;
      if (seen.has(value)) return false;
      seen.add(value);
      return true;
    });
  },
};

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
