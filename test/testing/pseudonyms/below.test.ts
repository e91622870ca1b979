import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../../src/testing/pseudonyms/pseudonyms.js';

/** A body with other people in it. */
function written(body: unknown): string {
  const people = new Pseudonyms(new Uint8Array(32).fill(7), new Set());
  const text = JSON.stringify(body);
  people.learnBody(text);
  return people.body(text);
}

const digitsOf = (text: string) => text.replace(/[^\d+"]/g, '');

describe('what is below a name that tells what it holds is somebody’s', () => {
  it.each<[string, unknown, string[]]>([
    [
      'in Bitrix24',
      { PHONE: [{ ID: '12', VALUE_TYPE: 'WORK', VALUE: '+7 495 765-43-21' }, { VALUE: '+77011234567' }] },
      ['4957654321', '7011234567'],
    ],
    [
      'in amoCRM',
      {
        custom_fields_values: [
          { field_name: 'Связь', field_code: 'PHONE', values: [{ value: '74951112233', enum_code: 'WORK' }] },
        ],
      },
      ['4951112233'],
    ],
    ['beside a code', { fields: [{ code: 'PHONE', values: [{ value: '+74951112233' }] }] }, ['4951112233']],
    ['beside a type', { fm: [{ typeId: 'PHONE', value: '8 (495) 111-22-33' }] }, ['4951112233']],
    ['beside a Russian name', { props: [{ name: 'Телефон', value: '+74951112233' }] }, ['4951112233']],
    ['beside a code, in a list', { code: 'PHONE', values: ['+74951112233'] }, ['4951112233']],
    ['as a number', { phones: [{ number: '+7 495 222-33-44' }] }, ['4952223344']],
    ['as a value', { mobile: { value: '+375 29 765-43-21' } }, ['297654321']],
    ['as a number of JSON', { phone: { value: 74951112233 } }, ['4951112233']],
    ['by where it rings', { phones: { home: '+7 495 222-33-44', work: '' } }, ['4952223344']],
    ['two levels below', { phones: { home: { value: '+7 495 222-33-44' } } }, ['4952223344']],
  ])('a phone %s', (_, body, originals) => {
    for (const original of originals) expect(digitsOf(written(body))).not.toContain(original);
  });

  it.each<[string, unknown, RegExp]>([
    ['of a client, in parts', { client: { name: { first: 'Зинаида', last: 'Козлова' } } }, /Зинаида|Козлова/],
    ['beside a code', { fields: [{ code: 'LAST_NAME', value: 'Козлова' }] }, /Козлова/],
    ['in a list of fields', { fields: [{ key: 'фамилия', value: 'Козлова' }] }, /Козлова/],
    ['in a pair of Odoo', { partner_id: [17, 'Козлова Зинаида'] }, /Козлова|Зинаида/],
    ['in a pair of Odoo, of a child', { x_parent_partner_id: [17, 'Козлова'] }, /Козлова/],
    ['of a user of Odoo', { user_id: [2, 'Zinaida Kozlova'] }, /Zinaida|Kozlova/],
    ['of whom nobody said it, in Odoo', { x_friend_id: [17, 'Козлова Зинаида'] }, /Козлова|Зинаида/],
    ['in full, in Odoo', { x_friend_id: [17, 'Козлова Зоряна Львовна'] }, /Козлова|Зоряна|Львовна/],
    ['in JSON inside of a text', { payload: '{"surname":"Козлова"}' }, /Козлова/],
    ['in a list inside of a text', { payload: ' [{"surname":"Козлова"}]' }, /Козлова/],
    ['in JSON in JSON', { payload: JSON.stringify({ more: '{"surname":"Козлова"}' }) }, /Козлова/],
  ])('a name %s', (_, body, originals) => {
    expect(written(body)).not.toMatch(originals);
  });

  it.each<[string, unknown, string]>([
    ['a day of birth', { birthday: { value: '1985-04-12' } }, '1985-04-12'],
    ['a day of birth beside a label', { name: 'Дата рождения', value: '12.04.1985' }, '12.04.1985'],
    ['the number of a card', { card: { number: '770123', value: 500 } }, '770123'],
    ['a passport', { passport: { number: '123456' } }, '123456'],
    ['an address', { address: { full: 'ул. Ленина, 5' } }, 'Ленина'],
    ['a phone in JSON inside of a text', { payload: '{"phone":"+74997654321"}' }, '4997654321'],
  ])('%s', (_, body, original) => {
    expect(written(body)).not.toContain(original);
  });
});

describe('what is nobody’s stays', () => {
  it.each<[string, unknown]>([
    [
      'products, shops and levels of Odoo',
      { product_id: [5, 'Молоко Деревенское'], store_id: [3, 'Красная Площадь'] },
    ],
    [
      'the name of a group of customers',
      { customer_group_id: [1, 'Золотые Карты'], customerGroupId: [1, 'Рассвет'] },
    ],
    ['what a card is worth', { card: { value: 5000, status: 'active' }, total: 5000 }],
    ['kinds and numbers of what has a phone', { PHONE: [{ ID: '12', VALUE_TYPE: 'WORK', sort: 10500 }] }],
    ['codes that hold nothing', { code: 'PHONE_TAKEN', message: 'taken', sum: 100500 }],
    ['fields of a product', { code: 'COLOUR', value: 'Синий', name: 'Телевизор', number: '10500' }],
    ['what is said about a field', { error: { code: 'BAD_TOKEN', field: 'surname', text: 'It is missing' } }],
    ['a sum that is called a value', { type: 'discount', value: 10500 }],
    ['pairs of numbers and texts', { rows: [[17, 'Козлова Зинаида']] }],
    ['texts that begin like JSON', { note: '[VIP] Молоко', other: '{цена} 10500' }],
  ])('%s', (_, body) => {
    expect(written(body)).toBe(JSON.stringify(body));
  });
});
