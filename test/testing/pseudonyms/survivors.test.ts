import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../../src/testing/pseudonyms/pseudonyms.js';
import { survivors } from '../../../src/testing/pseudonyms/survivors.js';

const knowing = (body: unknown) => {
  const people = new Pseudonyms(new Uint8Array(32).fill(1), new Set());
  people.learnBody(JSON.stringify(body));
  return people;
};

describe('a value that is left in a text is found', () => {
  const { fakes } = knowing({
    phone: '+79051234567',
    email: 'masha@shop.ru',
    lastName: 'Кузнецова',
    birthDate: '1985-04-12',
    cardNumber: '4700000000000072783',
    address: 'ул. Ленина, 5',
    street: 'ул. "Луч" & Ко',
    token: 'aa11bb22cc33',
  });
  it.each([
    ['8 (905) 123-45-67', 'phone'],
    ['%2B7%20905%20123-45-67', 'phone'],
    ['id-79051234567-x', 'phone'],
    ['/c?phone=8+905+123-45-67', 'phone'],
    ['/c?phone=%2B7+%28905%29+123-45-67', 'phone'],
    ['MASHA@shop.ru', 'email'],
    ['masha%40shop.ru', 'email'],
    [Buffer.from('masha@shop.ru').toString('base64'), 'email'],
    ['г-жа КУЗНЕЦОВА', 'name'],
    [encodeURIComponent('Кузнецова'), 'name'],
    [String.raw`\u041a\u0443\u0437\u043d\u0435\u0446\u043e\u0432\u0430`, 'name'],
    ['&#1050;узнецова', 'name'],
    ['born 12.04.1985', 'birthDate'],
    ['4700-0000-0000-0072-783', 'card'],
    ['живёт: УЛ. ЛЕНИНА, 5', 'address'],
    ['<a>ул. &quot;Луч&quot; &amp; Ко</a>', 'address'],
    ['8&nbsp;(905)&nbsp;123-45-67', 'phone'],
    ['x=aa11bb22cc33', 'secret'],
  ])('%s', (text, kind) => {
    expect(survivors(`first line\n${text}`, fakes, [])).toEqual([{ kind, line: 2 }]);
  });

  it('also where a line of YAML is folded', () => {
    expect(survivors('a: lives in ул.\n  Ленина, 5', fakes, [])).toEqual([{ kind: 'address', line: 1 }]);
  });

  it('and so is a secret', () => {
    expect(survivors('token: pa55word', fakes, ['pa55word'])).toEqual([{ kind: 'secret', line: 1 }]);
  });

  it('and nothing else is', () => {
    expect(
      survivors('Кузнецовый лес, 1985, 470000000000007278, 905123456\nамаsha@shop.com', fakes, []),
    ).toEqual([]);
  });
});

/** How people and programs spell what they know. The oracle is nothing but what stands here: no fake may do so. */
const digit = fc.integer({ min: 0, max: 9 });
const digits = (length: number) =>
  fc.array(digit, { minLength: length, maxLength: length }).map(all => all.join(''));
const letters = (alphabet: string) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: 4, maxLength: 9 });
const person = fc.record({
  phone: digits(9).map(rest => `79${rest}`),
  email: fc.tuple(letters('bcdfghjkl'), letters('mnpqrstvw')).map(([user, host]) => `${user}@${host}.ru`),
  lastName: letters('бвгджзклмн'),
  birth: fc
    .date({ min: new Date('1930-01-01'), max: new Date('2010-12-31'), noInvalidDate: true })
    .map(at => at.toISOString().slice(0, 10)),
  card: digits(15).map(rest => `47${rest}`),
});
type Person = typeof person extends fc.Arbitrary<infer P> ? P : never;

