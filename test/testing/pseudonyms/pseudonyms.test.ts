import { describe, expect, it } from 'vitest';
import { checksOf } from '../../../src/testing/pseudonyms/check-digits.js';
import { kindOfName } from '../../../src/testing/pseudonyms/kinds.js';
import { Pseudonyms } from '../../../src/testing/pseudonyms/pseudonyms.js';

const key = new Uint8Array(32).fill(7);

/** Pseudonyms that have learnt from a body. */
function knowing(body: unknown, ordinary: string[] = []): Pseudonyms {
  const people = new Pseudonyms(key, new Set(ordinary));
  people.learnBody(JSON.stringify(body));
  return people;
}

describe('a member whose name tells what it holds', () => {
  it.each([
    ['msisdn', 'phone'],
    ['customer_phone', 'phone'],
    ['PhoneNumber', 'phone'],
    ['tel', 'phone'],
    ['телефон', 'phone'],
    ['eMail', 'email'],
    ['e-mail', 'email'],
    ['surname', 'name'],
    ['firstname', 'name'],
    ['LAST_NAME', 'name'],
    ['Фамилия', 'name'],
    ['otchestvo', 'name'],
    ['fio', 'name'],
    ['birthDate', 'birthDate'],
    ['dateOfBirth', 'birthDate'],
    ['ДатаРождения', 'birthDate'],
    ['cardNumber', 'card'],
    ['card_no', 'card'],
    ['barcodeNumber', 'card'],
    ['address', 'address'],
    ['passport', 'number'],
    ['inn', 'number'],
    ['СНИЛС', 'number'],
    ['accessToken', 'secret'],
    ['locality', 'city'],
    ['amount', undefined],
    ['productName', undefined],
    ['inner', undefined],
    ['telling', undefined],
    ['cardState', undefined],
    ['status', undefined],
  ])('%s: %s', (name, kind) => {
    expect(kindOfName(name)).toBe(kind);
  });
});

describe('a phone', () => {
  const people = knowing({ phone: '+79051234567' });
  const fake = people.text('79051234567').slice(1);
  const spaced = fake.replace(/(\d{3})(\d{3})(\d\d)/, '$1+$2-$3-');

  it('becomes one that is set aside for invented people', () => {
    expect(fake).toMatch(/^962048\d{4}$/);
  });

  it.each([
    ['+79051234567', `+7${fake}`],
    ['89051234567', `8${fake}`],
    ['9051234567', fake],
    ['%2B79051234567', `%2B7${fake}`],
    ['tel:+79051234567', `tel:+7${fake}`],
    ['{"a":79051234567}', `{"a":7${fake}}`],
    ['["9051234567"]', `["${fake}"]`],
    ['{"79051234567":1}', `{"7${fake}":1}`],
    ['https://crm.test/c?phone=%2B79051234567&x=1', `https://crm.test/c?phone=%2B7${fake}&x=1`],
    ['/c?phone=%2B7+905+123-45-67&x=a+b', `/c?phone=%2B7+${spaced}&x=a+b`],
    ['phone=8+905+123-45-67', `phone=8+${spaced}`],
    ['call 1250.50 89051234567 now', `call 1250.50 8${fake} now`],
  ])('is the same one in %s', (text, written) => {
    expect(people.body(text)).toBe(written);
  });

  it.each(['+7 (905) 123-45-67', '8 905 123 45 67', '8-905-123-45-67', '(905) 123-45-67'])(
    'keeps the marks of %s',
    text => {
      const written = people.text(text);
      expect(written.replace(/\d/g, '0')).toBe(text.replace(/\d/g, '0'));
      expect(written.replace(/\D/g, '')).toContain(fake);
    },
  );
});

describe('an email', () => {
  const people = knowing({ email: 'Masha.Petrova@shop.ru' });
  const fake = people.text('masha.petrova@shop.ru');

  it.each([
    ['MASHA.PETROVA@SHOP.RU', fake.toUpperCase()],
    ['write to masha.petrova@shop.ru, please', `write to ${fake}, please`],
    ['masha.petrova%40shop.ru', encodeURIComponent(fake)],
  ])('is the same one in %s', (text, written) => {
    expect(fake).toMatch(/^person-[\da-f]{6}@example\.com$/);
    expect(people.text(text)).toBe(written);
  });
});

it('an email with a plus in it is one in links, too, whoever else is known', () => {
  const people = knowing({ email: 'ivan+promo@shop.ru', firstName: 'Ivan' });
  for (const spelling of ['ivan+promo@shop.ru', 'ivan+promo%40shop.ru', 'ivan%2Bpromo%40shop.ru'])
    expect(decodeURIComponent(people.text(`https://crm.test/?mail=${spelling}&x=1`))).toMatch(
      /^https:\/\/crm\.test\/\?mail=person-[\da-f]{6}@example\.com&x=1$/,
    );
});

