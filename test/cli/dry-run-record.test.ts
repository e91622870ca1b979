import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/program.js';
import { folderOf } from '../config/reading.js';
import { realCrm, type Told } from '../crm/real-crm.js';
import { captureIo, runCli } from './capture.js';

/** Somebody whom no test may know: invented, but not by the rules for invented people. */
const real = {
  phone: '79051234567',
  email: 'masha.petrova@shop.ru',
  lastName: 'Кузнецова',
  firstName: 'Мария',
  birthDate: '1985-04-12',
  card: '4600000000017',
};
const secrets = ['pa55word-of-shop', 'session-token-00001'];

const head = `
mapping: 1
name: shop
api: "1.2.0"
params:
  CRM_URL: { required: true }
  PASSWORD: { secret: true, required: true }
  BRAND: { default: main }
crm:
  baseUrl: \${CRM_URL}
  auth:
    login: { post: /auth, body: { password: "\${PASSWORD}" }, token: $reply.body.token }
  headers: { X-Brand: "\${BRAND}" }
  asText: [card]
`;

const findCard = `
operations:
  findCard:
    steps:
      found:
        get: /find
        query: { hash: "{% $hash($request.query.msisdn, 'sha256') %}", phone: "8{% $substring($request.query.msisdn, 1) %}" }
        take: $list($reply.body.rows)
      right:
        value: $found[$samePhone(tel, '+' & $request.query.msisdn) and $sameEmail(mail, $request.query.email)]
      nobody: { when: $not($exists($right)), answer: nothing }
    response:
      card:
        cardNumber: "{% $right.card %}"
        cardState: active
        barcode: { barcodeNumber: "{% $right.card %}", barcodeType: EAN_13 }
`;

const rows = [
  {
    id: 7,
    tel: '8 (905) 123-45-67',
    mail: 'Masha.Petrova@Shop.RU',
    fio: 'КУЗНЕЦОВА МАРИЯ',
    bday: '12.04.1985',
    card: 4600000000017,
    spent: 1250.5,
    note: `Мария, born 1985-04-12, asked for +7 905 123-45-67 or masha.petrova%40shop.ru`,
    link: `https://shop.ru/c?fio=${encodeURIComponent('Кузнецова')}&tel=%2B79051234567`,
  },
  { id: 8, tel: '79057654321', mail: 'other@shop.ru', fio: 'Иванов Пётр', card: 4600000000024 },
];

/**
 * Records a search for the real person.
 *
 * @param reply of the CRM, or where one is
 */
async function recorded(
  operations: string,
  reply: Told | string,
  more: string[] = [],
  again?: 'later' | 'at once',
) {
  const url =
    typeof reply === 'string'
      ? reply
      : await realCrm(({ target }) => (target === '/auth' ? { body: { token: secrets[1] } } : reply));
  const cwd = folderOf({ 'shop.yaml': head + operations });
  const argv = [
    'dry-run',
    'findCard',
    '-m',
    'shop.yaml',
    '-q',
    `msisdn=${real.phone}`,
    '-q',
    `email=${real.email}`,
  ].concat('-s', `CRM_URL=${url}`, '-s', `PASSWORD=${secrets[0]}`, '--live', '--record', 'kept', ...more);
  const first = runCli(argv, { cwd });
  if (again === 'later') await first;
  if (again) await runCli(argv, { cwd });
  const result = await first;
  const files = readdirSync(join(cwd, 'kept')).filter(name => !name.startsWith('.'));
  const read = (name: string) => readFileSync(join(cwd, 'kept', name), 'utf8');
  return { ...result, cwd, url, files, read };
}