const phoneSpellings: ((phone: string) => string)[] = [
  phone => `+${phone}`,
  phone => phone,
  phone => `8${phone.slice(1)}`,
  phone => phone.replace(/^7(\d{3})(\d{3})(\d\d)(\d\d)$/, '+7 ($1) $2-$3-$4'),
  phone => phone.replace(/^7(\d{3})(\d{3})(\d\d)(\d\d)$/, '8-$1-$2-$3-$4'),
  phone => encodeURIComponent(`+${phone}`),
];
const spellings = (who: Person) => ({
  phone: phoneSpellings.map(spell => spell(who.phone)),
  email: [who.email, who.email.toUpperCase(), encodeURIComponent(who.email)],
  lastName: [who.lastName, who.lastName.toUpperCase(), encodeURIComponent(who.lastName)],
  birth: [
    who.birth,
    who.birth.split('-').reverse().join('.'),
    who.birth.replaceAll('-', ''),
    `${who.birth}T00:00:00Z`,
  ],
  card: [who.card, who.card.replace(/(\d{4})/g, '$1 ').trim()],
});

it('no original survives, whatever it is spelt like and wherever it stands, 50 runs', {
  tags: ['slow'],
}, () => {
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 4 }), fc.nat(), (everybody, seed) => {
      const all = everybody.map((who, at) => {
        const spelt = spellings(who);
        const pick = (list: string[]) => list[(seed + at) % list.length] ?? '';
        return {
          phone: pick(spelt.phone.slice(0, 5)),
          email: pick(spelt.email.slice(0, 2)),
          lastName: pick(spelt.lastName.slice(0, 2)),
          birthDate: pick(spelt.birth),
          cardNumber: pick(spelt.card),
          number: Number(who.phone),
          texts: Object.values(spelt)
            .flat()
            .map(text => `about ${text}: see`),
          link: `https://crm.test/?q=${encodeURIComponent(JSON.stringify(who))}`,
          inside: JSON.stringify({ who }),
        };
      });
      const people = knowing(all);
      const written = people.body(JSON.stringify(all)).toLowerCase();
      const readings = [written, decodeURIComponent(written.replace(/%(?![\da-f]{2})/g, '%25'))];
      for (const who of everybody) {
        for (const spelling of Object.values(spellings(who)).flat())
          for (const reading of readings) expect(reading).not.toContain(spelling.toLowerCase());
      }
      expect(survivors(written, people.fakes, [])).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

/** How a value may stand in XML, in an element of a name or in an attribute. */
const markup: ((tag: string, value: string) => string)[] = [
  (tag, value) => `<${tag}>${value}</${tag}>`,
  (tag, value) => `<${tag} к="1">\n  ${value}\n</${tag}>`,
  (tag, value) => `<ns:${tag}><![CDATA[${value}]]></ns:${tag}>`,
  (tag, value) => `<${tag}>${[...value].map(letter => `&#${letter.codePointAt(0)};`).join('')}</${tag}>`,
  (tag, value) => `<${tag}>&#x${value.codePointAt(0)?.toString(16)};${value.slice(1)} &amp; ко</${tag}>`,
  (tag, value) => `<лицо ${tag}="${value}"/>`,
  (tag, value) => `<лицо ${tag} = '&#32;${value}'>.</лицо>`,
];

it('nor in XML, whichever way it is written, 50 runs', () => {
  fc.assert(
    fc.property(
      fc.array(person, { minLength: 1, maxLength: 3 }),
      fc.nat(),
      fc.boolean(),
      (all, seed, isCut) => {
        let next = seed;
        const put = (tag: string, value: string) => markup[next++ % markup.length]?.(tag, value) ?? '';
        const each = all.map(
          who =>
            `<лицо>${put('Фамилия', who.lastName)}${put('Телефон', who.phone)}${put('Почта', who.email)}` +
            `${put('ДатаРождения', who.birth)}${put('Заметка', `${who.lastName} ${who.phone}`)}</лицо>`,
        );
        const text = `<ответ>${each.join('')}${isCut ? '' : '</ответ>'}`;
        const people = new Pseudonyms(new Uint8Array(32).fill(1), new Set());
        people.learnBody(text);
        const written = people.body(text);
        const read = written.replace(/&#(x?)([\da-f]+);/g, (_, hex, code) =>
          String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)),
        );
        for (const { lastName, phone, email, birth } of all)
          for (const original of [lastName, phone.slice(1), email, birth])
            expect(read).not.toContain(original);
        expect(survivors(written, people.fakes, [])).toEqual([]);
      },
    ),
    { numRuns: 50 },
  );
});
