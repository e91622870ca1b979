// @ts-check
// The people of Romashka CRM, all invented. Each start begins with them.

/**
 * @typedef {object} Client
 * @property {number} id
 * @property {string} surname
 * @property {string} name
 * @property {string} patronymic
 * @property {1 | 2 | ''} sex 1 for men, 2 for women
 * @property {string} birthday DD.MM.YYYY
 * @property {string} phone
 * @property {string} email
 * @property {string} city
 * @property {number | ''} card
 * @property {1 | 2 | ''} cardState 1 for active, 2 for blocked
 * @property {{ noSms: 0 | 1, noEmail: 0 | 1 }} flags
 */

/** @typedef {{ title: string, amount: number, until: string }} Bonus amounts are hundredths of a point */

/** @typedef {{ time: string, goods: string, quantity: string, sum: number, points: number, shop: string }} Purchase */

/**
 * @typedef {object} Store
 * @property {Client[]} clients
 * @property {Map<number, Bonus[]>} bonuses by client
 * @property {Map<number, Purchase[]>} purchases by client, the oldest first
 * @property {number[]} pool numbers that nobody has
 * @property {Set<number>} taken numbers that left the pool and are not issued yet
 */

/** @type {readonly [id: number, surname: string, name: string, sex: 1 | 2, phone: string, card: number | '', state: 1 | 2 | ''][]} */
const PEOPLE = [
  [11, 'Иванова', 'Мария', 2, '8 (962) 048-01-00', 2900000000117, 1],
  [12, 'Кузнецов', 'Олег', 1, '8 (962) 048-01-01', 2900000000124, 1],
  [13, 'Волкова', 'Анна', 2, '8 (962) 048-01-02', 2900000000131, 2],
  // A father and a son with one phone.
  [14, 'Соколов', 'Артём', 1, '8 (962) 048-01-03', 2900000000148, 1],
  [15, 'Соколов', 'Павел', 1, '8 (962) 048-01-03', 2900000000155, 1],
  [16, 'Лебедев', 'Денис', 1, '8 (962) 048-01-04', '', ''],
];

/** @returns {Store} */
export function seed() {
  const clients = PEOPLE.map(([id, surname, name, sex, phone, card, cardState]) => {
    const profile = { patronymic: '', birthday: '', email: '', city: '' };
    /** @type {Client} */
    const client = {
      id,
      surname,
      name,
      ...profile,
      sex,
      phone,
      card,
      cardState,
      flags: { noSms: 0, noEmail: 0 },
    };
    return client;
  });
  Object.assign(clients[0] ?? {}, {
    patronymic: 'Сергеевна',
    birthday: '12.04.1985',
    email: 'maria.ivanova@example.com',
    city: 'Москва',
    flags: { noSms: 0, noEmail: 1 },
  });
  return {
    clients,
    bonuses: new Map([
      [
        11,
        [
          { title: 'Приветственные бонусы', amount: 30000, until: '' },
          { title: 'Бонусы за покупки', amount: 95050, until: '31.12.2026' },
        ],
      ],
    ]),
    purchases: new Map([[11, mariasPurchases()]]),
    pool: Array.from({ length: 200 }, (_, index) => ean13(290000001000 + index)),
    taken: new Set(),
  };
}

/** Twelve, so that they fill three pages; the first and the last in the first and the last second of a day. */
function mariasPurchases() {
  const coffee = { goods: 'Кофе в зёрнах, 1 кг', quantity: '1', sum: 149000, points: 7450 };
  const cheese = { goods: 'Сыр полутвёрдый, вес', quantity: '0,750', sum: 14993, points: 749 };
  const bread = { goods: 'Хлеб ржаной', quantity: '2', sum: 12900, points: 645 };
  const times = [
    ['15.01.2026 00:00:00', coffee],
    ['15.01.2026 00:00:00', bread],
    ['02.02.2026 01:30:00', cheese],
    ['14.02.2026 18:22:41', coffee],
    ['14.02.2026 18:22:41', bread],
    ['08.03.2026 09:03:10', cheese],
    ['21.03.2026 12:00:00', bread],
    ['11.04.2026 20:15:09', coffee],
    ['01.05.2026 14:40:30', cheese],
    ['20.05.2026 10:10:10', bread],
    ['12.06.2026 17:05:00', coffee],
    ['30.06.2026 23:59:59', cheese],
  ];
  return /** @type {[string, typeof coffee][]} */ (times).map(([time, goods]) => ({
    time,
    ...goods,
    shop: 'Ромашка на Лесной',
  }));
}

/**
 * Twelve digits with their check digit.
 *
 * @param {number} twelve
 */
function ean13(twelve) {
  const sum = [...String(twelve)].reduce(
    (total, digit, index) => total + Number(digit) * (index % 2 ? 3 : 1),
    0,
  );
  return twelve * 10 + ((10 - (sum % 10)) % 10);
}
