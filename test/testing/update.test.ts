import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTestFile, runTestFile } from '../../src/testing/test-file.js';
import { updateOf } from '../../src/testing/update.js';
import { testFile } from './files.js';

/** Updates a file. @returns its text below the first three lines, and what is left of each case */
async function update(
  rest: string,
  mapping?: string,
): Promise<{ text: string; left: string[]; changes: string[] }> {
  const file = testFile(rest, mapping);
  const { tests, findings } = await readTestFile(file);
  if (!tests) throw new Error(JSON.stringify(findings));
  const { text, cases } = await updateOf(tests, await runTestFile(tests));
  return {
    text: text.split('\n').slice(3).join('\n'),
    left: cases.flatMap(({ test, left }) => left.map(problem => `${test.fields.name}: ${problem}`)),
    changes: cases.flatMap(({ test, changes }) => changes.map(({ path }) => `${test.fields.name}: ${path}`)),
  };
}

const card = `      - call: { get: /cards/47, query: { fields: [id, owner], deep: 1 } } # the card
        reply: { body: { id: 47, owner: 1 } }
`;
const owner = '      - { call: { get: /people/1 }, reply: { body: { state: active } } }\n';
const head = `    operation: getCard
    request: { params: { cardNumber: "47" } }
    exchanges:
`;
const answer = `    # what Koshelek sees
    answer:
      body:
        card: # of Maria
          cardNumber: "47"
          cardState: active
          barcode: { barcodeNumber: "47",   barcodeType: EAN_13 }
`;
const good = `cases:\n  - name: one\n${head}${card}${owner}${answer}`;

describe('an update', () => {
  it('leaves a file in which all cases pass', async () => {
    expect(await update(good)).toEqual({ text: good, left: [], changes: [] });
  });

  it.each<[string, string, string, string]>([
    ['a text of the answer', 'cardState: active', 'cardState: inactive', 'one: answer.body.card.cardState'],
    ['a text among others', '"47",   b', '"48",   b', 'one: answer.body.card.barcode.barcodeNumber'],
    ['a query', 'deep: 1', 'deep: 2', 'one: exchanges[0].call.query.deep'],
    ['a list of a query', '[id, owner]', '[id, owners]', 'one: exchanges[0].call.query.fields[1]'],
  ])('writes %s that came', async (_, right, wrong, change) => {
    const { text, left, changes } = await update(good.replace(right, wrong));
    expect(text).toBe(good);
    expect([left, changes]).toEqual([[], [change]]);
  });

  it.each(['{ error: crmError }', '{ nothing: true }'])(
    'writes another kind of answer than %s',
    async wrong => {
      const rest = good.replace(/answer:\n.*/s, `answer: ${wrong} # so\n`);
      const { text, left } = await update(rest);
      const came =
        'card: { cardNumber: "47", cardState: active, barcode: { barcodeNumber: "47", barcodeType: EAN_13 } }';
      expect(text).toBe(rest.replace(` ${wrong}`, `\n      body:\n        ${came}`));
      expect(left).toEqual([]);
    },
  );

  it('writes an error, and nothing', async () => {
    const wrong = good.replace('reply: { body: { state: active } }', 'fault: reset');
    expect((await update(wrong)).text).toBe(
      wrong.replace(/answer:\n.*/s, 'answer: { error: crmUnavailable }\n'),
    );
    const call = `cases:
  - name: one
    operation: updateCardholder
    request: { params: { cardNumber: "47" }, body: { phone: "79620480100" } }
    exchanges:
      - { call: { get: /cards/47 }, reply: { body: { owner: 1, limit: 12345678901234567.89 } } }
      - call:
          patch: /people/1
          headers: { x-shop: "8", Accept: application/json, X-Gone: "1" }
          body:
            # the phone
            phone: "79620480101"
            tags: [app]
            old: 1
        reply: { status: 204 }
    answer: { error: crmError }
`;
    const { text, left } = await update(call);
    expect(left).toEqual([]);
    expect(text).toBe(
      call
        .replace('"8"', '"7"')
        .replace(', X-Gone: "1"', '')
        .replace('480101', '480100')
        .replace('tags: [app]', 'tags: [app, { kind: loyalty, since: 2026 }]')
        .replace('old: 1', 'limit: 12345678901234567.89')
        .replace('{ error: crmError }', '{ nothing: true }'),
    );
  });

  it('writes a form with the brackets of the wire as the structure that it is', async () => {
    const form = (fields: string) => `cases:
  - name: one
    operation: sendReceiptQr
    request: { body: { qr: t=1 } }
    exchanges:
      - { call: { post: /scans, form: { ${fields} } }, reply: { status: 204 } }
    answer: { nothing: true }
`;
    expect((await update(form('qr: t=1, shop: { id: 7, city: Омск }'))).text).toBe(
      form('qr: t=1, shop: { id: 7, city: Тверь }'),
    );
    expect((await update(form('qr: t=1'))).text).toBe(form('qr: t=1, "shop[id]": "7", "shop[city]": Тверь'));
  });

  it('keeps to what a subset names', async () => {
    const rest = good
      .replace('query: { fields: [id, owner], deep: 1 }', 'query: { deep: 2 }, match: { query: subset }')
      .replace(
        '      body:\n        card: # of Maria\n',
        '      match: { body: subset }\n      body:\n        card:\n',
      )
      .replace('"47"\n          cardState', '"48"\n          cardState')
      .replace(/ {10}barcode.*\n/, '');
    const { text, left } = await update(rest);
    expect(text).toBe(rest.replace('deep: 2', 'deep: 1').replace('"48"', '"47"'));
    expect(left).toEqual([]);
  });

  it('invents no exchange and takes none away', async () => {
    const without = good.replace(owner, '');
    expect(await update(without)).toEqual({
      text: without,
      left: [
        'one: no exchange of the case is for the call GET /people/1',
        expect.stringMatching(/^one: the answer is another one/),
      ],
      changes: [],
    });
    const more = good.replace(owner, `${owner}      - { call: { delete: /cards/47 }, reply: {} }\n`);
    expect(await update(more)).toEqual({
      text: more,
      left: ['one: the call never came: DELETE /cards/47'],
      changes: [],
    });
  });

  it('does not guess which of two exchanges was meant', async () => {
    const twice = good.replace(card, card.replace('deep: 1', 'deep: 2') + card.replace('deep: 1', 'deep: 3'));
    const { text, left } = await update(twice);
    expect(text).toBe(twice);
    expect(left[0]).toMatch(/^one: no exchange of the case is for the call GET \/cards\/47/);
  });

  it('takes several exchanges for the same call as one', async () => {
    const wrong = card.replace('deep: 1', 'deep: 2');
    const again = (cards: string) =>
      good.replace(card, cards).replace(/(?<=answer:\n).*/s, '      error: crmUnavailable\n');
    const busy = (cards: string) => again(cards.replace(/reply: .*/g, 'fault: refused')).replace(owner, '');
    expect((await update(busy(wrong + wrong))).text).toBe(busy(card + card));
  });
});

