import { describe, expect, it } from 'vitest';
import { usesCards } from '../../../src/mapping/uses-cards.js';
import { mappingOf, problemsOf, type Sections, spotted } from '../run-steps.js';

const verify = (steps: string, owner = '$card.phone') =>
  `cards: { verify: { steps: { ${steps} }, owner: '${owner}' } }`;
const top = verify('card: { get: /cards }');
const claimed = 'claimed: { claim: $request.body.number, person: $request.body.phone }\n';

describe('claims', () => {
  it.each<[what: string, steps: string, sections: Sections, problem: string]>([
    ['without cards.verify', `${claimed}a: { post: /a }`, {}, 'claim-without-verify: after a timeout'],
    [
      'a second one',
      `${claimed}b: { claim: $request.body.b, person: $request.body.phone }`,
      { top },
      'second-claim: b',
    ],
    [
      'a second one that may be skipped',
      `${claimed}b: { when: $exists($request.body.b), claim: $request.body.b, person: $request.body.phone }`,
      { top },
      'second-claim: b',
    ],
    [
      'below a write',
      `a: { post: /a }\n${claimed}`,
      { top },
      'write-above-claim: the write a stands above the claim',
    ],
    [
      'below a search that is one',
      `a: { use: search }\n${claimed}`,
      { top: `${top}\ncalls: { search: { post: /search } }` },
      'write-above-claim: the write a',
    ],
    [
      'of one person',
      'a: { claim: $request.body.number, person: \'"ann"\' }',
      { top },
      'constant-person: person',
    ],
    [
      'of a person who is a param',
      'a: { claim: $request.body.number, person: $params.P }',
      { top, params: '{ P: { default: ann } }' },
      'constant-person: person',
    ],
    [
      'an owner that is one',
      claimed,
      { top: verify('card: { get: /cards }', '"ann"') },
      'constant-person: owner',
    ],
    [
      'a write in verify',
      claimed,
      { top: verify('card: { post: /cards }') },
      'verify-write: the step card writes',
    ],
    [
      'an answer in verify',
      claimed,
      { top: verify('card: { answer: nothing }') },
      'verify-write: the step card answers',
    ],
    [
      'a reserve in verify',
      claimed,
      { top: verify('card: { reserve: true }', '$card.cardNumber') },
      'verify-write',
    ],
    [
      'a misspelt member',
      `${claimed}a: { post: "/{% $claimed.cardNo %}" }`,
      { top },
      'unknown-member: $claimed has no "cardNo"',
    ],
    [
      'another param in verify',
      claimed,
      { top: verify('card: { get: "/{% $request.params.phone %}" }') },
      'unknown-member',
    ],
    [
      'a body in verify',
      claimed,
      { top: verify('card: { get: "/{% $request.body.phone %}" }') },
      'unknown-member',
    ],
  ])('%s', (_, steps, sections, problem) => {
    expect(problemsOf(steps, sections)).toEqual([expect.stringContaining(problem)]);
  });

  it.each<[what: string, steps: string]>([
    ['a write below', `${claimed}a: { post: /a }`],
    ['a write above that may be made twice', `a: { post: /a, idempotent: true }\n${claimed}`],
    ['a search above', `a: { post: /a, safe: true }\n${claimed}`],
    [
      'two that may exclude one another',
      'a: { when: $exists($request.body.x), claim: $request.body.x, person: $request.body.y }\nb: { when: $not($exists($request.body.x)), claim: $request.body.z, person: $request.body.y }',
    ],
  ])('but not %s', (_, steps) => {
    expect(problemsOf(steps, { top })).toEqual([]);
  });
});

describe('what a write below a claim gave', () => {
  const write = `${claimed}a: { post: /a }\n`;
  it.each([
    ['is missing for a read', `${write}b: { get: "/{% $a.id %}" }`, 1],
    ['is there for a write, which is skipped as well', `${write}b: { post: "/{% $a.id %}" }`, 0],
    [
      'is looked after by a fail',
      `${write}c: { when: $not($exists($a)), fail: rejected }\nb: { get: "/{% $a.id %}" }`,
      0,
    ],
    ['may be left out', `${write}b: { get: /b, query: { x?: "{% $a.id %}" } }`, 0],
    [
      'above the claim is there',
      `a: { post: /a, idempotent: true }\n${claimed}b: { get: "/{% $a.id %}" }`,
      0,
    ],
  ])('%s', (_, steps, count) => {
    const found = problemsOf(steps, { top });
    expect(found).toHaveLength(count);
    if (count > 0)
      expect(found[0]).toContain('$a may be nothing here: a repeated request does without the writes');
  });

  it('is pointed at where it is read', () => {
    expect(spotted(`${write}b: { get: "/{% $a.id %}" }`, { top })).toEqual(['$a.id %}" }']);
  });
});

describe('whether a mapping takes card numbers with its params', () => {
  const params = '{ CARDS: { default: crm } }';
  it.each<[what: string, steps: string, used: string | undefined]>([
    ['always', 'a: { reserve: true }', 'a'],
    ['never', 'a: { get: /a }', undefined],
    ['when the request asks for it', 'a: { when: $exists($request.body.x), reserve: true }', 'a'],
    ['when a param says so', `a: { when: '$params.CARDS = "crm"', reserve: true }`, 'a'],
    ['not when a param says otherwise', `a: { when: '$params.CARDS = "gateway"', reserve: true }`, undefined],
    [
      'not below an end',
      `z: { when: '$params.CARDS = "crm"', fail: unsupported }\na: { reserve: true }`,
      undefined,
    ],
    [
      'below an end that is skipped',
      `z: { when: '$params.CARDS != "crm"', answer: nothing }\na: { reserve: true }`,
      'a',
    ],
    [
      'below an end of some requests',
      'z: { when: $exists($request.body.x), fail: rejected }\na: { reserve: true }',
      'a',
    ],
    ['when it cannot be told', 'a: { when: $params.CARDS, reserve: true }', 'a'],
    ['when it is another time', `a: { when: '$now() > $params.CARDS', reserve: true }`, 'a'],
  ])('%s', async (_, steps, used) => {
    const use = await usesCards(mappingOf(steps, { params }));
    expect(use?.step.name).toBe(used);
    expect(use?.operation).toBe(used && 'sendReceiptQr');
  });
});
