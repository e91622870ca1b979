import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { builtIns, helpers } from '../../src/mapping/helpers/catalogue.js';
import { evaluated, mappingOf, runMapping } from './run-steps.js';

const examples = [...helpers.values()].flatMap(helper =>
  helper.examples.map(example => ({ helper: helper.name, ...example })),
);

/** A call of a helper whose other arguments are sound. */
function callOf(name: string, argument: string): string {
  const calls: Record<string, string> = {
    addDays: `$addDays(${argument}, 1)`,
    compare: `$compare(${argument}, 1)`,
    consent: `$consent(${argument}, "sms")`,
    dayEnd: `$dayEnd(${argument}, "Europe/Moscow")`,
    dayStart: `$dayStart(${argument}, "Europe/Moscow")`,
    field: `$field(${argument}, 1)`,
    formatDate: `$formatDate(${argument}, "DD.MM.YYYY")`,
    groupBy: `$groupBy(${argument}, "id")`,
    hash: `$hash(${argument}, "sha256")`,
    minus: `$minus(${argument}, 1)`,
    pick: `$pick({ "m": 1 }, ${argument})`,
    same: `$same(${argument}, 1)`,
    sameEmail: `$sameEmail("ann@example.com", ${argument})`,
    samePhone: `$samePhone("+79620480100", ${argument})`,
    times: `$times(${argument}, 1)`,
    unique: `$unique(${argument}, "id")`,
  };
  return calls[name] ?? `$${name}(${argument})`;
}

const notScalar = [{ secret: 1 }, null, ['secret'], true];

/** What a helper cannot read, where that is less than all of `junk`. */
const unreadable: Readonly<Record<string, readonly unknown[]>> = {
  consent: [{ allow: 'secret' }, null, ['secret'], true, 'secret'],
  field: notScalar,
  hash: notScalar,
  isEan13: notScalar,
  list: [{ secret: 1 }, null, true, 'secret'],
  odata: notScalar,
  pick: [{ secret: 1 }, null, ['secret']],
  queryString: [{ secret: null }, null, ['secret'], true, 'secret'],
  same: [{ secret: 1 }, null, ['secret']],
  sameEmail: notScalar,
  soql: notScalar,
  sqlFilter: notScalar,
  sqlLike: notScalar,
  urlPart: notScalar,
};
const junk = [{ secret: 1 }, null, ['secret'], true, 'secret'];

describe('helpers', () => {
  it.each(examples.filter(({ fails }) => !fails))('$expression', async ({ expression, gives }) => {
    const value = await evaluated(expression, { body: {} });
    // A Numeral is a number to JSON and its text to people.
    expect(typeof gives === 'string' && value !== undefined ? String(value) : value).toEqual(gives);
  });

  it.each(examples.filter(({ fails }) => fails))('$expression fails', async ({ expression, gives }) => {
    await expect(evaluated(expression)).rejects.toThrow(String(gives));
  });

  it.each([...helpers.values()])('$name: absent in, absent out, and its examples say so', async helper => {
    expect(helper.examples.some(({ gives, fails }) => gives === undefined && !fails)).toBe(true);
    expect(await evaluated(callOf(helper.name, '$request.body.nothing'), { body: {} })).toBeUndefined();
  });

  // $unique takes rows of any kind; what it cannot read stands in the field, and has a test of its own. $filled takes
  // whatever there is.
  it.each([...helpers.keys()].filter(name => name !== 'unique' && name !== 'filled'))(
    '$%s: what it cannot read is an error without the data',
    async name => {
      for (const x of unreadable[name] ?? junk) {
        const result = evaluated(callOf(name, '$request.body.x'), { body: { x } });
        await expect(result).rejects.toThrow(/^mappingFault/);
        await expect(result).rejects.not.toThrow('secret');
      }
    },
  );

  it('of the same name as a function of JSONata do not exist', () => {
    expect([...helpers.keys()].filter(name => builtIns.has(name))).toEqual([]);
  });
});