describe('what cases share', () => {
  const shared = (first: string, second: string, state = 'active') => `cases:
  - name: one
${head}${card}${owner}    answer: &maria ${first}
  - name: two
${head}${card}${owner.replace('active', state)}    answer: ${second}
`;
  const body = (state: string) =>
    `{ body: { card: { cardNumber: "47", cardState: ${state}, barcode: { barcodeNumber: "47", barcodeType: EAN_13 } } } }`;

  it('changes when all of them got the same', async () => {
    const { text, left, changes } = await update(shared(body('inactive'), '*maria'));
    expect(text).toBe(shared(body('active'), '*maria'));
    expect(left).toEqual([]);
    expect(changes).toEqual(['one: answer.body.card.cardState', 'two: answer.body.card.cardState']);
  });

  it('stays when one of them would change with the others', async () => {
    const rest = shared(body('active'), '*maria', 'inactive');
    expect(await update(rest)).toEqual({
      text: rest,
      left: ['two: the answer is left: it is shared with "one" (line 5), which would change too'],
      changes: [],
    });
  });

  it('changes once, however many aliases name it', async () => {
    const inner = (state: string, second: string) =>
      shared(body(state).replace('card: {', 'card: &card {'), second);
    const { text, left } = await update(inner('inactive', '{ body: { card: *card } }'));
    expect(text).toBe(inner('active', '{ body: { card: *card } }'));
    expect(left).toEqual([]);
  });

  it('is written out for one that got something else inside of what is its own', async () => {
    const inner = (second: string) =>
      shared(body('active').replace('card: {', 'card: &card {'), second, 'inactive');
    const { text, left } = await update(inner('{ body: { card: *card } }'));
    expect(text).toBe(inner(body('inactive')));
    expect(left).toEqual([]);
  });

  it('is the same by names', async () => {
    const named = (state: string, second = 'active') => `shared:
  answers:
    maria: ${body(state)}
cases:
  - name: one
${head}${card}${owner}    answer: maria
  - name: two
${head}${card}${owner.replace('active', second)}    answer: maria
`;
    expect((await update(named('inactive'))).text).toBe(named('active'));
    const { text, left } = await update(named('active', 'inactive'));
    expect(text).toBe(named('active', 'inactive'));
    expect(left).toEqual([
      'two: the answer is left: it is shared with "one" (line 8), which would change too',
    ]);
  });
});

