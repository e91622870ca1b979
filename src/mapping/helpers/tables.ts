import { scalarText } from '../../json/values.js';
import type { Helper } from './helper.js';
import { ownMember } from './own-member.js';

export const pick: Helper = {
  name: 'pick',
  signature: '<o?(snb)?:x>',
  summary: 'what a table says for a key; absent when the table has no such key',
  examples: [
    { expression: "$pick({'m': 'male', 'f': 'female'}, 'f')", gives: 'female' },
    { expression: "$pick({'1': 'male', '2': 'female'}, 2)", gives: 'female' },
    { expression: "$pick({'true': 'active', 'false': 'inactive'}, false)", gives: 'inactive' },
    { expression: "$pick({'m': 'male'}, 'x')", gives: undefined },
    { expression: "$pick({'m': 'male'}, $request.body.sex)", gives: undefined },
    { expression: "$pick($request.body.words, 'm')", gives: undefined },
  ],
  run: (table?: object, key?: string | number | boolean) => {
    const name = scalarText(key);
    return name === undefined ? undefined : ownMember(table, name);
  },
};
