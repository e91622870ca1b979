// @ts-check
/** @import { Campaign, SpecialTerms } from '../types.js' */

/** @returns {Campaign[]} */
export function seedCampaigns() {
  return [
    campaign(301, 'everyone', 'Скидка 10% на кофе', 'При покупке от 1000 рублей.', 1000),
    campaign(302, 'everyone', 'Двойные бонусы по выходным', 'Суббота и воскресенье, все магазины.', 0),
    campaign(303, 'everyone', 'Третий хлеб в подарок', 'Два оплачиваете, третий бесплатно.', 199.9),
    campaign(311, [1001, 1010, 1016], 'Сыр со скидкой 20%', 'Личное предложение по вашим покупкам.', 500),
    campaign(312, [1001, 1002], '300 бонусов ко дню рождения', 'Неделя до и неделя после.', 0),
  ];
}

/**
 * @param {number} id
 * @param {'everyone' | number[]} holders
 * @param {string} title
 * @param {string} text
 * @param {number} minimalSum
 * @returns {Campaign}
 */
function campaign(id, holders, title, text, minimalSum) {
  const promo = {
    id,
    title,
    text,
    imageUrl: `https://img.example.com/promos/${id}.jpg`,
    startsAt: '2026-01-01T00:00:00+03:00',
    endsAt: '2026-12-31T23:59:59+03:00',
    minimalSum,
  };
  return { promo, holders };
}

/** @returns {SpecialTerms[]} */
export function seedSpecialTerms() {
  return [
    { customerId: 1001, tier: 'gold', discount: 10 },
    { customerId: 1002, tier: 'silver', discount: 5 },
    { customerId: 1010, tier: 'gold', discount: 10 },
    { customerId: 1014, tier: 'silver', discount: 5 },
    { customerId: 1019, tier: 'staff', discount: 15 },
    { customerId: 1023, tier: 'gold', discount: 10 },
    { customerId: 1031, tier: 'silver', discount: 5 },
    { customerId: 1038, tier: 'staff', discount: 15 },
  ];
}