it('--live says what it waits for, where a person looks on', { tags: ['slow'] }, async () => {
  const { io, stdout, stderr } = captureIo({ cwd: folderOf({ 'shop.yaml': head + findCard }) });
  Object.assign(io.stderr, { isTTY: true });
  const url = await realCrm(async ({ target }) => {
    if (target === '/auth') return { body: { token: secrets[1] } };
    await vi.waitFor(() => expect(stderr()).toContain('found: waiting for the CRM'), { timeout: 4_000 });
    return { body: { rows } };
  });
  const argv = [
    'dry-run',
    'findCard',
    '-m',
    'shop.yaml',
    '-q',
    `msisdn=${real.phone}`,
    '-q',
    `email=${real.email}`,
  ];
  expect(await run([...argv, '-s', `CRM_URL=${url}`, '-s', `PASSWORD=${secrets[0]}`, '--live'], io)).toBe(0);
  const [before, ...lines] = stderr().split('\r\u001b[2K');
  expect([before, lines.at(-1)]).toEqual(['', '']);
  expect(stdout()).not.toContain('\u001b');
});

describe('--record', () => {
  it('saves two runs at once, each as a case', async () => {
    const { code, files, cwd } = await recorded(findCard, { body: { rows } }, [], 'at once');
    expect([code, files]).toEqual([0, ['shop.findCard-2.test.yaml', 'shop.findCard.test.yaml']]);
    const tested = await runCli(['test', ...files.map(name => `kept/${name}`)], { cwd });
    expect(tested).toMatchObject({ code: 0, stdout: expect.stringContaining('2 passed') });
  });

  it('saves a live run as a case that passes, with nobody real in it', async () => {
    const { code, stderr, files, read, cwd, url } = await recorded(findCard, { body: { rows } });
    expect(stderr).toMatch(/^recorded: kept\/shop\.findCard\.test\.yaml\nLook it over before you commit it/);
    expect(code).toBe(0);
    expect(files).toEqual(['shop.findCard.test.yaml']);
    const text = read('shop.findCard.test.yaml');
    const hash = createHash('sha256').update(real.phone).digest('hex');
    const host = new URL(url).host;
    for (const it of [
      ...Object.values(real),
      ...secrets,
      hash,
      host,
      '9051234567',
      '123-45-67',
      'КУЗНЕЦОВА',
      'Shop.RU',
      '12.04.1985',
      'other@',
      'Пётр',
    ])
      expect(text).not.toContain(it);
    expect(decodeURIComponent(text.replace(/%(?![\dA-F]{2})/g, ''))).not.toMatch(
      /кузнецова|мария|905.{0,4}123|masha/i,
    );
    expect(text).toContain('spent: 1250.5');
    expect(text).toContain('PASSWORD: invented-password');
    const tested = await runCli(['test', 'kept/shop.findCard.test.yaml'], { cwd });
    expect(tested.stdout).toContain('1 passed, 0 failed');
    expect(tested.code).toBe(0);
  });

  it('has the same invented person for the same real one in all recordings of a folder, by a key that git ignores', async () => {
    const { files, read, cwd } = await recorded(findCard, { body: { rows } }, [], 'later');
    expect(files).toEqual(['shop.findCard-2.test.yaml', 'shop.findCard.test.yaml']);
    const [one, two] = files.map(name => read(name).replace(/^clock: .*$/m, ''));
    expect(one).toBe(two);
    expect(readFileSync(join(cwd, 'kept', '.gitignore'), 'utf8')).toBe('.pseudonyms.key\n');
    expect((await runCli(['test'], { cwd })).stdout).toContain('2 passed, 0 failed');
  });

  it.each<[string, Told]>([
    ['an error of the CRM', { status: 500, text: 'trace of Кузнецова, 8 905 123 45 67' }],
    ['XML', { text: `<rows><row tel="+79051234567"><fio>Кузнецова</fio></row></rows>` }],
    [
      'XML with Russian names',
      { text: '<Ответ><Фамилия>Кудрявцева</Фамилия><surname><![CDATA[Абрамова]]></surname></Ответ>' },
    ],
    ['a page', { text: '<html>Кузнецова Мария</html>' }],
  ])('saves %s', async (_, reply) => {
    const { stderr, files, read } = await recorded(findCard, reply);
    expect(stderr).toMatch(/^recorded: /);
    expect(read(files[0] ?? '')).not.toMatch(/905.?123|Кудрявцева|Абрамова|ExpectedNothing/);
  });

  it.each<[string, string, (asked: { target: string; url: string; calls: number }) => Told]>([
    [
      'a call that is made again',
      findCard,
      ({ calls }) => (calls === 1 ? { status: 503, text: 'Мария' } : { body: { rows } }),
    ],
    [
      'pages that a link leads to',
      findCard.replace(
        '        take: $list($reply.body.rows)',
        '        pages: { link: $reply.body.next, rows: $list($reply.body.rows) }',
      ),
      ({ url, calls }) => ({
        body: calls === 1 ? { rows, next: `${url}/find?page=2&phone=%2B${real.phone}` } : { rows: [] },
      }),
    ],
    [
      'a call for each spelling',
      findCard
        .replace(
          '        get: /find\n',
          '        forEach: $phoneForms("+" & $request.query.msisdn)\n        get: /find\n',
        )
        .replace('phone: "8{% $substring($request.query.msisdn, 1) %}"', 'phone: "{% $item %}"'),
      ({ target }) => ({ body: { rows: target.includes('phone=8905') ? rows : [] } }),
    ],
    [
      'what is passed on',
      '\noperations:\n  findCard: { proxy: /card }\n',
      () => ({
        body: {
          card: {
            cardNumber: real.card,
            cardState: 'active',
            barcode: { barcodeNumber: real.card, barcodeType: 'EAN_13' },
          },
        },
      }),
    ],
  ])('saves %s', async (_, operations, answer) => {
    let calls = 0;
    const url: string = await realCrm(({ target }) => {
      if (target === '/auth') return { body: { token: secrets[1] } };
      calls += 1;
      return answer({ target, url, calls });
    });
    const { code, stderr, stdout, files, read, cwd } = await recorded(operations, url);
    expect({ code, stderr, stdout }).toMatchObject({ code: 0, stderr: expect.stringMatching(/^recorded: /) });
    const text = read(files[0] ?? '');
    expect(text).not.toMatch(/905.?123|Мария|кузнецова|masha/i);
    expect(text).not.toContain(real.card);
    expect((await runCli(['test'], { cwd })).stdout).toContain('1 passed, 0 failed');
  });

  it('writes nothing when invented people are treated in another way, and says where', async () => {
    const operations = findCard.replace('$not($exists($right))', "$request.query.msisdn = '79051234567'");
    const { code, stderr, files } = await recorded(operations, { body: { rows } });
    expect({ code, files }).toEqual({ code: 1, files: [] });
    expect(stderr).toBe(
      'not recorded: invented people do not get the same treatment: the step nobody went another way: with the CRM "answer", with invented people "is skipped"\n',
    );
  });

  it('writes nothing in which somebody real would still stand, and says where without saying who', async () => {
    const hidden = Buffer.from(`who: ${real.email}`).toString('base64');
    const { code, stderr, stdout, files } = await recorded(
      findCard,
      { body: { rows: [{ ...rows[0], hidden }] } },
      ['--json'],
    );
    expect({ code, stderr, files }).toEqual({ code: 1, stderr: '', files: [] });
    expect(JSON.parse(stdout).recorded.problem).toMatch(
      /^a value of the kind email would still stand in line \d+$/,
    );
  });

  it('writes nothing of more people than a case has', async () => {
    const many = Array.from({ length: 1_001 }, (_, at) => ({ tel: `7905${String(at).padStart(7, '0')}` }));
    const { stderr, files } = await recorded(findCard, { body: { rows: many } });
    expect(files).toEqual([]);
    expect(stderr).toBe('not recorded: there are more than 1000 values of the kind phone in it\n');
  });

  it('is for --live', async () => {
    const { code, stderr } = await runCli(['dry-run', 'findCard', '-m', 'x.yaml', '--record', 'kept']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'loyalty-gw: --record saves what a real CRM replies: add --live\n',
    });
  });
});
