import type { FieldKind } from '../loyalty-api/operations.js';
import type { Shape, TextShape } from '../loyalty-api/shapes.js';
import { shapeSchema } from './shape-schema.js';

/** Invented values, by the names that the contract uses. Amounts are kopecks. */
const values: Readonly<Record<string, string>> = {
  msisdn: '79620480100',
  phone: '79620480100',
  email: 'maria.ivanova@example.com',
  birthDate: '1985-04-12',
  surname: 'Иванова',
  firstname: 'Мария',
  patronymic: 'Сергеевна',
  sex: 'f',
  countryCode: 'RU',
  locality: 'Казань',
  cardNumber: '4600000000017',
  barcodeNumber: '4600000000017',
  barcodeType: 'EAN_13',
  qrCode: 't=20260301T1905&s=1250.50&fn=9999078900000001&i=12345&fp=1234567890&n=1',
  startDate: '2026-03-01',
  endDate: '2026-03-31',
  date: '2026-03-14',
  validUntil: '2026-12-31',
  total: '300.00',
  available: '250.00',
  item: 'Молоко 3,2 %, 1 л',
  amount: '8990',
  quantity: '2',
  location: 'Казань, ул. Баумана, 1',
  bonuses: '8.99',
  id: 'spring-2026',
  title: 'Весенние скидки',
  description: 'Скидка 10 % на молочные продукты',
  image: 'https://shop.example.com/promo/spring.png',
  name: 'tier',
  value: 'gold',
  'bonuses.description': 'Приветственные бонусы',
  'bonuses.amount': '50.00',
};

const valueOfKind: Readonly<Record<FieldKind, string | readonly string[]>> = {
  msisdn: '79620480100',
  date: '2026-03-14',
  email: 'maria.ivanova@example.com',
  sex: 'f',
  text: 'текст',
  texts: ['первый', 'второй'],
  cardNumber: '4600000000017',
  segment: '17',
};

const listOfName: Readonly<Record<string, readonly string[]>> = {
  allow: ['sms', 'email'],
  deny: ['call'],
};

/** An example of a field in a request; what its name tells counts only where the kind may hold it. */
export function fieldExample(name: string, kind: FieldKind = 'text'): string | readonly string[] {
  const usual = valueOfKind[kind];
  if (kind === 'texts') return own(listOfName, name) ?? usual;
  if (kind === 'text') return own(values, name) ?? usual;
  if (kind === 'date') return dateNamed(name) ?? usual;
  return usual;
}

/** An example of what is sent where the contract has this shape. */
export function shapeExample(shape: Shape): unknown {
  return exampleAt(shape, []);
}

/** @param names of the members above, lists left out */
function exampleAt(shape: Shape, names: readonly string[]): unknown {
  switch (shape.kind) {
    case 'text':
      return textExample(shape, names);
    case 'list':
      return [exampleAt(shape.of, names)];
    case 'object':
      return Object.fromEntries(
        Object.entries(shape.members).map(([name, member]) => [
          name,
          exampleAt(member.shape, [...names, name]),
        ]),
      );
    case 'any':
      return own(values, names.at(-1) ?? '') ?? 'текст';
  }
}

function textExample(shape: TextShape, names: readonly string[]): string {
  const last = names.at(-1);
  const named = own(values, names.slice(-2).join('.')) ?? own(values, last ?? '');
  if (shape.oneOf) return shape.oneOf.find(word => word === named) ?? shape.oneOf[0] ?? '';
  if (shape.format === 'date') return dateNamed(last ?? '') ?? '2026-03-14';
  const pattern = shapeSchema(shape).pattern;
  if (named !== undefined && (pattern === undefined || new RegExp(pattern).test(named))) return named;
  // At the top there is no name: a bare number of a card, or a list of phones.
  if (shape.format === 'digits') return '79620480100';
  if (shape.format === 'integer') return '8990';
  return names.length === 0 ? '4600000000017' : 'текст';
}

function dateNamed(name: string): string | undefined {
  const value = own(values, name);
  return value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