describe('a name', () => {
  const people = knowing({
    customer: { name: 'Кузнецова Мария Петровна', tier: 'gold' },
    tier: { name: 'gold' },
  });
  const [last = '', first = '', middle = ''] = people.text('кузнецова мария петровна').split(' ');

  it('has the letters of the real one, in each spelling', () => {
    expect([last, first, middle].join()).toMatch(/^[а-яё]+,[а-яё]+,[а-яё]+вна$/);
    expect(people.text('КУЗНЕЦОВА')).toBe(last.toUpperCase());
    expect(people.text('Уважаемая Мария!')).toBe(
      `Уважаемая ${first.replace(/^./, letter => letter.toUpperCase())}!`,
    );
    expect(people.text(encodeURIComponent('мария'))).toBe(encodeURIComponent(first));
    expect(people.text('Марианна')).toBe('Марианна');
  });

  it('is that of a person alone, and no word of the mapping', () => {
    expect(people.text('gold')).toBe('gold');
    expect(knowing({ lastName: 'Active' }, ['active']).text('Active')).toBe('Active');
    expect(knowing({ title: 'Молоко', name: 'Молоко' }).text('Молоко')).toBe('Молоко');
    expect(knowing({ name: 'Ann', phone: '+79051234567' }).text('Ann')).not.toBe('Ann');
  });

  it('is another one for each word', () => {
    const words = Array.from(
      { length: 300 },
      (_, at) =>
        `имя${'абвгдежзик'[at % 10]}${'абвгдежзик'[Math.floor(at / 10) % 10]}${'абв'[Math.floor(at / 100)]}`,
    );
    const many = knowing(words.map(firstName => ({ firstName })));
    expect(new Set(words.map(word => many.text(word))).size).toBe(300);
  });
});

describe('a day of birth', () => {
  const people = knowing({ birthDate: '1985-04-12', expires: '2027-01-31', dob: 482_112_000 });
  const fake = people.text('1985-04-12');
  const [year, month, day] = fake.split('-');

  it.each([
    ['12.04.1985', `${day}.${month}.${year}`],
    ['12/04/1985', `${day}/${month}/${year}`],
    ['19850412', `${year}${month}${day}`],
    ['1985-04-12T00:00:00+03:00', `${fake}T00:00:00+03:00`],
    ['2027-01-31', '2027-01-31'],
  ])('%s is shifted', (text, written) => {
    expect(fake).not.toBe('1985-04-12');
    expect(people.text(text)).toBe(written);
  });

  it('is shifted as a moment, too', () => {
    const moment = JSON.parse(people.body('{"dob": 482112000}')).dob;
    expect(new Date(moment * 1000).toISOString()).toMatch(/T00:00:00/);
    expect(moment).not.toBe(482_112_000);
  });
});

describe('a card', () => {
  it.each([
    '4600000000017',
    '4600000000018',
    '4111111111111111',
    '4700000000000072783',
    'AB-123456',
    '12345678',
  ])('%s keeps length and check digits', number => {
    const people = knowing({ cardNumber: number });
    const fake = people.text(number);
    expect(fake).not.toBe(number);
    expect(fake.replace(/\d/g, '0').replace(/[A-Z]/g, 'A')).toBe(
      number.replace(/\d/g, '0').replace(/[A-Z]/g, 'A'),
    );
    expect(checksOf(fake)).toBe(checksOf(number));
  });

  it('is found by its length alone, in groups and as a number', () => {
    const people = knowing({ x: '4700000000000072783' });
    const fake = people.text('4700000000000072783');
    expect(people.body('{"n": 4700000000000072783}')).toBe(`{"n": ${fake}}`);
    expect(people.text('4700 0000 0000 0072 783').replaceAll(' ', '')).toBe(fake);
  });

  it('is neither a moment nor an amount', () => {
    const body = '{"createdAt":1772000000000,"at":"20260315120000","amount":125050,"sum":1250.50}';
    expect(knowing(JSON.parse(body)).body(body)).toBe(body);
  });
});

it('fakes are nobody else’s, also where somebody real has one that would be drawn', () => {
  const people = Array.from({ length: 500 }, (_, at) => `7962048${String(at).padStart(4, '0')}`);
  const known = knowing(people.map(phone => ({ phone })));
  const fakes = people.map(phone => known.text(phone));
  expect(new Set([...people, ...fakes]).size).toBe(1_000);
});

it('fakes are the same in another run with the same key, and others with another', () => {
  const fake = (with_: Uint8Array) => {
    const people = new Pseudonyms(with_, new Set());
    people.learnBody('{"phone":"+79051234567","lastName":"Кузнецова"}');
    return people.text('+79051234567 Кузнецова');
  };
  expect(fake(key)).toBe(fake(key));
  expect(fake(key)).not.toBe(fake(new Uint8Array(32).fill(8)));
});
