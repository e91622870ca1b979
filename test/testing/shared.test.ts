import { describe, expect, it } from 'vitest';
import { outcomeOf, testFile } from './files.js';

const file = `shared:
  calls:
    card: { get: /cards/47, query: { fields: [id, owner], deep: 1 } }
  replies:
    maria: { body: { id: 47, owner: 1 } }
    active: { body: { state: active } }
  exchanges:
    owner: { call: { get: /people/1 }, reply: active }
    nobody: { call: { get: /people/1 }, fault: reset }
  answers:
    maria: { body: { card: { cardNumber: "47", cardState: active, barcode: { barcodeNumber: "47", barcodeType: EAN_13 } } } }
cases:
  - &found
    name: found
    operation: getCard
    request: { params: { cardNumber: "47" } }
    exchanges:
      - { call: card, reply: maria }
      - owner
    answer: maria
  - name: "\${name}"
    operation: getCard
    request: { params: { cardNumber: "47" } }
    exchanges: [{ call: card, reply: "\${card}" }, "\${owner}"]
    answer: "\${answer}"
    rows:
      - { name: by names, card: maria, owner: owner, answer: maria }
      - { name: by names and values, card: maria, owner: nobody, answer: { error: crmUnavailable } }
      - { name: by values and aliases, card: &other { body: { id: 47, owner: 1 } }, owner: { call: { get: /people/1 }, reply: active }, answer: maria }
  - { name: by aliases, operation: getCard, request: { params: { cardNumber: "47" } }, exchanges: [{ call: card, reply: *other }, owner], answer: maria }
`;

describe('shared parts', () => {
  it('stand for a call, a reply, an exchange and an answer, by their names', async () => {
    const { findings, cases, problems } = await outcomeOf(testFile(file));
    expect([findings, problems]).toEqual([[], []]);
    expect(cases.map(each => each.replace(/^\d+: /, ''))).toEqual([
      'found',
      'by names',
      'by names and values',
      'by values and aliases',
      'by aliases',
    ]);
  });

  it.each<[string, string, string]>([
    [
      'call: card, reply: maria',
      'call: car, reply: maria',
      '21: there is no shared call "car" (did you mean card?)',
    ],
    [
      'call: card, reply: maria',
      'call: card, reply: mria',
      '21: there is no shared reply "mria" (did you mean maria?)',
    ],
    [
      '      - owner\n',
      '      - own\n',
      '22: there is no shared exchange "own" (under shared: exchanges: owner, nobody)',
    ],
    [
      'answer: maria\n  - name',
      'answer: mari\n  - name',
      '23: there is no shared answer "mari" (did you mean maria?)',
    ],
    [
      '{ get: /people/1 }, reply: active }',
      '{ get: /people/1 }, reply: activ }',
      '11: there is no shared reply "activ" (did you mean active?)',
    ],
    ['owner: nobody', 'owner: nobdy', '31: there is no shared exchange "nobdy" (did you mean nobody?)'],
    ['state: active } }', 'state: active }, stats: 1 }', '9: unknown key "stats"; did you mean "status"?'],
    ['  calls:', '  call:', '5: unknown key "call"; did you mean "calls"?'],
    ['fault: reset', 'fault: rest', '12: "fault" must be "refused" or "reset" or "timeout"'],
  ])('are told of a mistake: %s → %s', async (from, to, finding) => {
    const { findings, cases } = await outcomeOf(testFile(file.replace(from, to)));
    expect(findings).toContain(finding);
    expect(cases).toEqual([]);
  });

  it('are told when nobody uses them, and the cases run nevertheless', async () => {
    const more = file.replace('  exchanges:\n', '    lost: { status: 404 }\n  exchanges:\n');
    const { findings, cases } = await outcomeOf(testFile(more));
    expect(findings).toEqual(['10: the shared reply "lost" is used nowhere']);
    expect(cases).toHaveLength(5);
  });

  it('are looked at even when nobody uses them', async () => {
    const more = file.replace(
      '  exchanges:\n',
      '    lost: { statu: 404 }\n  exchanges:\n    bad: { call: card, repl: x }\n',
    );
    const { findings } = await outcomeOf(testFile(more));
    expect(findings).toContain('10: unknown key "statu"; did you mean "status"?');
    expect(findings).toContain('12: unknown key "repl"; did you mean "reply"?');
  });
});
