import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberText } from '../../src/json/member-text.js';

describe('the text of a member', () => {
  it.each([
    ['{"body":1250.50}', '1250.50'],
    [' { "a": [1, {"body": 2}], "body" :\n [1E400, "],}\\""] , "c": 3 } ', '[1E400, "],}\\""]'],
    ['{"a":"body","body":{"body":[{}]}}', '{"body":[{}]}'],
    ['{"body":1,"b\\u006fdy":2}', '2'],
    ['\uFEFF{"body": null}', 'null'],
    ['{"body":""}', '""'],
    ['{"a":{"body":1},"c":"\\"body\\":1"}', undefined],
    ['{}', undefined],
  ])('%s', (text, value) => {
    expect(memberText(text, 'body')).toBe(value);
  });

  it('is what JSON.parse reads, in any object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(undefined, 1),
        (object, indent) => {
          const text = JSON.stringify(object, null, indent);
          for (const [name, value] of Object.entries(object)) {
            expect(JSON.parse(memberText(text, name) ?? '')).toEqual(JSON.parse(JSON.stringify(value)));
          }
        },
      ),
    );
  });
});