describe('a table', () => {
  const table = (first: string, second: string, deep = '1') => `cases:
  - name: the owner is \${state}
${head}${card.replace('deep: 1', `deep: ${deep}`)}${owner.replace('active', '"${state}"')}    answer: "\${answer}"
    rows:
      - { state: active, answer: ${first} } # the first
      - { state: inactive, answer: ${second} }
`;
  const body = (state: string) =>
    `{ body: { card: { cardNumber: "47", cardState: ${state}, barcode: { barcodeNumber: "47", barcodeType: EAN_13 } } } }`;

  it('has its own answers in its rows', async () => {
    const { text, left } = await update(table(body('active'), body('active')));
    expect(text).toBe(table(body('active'), body('inactive')));
    expect(left).toEqual([]);
  });

  it('changes for all rows when all got the same', async () => {
    const { text, left } = await update(table(body('active'), body('inactive'), '2'));
    expect(text).toBe(table(body('active'), body('inactive'), '1'));
    expect(left).toEqual([]);
  });

  it('is left where a row would change another', async () => {
    const rest = table(body('active'), body('inactive'))
      .replace('answer: "${answer}"', `answer: ${body('active')}`)
      .replaceAll(/, answer: \{.*?\} \} \} \}/g, '');
    const { text, left } = await update(rest);
    expect(text).toBe(rest);
    expect(left).toEqual([
      expect.stringMatching(
        /^the owner is inactive: the answer is left: it is shared with "the owner is active"/,
      ),
    ]);
  });
});

describe('shipped cases', () => {
  const shipped = readFileSync('mappings/demo-crm.test.yaml', 'utf8').replaceAll('demo-crm.yaml', 'crm.yaml');
  const mapping = readFileSync('mappings/demo-crm.yaml', 'utf8');
  const spoilable = /(?<=answer: \{ error: )\w+|(?<=cardState: )active|(?<=query: \{ phone: ")\+7962048\d+/g;
  const places = [...shipped.matchAll(spoilable)].map(({ index }) => index);

  /** The file with another text at some of its places. */
  const spoilt = (chosen: readonly number[]) =>
    shipped.replaceAll(spoilable, (text, index) => {
      if (!chosen.includes(index)) return text;
      return text === 'active' ? 'inactive' : text.startsWith('+') ? '+79620480999' : 'badRequest';
    });

  it('that were spoilt are as before after an update, to the last character (10 random runs)', {
    tags: ['slow'],
  }, async () => {
    const file = testFile('', mapping);
    await fc.assert(
      fc.asyncProperty(fc.subarray(places, { minLength: 1 }), async chosen => {
        writeFileSync(file, spoilt(chosen));
        const { tests } = await readTestFile(file);
        if (!tests) throw new Error('the file cannot be read');
        const { text, cases } = await updateOf(tests, await runTestFile(tests));
        expect(cases.flatMap(({ left }) => left)).toEqual([]);
        expect(text).toBe(shipped);
      }),
      { numRuns: 10 },
    );
  });

  it('all follow one change of nearly all calls: shared ones, equal ones, parallel ones', {
    tags: ['slow'],
  }, async () => {
    const text = readFileSync('mappings/retailcrm.test.yaml', 'utf8');
    const file = testFile('', readFileSync('mappings/retailcrm.yaml', 'utf8'));
    const before = text.replace('retailcrm.yaml', 'crm.yaml').replace(/^mapping: .*$/m, 'mapping: crm.yaml');
    writeFileSync(file, before.replaceAll('limit: 100, page', 'limit: 50, page'));
    const { tests } = await readTestFile(file);
    if (!tests) throw new Error('the file cannot be read');
    const results = await runTestFile(tests);
    expect(results.filter(({ problems }) => problems.length > 0).length).toBeGreaterThan(50);
    const update = await updateOf(tests, results);
    expect(update.cases.flatMap(({ left }) => left)).toEqual([]);
    expect(update.text).toBe(before);
  });
});
