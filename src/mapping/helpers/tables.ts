import type { Helper } from './helper.js';

export const pick: Helper = {
  name: 'pick',
  signature: '<os?:x>',
  summary: 'what a table says for a key; absent when the table has no such key',
  examples: [
    { expression: "$pick({'m': 'male', 'f': 'female'}, 'f')", gives: 'female' },
    { expression: "$pick({'m': 'male'}, 'x')", gives: undefined },
    { expression: "$pick({'m': 'male'}, $request.body.sex)", gives: undefined },
  ],
  run: (table: Record<string, unknown>, key?: string) =>
    key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined,
};
