import { test } from 'vitest';
import { describeProperties } from '../properties/property.js';
import { declareDifferential, expectTheSame } from './differential-properties.js';

describeProperties('compiled expressions', 1, declareDifferential);

test('are not compared where the text of a function inside of the interpreter decides', async () => {
  const text = '[0, $replace($string(* ~> ($substring(?, 1) ~> function($x) { $x })), /a|(1)/, /a/)].a';
  await expectTheSame({ text, input: 0, bounds: { sequence: 10 } });
});

test('are compared where a transform lets an object hold itself', async () => {
  const text = '$replace($ ~> |*|{ "id": $ }, "a"|, "a", "b")';
  await expectTheSame({ text, input: { a: {} } });
});
