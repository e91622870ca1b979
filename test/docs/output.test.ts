import { expect, it } from 'vitest';
import { expectShown } from './output.js';

const printed = 'one (3 ms)\ntwo [2]\nthree\nfour\n';

it.each([
  ['all of it, in other times', 'one (40.1 ms)\ntwo [2]\nthree\nfour\n'],
  ['lines left out', 'one (3 ms)\n…\nfour\n'],
  ['lines left out at both ends', '…\nthree\n…\n'],
  ['a part of a line', 'one (3 ms)\ntwo …\nthree\nfour\n'],
])('a page may show %s', (_, shown) => {
  expectShown(printed, shown, 'page');
});

it.each([
  ['another line', 'one (3 ms)\ntwo [3]\nthree\nfour\n'],
  ['less than there was', 'one (3 ms)\ntwo [2]\nthree\n'],
  ['a line in part, without saying so', '…\nthre\n…\n'],
  ['another order', '…\nthree\ntwo [2]\n…\n'],
])('a page may not show %s', (_, shown) => {
  expect(() => expectShown(printed, shown, 'page')).toThrow('page');
});