describe('$phone', () => {
  it.each([
    ['+7 962 048-01-00', '79620480100'],
    ['8(962)048-01-00', '79620480100'],
    ['9620480100', '79620480100'],
    ['7.962.048.01.00', '79620480100'],
    ['+375 29 123-45-67', '375291234567'],
    ['+8613912345678', '8613912345678'],
    [89620480100, '79620480100'],
    [' +79620480100 ', '79620480100'],
    ['7962 0480100', '79620480100'],
    ['8 9620480100', '79620480100'],
    ['8 (49123) 2-34-56', '74912323456'],
    ['8 800 555-35-35', '78005553535'],
    ['00 7 962 048 01 00', '79620480100'],
    ['0079620480100', '79620480100'],
    ['375291234567', '375291234567'],
    ['375 (29) 123-45-67', '375291234567'],
    [380501234567, '380501234567'],
    ['+4512345678', '4512345678'],
    ['+86 13912345678', '8613912345678'],
    ['+7 701 123 45 67', '77011234567'],
    // Nobody has these numbers, but the plus says what the 7 is.
    ['+70001234567', '70001234567'],
    ['+7 062 048 01 00', '70620480100'],
  ])('%j is %s', async (x, digits) => {
    expect(await evaluated('$phone($request.body.x)', { body: { x } })).toBe(digits);
  });

  it.each([
    '',
    '+',
    '123',
    '+796204801',
    '1234567890123456',
    '79620480100a',
    '+7 + 9620480100',
    // The zero of another country, or none at all.
    '0501234567',
    '+0 796 204 80 10',
    '00 0 962 048 01 00',
    '+00 7 962 048 01 00',
    // Ten digits that do not say whose they are.
    '8123456789',
    '4512345678',
    8123456789,
    // Behind country code 7 come ten digits, and no area code begins so.
    '+7962048010',
    '+796204801001',
    '79620480100 12',
    '70001234567',
    '00 7 062 048 01 00',
    '+12345',
    // 8 is dialled in Belarus too, and in front of 10 to go abroad; behind a plus it is no country code.
    '8 029 123-45-67',
    '8 10 375 29 123-45-67',
    '+8 962 048-01-00',
    // More than one number, or less.
    '9620480100 5',
    '79620480100 5',
    '+375291234567 55',
    '+375 29 123-45-67 5',
    '2345678 2345679',
    '962048010 05',
    79620480100.5,
    79620480.123,
    79620480.5,
    -79620480100,
    1e21,
  ])('%j is none', async x => {
    await expect(evaluated('$phone($request.body.x)', { body: { x } })).rejects.toThrow('not a phone number');
  });
});

describe('money', () => {
  it.each([
    ['$minor(1.005)', '101'],
    ['$minor(-1.005)', '-101'],
    ['$minor(0.1 + 0.2)', '30'],
    ['$minor("0.005")', '1'],
    ['$minor("12345678901234567.89")', '1234567890123456789'],
    ['$minor(1e21)', '100000000000000000000000'],
    ['$total([0.1, 0.2, 0.3])', '0.6'],
    ['$total(["12345678901234567.89", 0.01])', '12345678901234567.9'],
    ['$total(1.5)', '1.5'],
    ['$total($request.body.rows.sum)', '3'],
    ['$minor("1250,50")', '125050'],
    ['$minor("1 250,50")', '125050'],
    ['$minor("-1\u00a0250\u202f000.5")', '-125000050'],
    ['$minor("1 250,500")', '125050'],
    ['$minor("1.250")', '125'],
    ['$minor("0,250")', '25'],
    ['$minor("1250,250")', '125025'],
    ['$total($request.body.rows, "sum")', '3'],
    ['$total($request.body.rows[0], "sum")', '1'],
    ['$total($request.body.none, "sum")', '0'],
    ['$total($request.body.missing, "sum")', undefined],
    ['$total([{ "sum": "300.10" }, { "sum": 0.2 }], "sum")', '300.3'],
  ])('%s is %s', async (expression, text) => {
    expect(await evaluated(expression, { body: { rows: [{ sum: 1 }, { sum: 2 }], none: [] } })).toBe(text);
  });

  it.each([
    '$minor("1,250")',
    '$minor("-12,250")',
    '$minor("1,250,000")',
    '$minor("1,250.50")',
    '$minor("1.250,50")',
    '$minor("12 50")',
    '$minor("1250 500")',
    '$minor("0 250")',
    '$minor("")',
    '$minor("Infinity")',
    '$total([[1]])',
    '$total([true])',
    '$total([[]])',
    '$total(["1,250"])',
    '$total([1, null])',
    '$total(["abc"], "length")',
    '$total([{ "sum": [1] }], "sum")',
    '$total([{ "sum": null }], "sum")',
    '$total([1], "sum")',
  ])('%s is an error', async expression => {
    await expect(evaluated(expression)).rejects.toThrow('failed: this is not a decimal number');
  });

  it('of a path over an empty list is nothing, which is why $total takes the rows', async () => {
    expect(await evaluated('$total($request.body.rows.sum)', { body: { rows: [] } })).toBeUndefined();
  });

  it('would not come out right with doubles', async () => {
    expect(await evaluated('$round(1.005 * 100)')).toBe(100);
  });
});

