import { expect, test } from 'vitest';
import { crmProperties } from './crm-properties.js';
import { saysCard } from './said.js';

// The properties took a card for an invented one when a reply of windows-1251 had a letter in its number.
test('a reply that names its charset is read so', () => {
  const customer = { id: 1, blocked: false, card: { number: '№1' } };
  const reply = {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=windows-1251' },
    body: Buffer.concat(
      JSON.stringify({ items: [customer] })
        .split('№')
        .flatMap((text, index) => [...(index > 0 ? [Buffer.from([0xb9])] : []), Buffer.from(text)]),
    ),
  };
  expect(saysCard([reply], '№1')).toBe(true);
  expect(saysCard([{ ...reply, headers: {} }], '№1')).toBe(false);
});

crmProperties(1);
