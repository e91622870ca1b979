import { describe, expect, it } from 'vitest';
import { problemLines } from '../../src/cli/test/problem.js';
import { parseNumerals } from '../../src/json/parse.js';
import { differences } from '../../src/testing/differences.js';

/** What a person sees of an answer that is another one. */
const seen = (expected: unknown, actual: unknown, color = false) =>
  problemLines(
    {
      message: 'another one',
      differences: differences('answer', expected, actual),
      came: { name: 'answer', value: actual },
    },
    { color },
  ).join('\n');

const card = (state: string, ...bonuses: string[]) => ({
  status: 200,
  body: { card: { cardNumber: '4700', cardState: state, bonus: { total: '5', bonuses } } },
});

describe('what differs', () => {
  it('is a line each where it is little', () => {
    expect(seen({ status: 200, body: 'nothing' }, { status: 422, body: { code: '3001' } })).toBe(
      'another one\n  answer.status  expected 200, got 422\n  answer.body    expected "nothing", got {"code":"3001"}',
    );
    expect(seen(card('active'), card('inactive'))).toBe(
      'another one\n  answer.body.card.cardState  expected "active", got "inactive"',
    );
  });

  it('is shown in what came, with what was expected in its place', () => {
    expect(seen(card('active', 'a', 'b', 'd'), card('inactive', 'a', 'c', 'e'))).toBe(`another one
  - expected  + got
    …
    "body": {
      "card": {
        "cardNumber": "4700",
  -     "cardState": "active",
  +     "cardState": "inactive",
        "bonus": {
          "total": "5",
          "bonuses": [
            "a",
  -         "b",
  +         "c",
  -         "d",
  +         "e",
          ],
        },
      },
    …`);
  });

  it('is also what is missing and what is too much, with all that is in it', () => {
    const expected = { status: 200, body: { a: { b: 1, c: [] }, list: [1, 2] } };
    const actual = { status: 200, body: { d: { e: { f: null } }, list: [1, 2, 3] } };
    expect(seen(expected, actual)).toBe(`another one
  - expected  + got
    "status": 200,
    "body": {
  +   "d": {
  +     "e": {
  +       "f": null,
  +     },
  +   },
      "list": [
        1,
        2,
  +     3,
      ],
  -   "a": {
  -     "b": 1,
  -     "c": [],
  -   },
    },`);
    const [three, one] = [{ body: [1, { a: 1 }, 2, []] }, { body: [1] }];
    expect(seen(three, one)).toBe(`another one
  - expected  + got
    "body": [
      1,
  -   {
  -     "a": 1,
  -   },
  -   2,
  -   [],
    ],`);
  });

  it('keeps all digits, and every name as it is', () => {
    const expected = parseNumerals('{ "a.b": { "c[0]": 4700000000000072783 }, "n": 1, "m": 0 }');
    const actual = parseNumerals('{ "a.b": { "c[0]": 4700000000000072784 }, "n": 2, "m": 1 }');
    expect(seen(expected, actual)).toBe(`another one
  - expected  + got
    "a.b": {
  -   "c[0]": 4700000000000072783,
  +   "c[0]": 4700000000000072784,
    },
  - "n": 1,
  + "n": 2,
  - "m": 0,
  + "m": 1,`);
  });

  it('is coloured where colours are wanted, and nothing else', () => {
    const [expected, actual] = [card('active', 'a', 'c'), card('inactive', 'b', 'd')];
    const coloured = seen(expected, actual, true);
    expect(coloured).toContain('\u001b[32m-     "cardState": "active",\u001b[39m');
    expect(coloured).toContain('\u001b[31m+     "cardState": "inactive",\u001b[39m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI begins with one
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(seen(expected, actual));
  });

  it('is told all the same where it stands nowhere in what came', () => {
    const came = { name: '', value: { form: { customer: '{"lastName":"A"}', by: 'id' } } };
    const found = [
      { path: 'form.by', expected: 'card', actual: 'id' },
      { path: 'form.customer.lastName', expected: 'B', actual: 'A' },
      { path: 'path', expected: '/a', actual: '/b' },
    ];
    expect(problemLines({ message: 'm', differences: found, came }, { color: false }).join('\n')).toBe(`m
  - expected  + got
    "form": {
      "customer": {
  -     "lastName": "B",
  +     "lastName": "A",
      },
  -   "by": "card",
  +   "by": "id",
    },
  - "path": "/a",
  + "path": "/b",`);
  });
});