describe('$numeral', () => {
  it('goes over the wire as a bare number, through steps, lists and objects', async () => {
    const mapping = mappingOf(
      'big: { value: "$numeral($request.body.n)" }\n' +
        'a:\n  post: /a\n  query: { n: "{% $big %}" }\n  body: { n: "{% $big %}", l: "{% [{ \'m\': $big }, $big] %}" }',
    );
    const { calls } = await runMapping(mapping, { body: { n: '9001234567890123456' } });
    expect(calls[0]?.body).toBe(
      '{"n":9001234567890123456,"l":[{"m":9001234567890123456},9001234567890123456]}',
    );
    expect(calls[0]?.url).toBe('http://crm.test/a?n=9001234567890123456');
  });

  it.each([
    [1001, '1001'],
    [-0.5, '-0.5'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    ['1001', '1001'],
  ])('%j goes out as %s', async (n, text) => {
    const { calls } = await runMapping(
      mappingOf('a: { post: /a, body: { n: "{% $numeral($request.body.n) %}" } }'),
      { body: { n } },
    );
    expect(calls[0]?.body).toBe(`{"n":${text}}`);
  });

  it.each(['', '01', '1.', '0x10', 'NaN', '1 ', '+1', '--1'])('refuses %j', async n => {
    await expect(evaluated('$numeral($request.body.n)', { body: { n } })).rejects.toThrow(
      'this is not a number',
    );
  });
});

describe('$unique', () => {
  it.each([
    ["$unique($append($request.body.a, $request.body.b), 'id')", [{ id: 1 }, { id: 2 }]],
    ["$unique($append($request.body.a, $request.body.none), 'id')", [{ id: 1 }]],
    ["$unique($append($request.body.none, $request.body.none), 'id')", undefined],
    ["$unique([{ 'id': 1 }, { 'id': '1' }, { 'id': '01' }], 'id')", [{ id: 1 }, { id: '01' }]],
    ["$unique([{ 'id': '' }, { 'id': '' }], 'id')", [{ id: '' }, { id: '' }]],
    ["$unique(['ab', 'cd'], 'length')", ['ab', 'cd']],
    ["$unique([{ 'x': 1 }, { 'x': 2 }], 'constructor')", [{ x: 1 }, { x: 2 }]],
    ['$unique([null, null, 1, 1], "id")', [null, null, 1, 1]],
    ["$unique([{ 'x': 1 }, { 'x': 1 }], 'id')", [{ x: 1 }, { x: 1 }]],
    ["$count($unique($request.body.a, 'id')) > 1", false],
  ])('%s', async (expression, rows) => {
    expect(await evaluated(expression, { body: { a: [{ id: 1 }], b: [{ id: 2 }, { id: 1 }] } })).toEqual(
      rows,
    );
  });

  it.each([{ secret: 1 }, ['secret'], true])('refuses %j for an id', async id => {
    const result = evaluated('$unique($request.body.rows, "id")', { body: { rows: [{ id }] } });
    await expect(result).rejects.toThrow('failed: the field is no text and no number');
  });
});

describe('$pick', () => {
  it.each([
    ['$pick($request.body.none, "m")', undefined],
    ['$pick($request.body.none, $request.body.none)', undefined],
    ['$pick({ "1": "one" }, 1)', 'one'],
    ['$pick({ "1": "one" }, "1")', 'one'],
    ['$pick({ "1.5": "more" }, 1.5)', 'more'],
    ['$pick({ "true": "yes" }, true)', 'yes'],
    ['$pick({ "m": 1 }, "constructor")', undefined],
  ])('%s is %s', async (expression, value) => {
    expect(await evaluated(expression, { body: {} })).toBe(value);
  });
});

describe('$compare', () => {
  it.each([
    ['$compare("100", "99")', 1],
    ['$compare("-100", "-99")', -1],
    ['$compare("1 250,50", 1250.5)', 0],
    ['$compare("9007199254740993", 9007199254740992)', 1],
    ['$compare("0.30000000000000001", 0.3)', 1],
    ['$compare($minor(1), 100)', 0],
    ['$compare(1, $request.body.none)', undefined],
    ['$compare($request.body.none, $request.body.none)', undefined],
  ])('%s is %s', async (expression, order) => {
    expect(await evaluated(expression, { body: {} })).toBe(order);
  });

  it('is needed: JSONata compares texts letter by letter', async () => {
    expect(await evaluated('"99" < "100"')).toBe(false);
  });

  it.each(['', '1,250', true, [1]])('refuses %j on either side', async v => {
    const body = { v };
    await expect(evaluated('$compare(1, $request.body.v)', { body })).rejects.toThrow(/^mappingFault/);
    await expect(evaluated('$compare($request.body.v, 1)', { body })).rejects.toThrow(/^mappingFault/);
  });
});

describe('$same', () => {
  it.each([
    ['$same("490000000031", 490000000031)', true],
    ['$same(490000000031, 490000000031)', true],
    ['$same($request.body.long, "4700000000000072783")', true],
    ['$same(1e21, "1000000000000000000000")', true],
    ['$same("true", true)', true],
    ['$same("1.50", 1.5)', false],
    ['$same("a", "A")', false],
    ['$same("", 0)', false],
    ['$same(1, $request.body.none)', undefined],
    ['$same($request.body.none, $request.body.none)', undefined],
  ])('%s is %s', async (expression, isSame) => {
    const body = { long: '4700000000000072783' };
    expect(await evaluated(expression, { body })).toBe(isSame);
  });

  it('is needed: a number and a text are never equal to JSONata', async () => {
    expect(await evaluated('490000000031 = "490000000031"')).toBe(false);
  });

  it('of nothing decides nothing: a condition of it alone stops the operation', async () => {
    const steps = 'other:\n  when: $not($same($request.body.id, 1))\n  fail: cardNotFound';
    expect((await runMapping(mappingOf(steps), { body: { id: '2' } })).failure).toMatch(/^cardNotFound/);
    expect((await runMapping(mappingOf(steps), { body: {} })).failure).toMatch(
      /^mappingFault: .* gave nothing/,
    );
  });
});

describe('$date', () => {
  it.each([
    '2026-12-31',
    '31.12.2026',
    '2026-12-31T23:59',
    '2026-12-31T23:59:59.123456Z',
    '2026-12-31T23:59:60Z',
    '2026-12-31T23:59:59,5+0300',
    '2026-12-31T23:59:59-03',
    '2026-12-31 23:59:59',
    '2026-12-31 23:59:59 +03:00',
    '31.12.2026 23:59',
    '31.12.2026 0:00:00',
    ' 2026-12-31 ',
  ])('%j is the last of 2026', async x => {
    expect(await evaluated('$date($request.body.x)', { body: { x } })).toBe('2026-12-31');
  });

  it.each([
    '',
    '2026-12-31T',
    '2026-12-31Tgarbage',
    '2026-12-31Z',
    '2026-12-31T24:00',
    '2026-12-31T23',
    '2026-12-31T23:60',
    '2026-12-31T23:59:61',
    '2026-12-31T23:59:59.',
    '2026-12-31T23:59:59+3',
    '2026-12-31T23:59:59+99:00',
    '2026-12-31T23:59:59 to 2027-01-31',
    '31.12.2026garbage',
    '31.02.2026 10:00',
    '31.12.26',
    '1.1.2026',
    '2026-12-31\n10:00',
  ])('%j is none', async x => {
    await expect(evaluated('$date($request.body.x)', { body: { x } })).rejects.toThrow('this is not a date');
  });
});

describe('$receipt', () => {
  const full = 't=20190814T1905&s=99&fn=9282000100000000&i=1&fp=42';
  const read = (code: string) => evaluated('$receipt($request.body.code)', { body: { code } });

  it.each([
    [full, { t: '20190814T1905', s: '99', fn: '9282000100000000', i: '1', fp: '42' }],
    [
      'fp=42&i=1&fn=9282000100000000&s=0.5&t=20190814T190500&n=3&x=1&x=2\n',
      { t: '20190814T190500', s: '0.5', fn: '9282000100000000', i: '1', fp: '42', n: '3' },
    ],
  ])('reads %s', async (code, fields) => {
    expect(await read(code)).toEqual(fields);
  });

  it.each([
    '',
    't=1&s=1&fn=1&i=1&fp=1',
    full.replace('&fp=42', ''),
    full.replace('99', ''),
    full.replace('99', '99,50'),
    full.replace('99', '-99'),
    full.replace('99', '99.505'),
    full.replace('T1905', ''),
    full.replace('T1905', 'T19050'),
    full.replace('9282000100000000', '92820001000000001'),
    full.replace('42', 'x'),
    `${full}&s=100`,
    `${full}&s=99`,
    `${full}&n=1&n=2`,
    `${full}&n=`,
    `${full}&n=12`,
  ])('refuses %j', async code => {
    await expect(read(code)).rejects.toThrow('failed: this is not the QR code of a receipt');
  });
});

describe('the functions of JSONata', () => {
  const library = readFileSync(createRequire(import.meta.url).resolve('jsonata/jsonata.js'), 'utf8');
  const named = [...library.matchAll(/staticFrame\.bind\('(\w+)'/g)].map(([, name]) => name);

  it('are those that the library has, without $eval', () => {
    expect(named.length).toBeGreaterThan(50);
    expect([...builtIns, 'eval'].sort()).toEqual([...new Set(named), 'now', 'millis'].sort());
  });
});
