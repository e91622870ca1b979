// @ts-check
// What Romashka CRM can do. API.md is its documentation, as the vendor gives it to integrators.
import { CrmError } from './crm-error.js';

/** @import { Client, Store } from './seed.js' */

/** @typedef {Record<string, unknown>} Body */

/** @typedef {(store: Store, body: Body) => unknown} Method gives the data of the reply */

const PAGE = 5;

/** @type {Readonly<Record<string, Method>>} */
export const methods = {
  'client/find': (store, body) => {
    const filters = ['phone', 'email'].filter(name => body[name] !== undefined && body[name] !== '');
    const found = store.clients.filter(client =>
      filters.every(name => lower(client[/** @type {'phone' | 'email'} */ (name)]) === lower(body[name])),
    );
    return page(found.map(shown), body);
  },

  'client/edit': (store, body) => {
    const client = store.clients.find(({ id }) => id === Number(body.id));
    if (!client) throw new CrmError(201, 'Клиент не найден');
    Object.assign(client, readProfile(store, body, client));
  },

  'card/info': (store, body) => {
    const client = holderOf(store, body);
    const bonuses = store.bonuses.get(client.id) ?? [];
    const total = bonuses.reduce((sum, { amount }) => sum + amount, 0);
    const { card, cardState, id, phone } = client;
    return { card, state: cardState, client: { id, phone }, total, available: total, bonuses };
  },

  'card/purchases': (store, body) => {
    const { id } = holderOf(store, body);
    const from = sortable(body.from) ?? refuse('from');
    const to = body.to === undefined || body.to === '' ? '9999' : (sortable(body.to) ?? refuse('to'));
    const all = store.purchases.get(id) ?? [];
    const found = all.filter(({ time }) => {
      const day = sortable(time) ?? '';
      // The end is midnight of its day, so nothing of that day is listed.
      return day >= from && day < to;
    });
    return page(found, body);
  },

  'card/issue': (store, body) => {
    const number = Number(body.card);
    if (store.clients.some(({ card }) => card === number)) throw new CrmError(205, 'Карта уже выдана');
    if (!store.taken.has(number)) throw new CrmError(204, 'Номер не взят из пула');
    const known = store.clients.filter(({ phone }) => phone === body.phone);
    if (known.some(({ card }) => card !== '')) throw new CrmError(203, 'У этого телефона уже есть карта');
    const client = known[0] ?? newClient(store);
    Object.assign(client, readProfile(store, { phone: '', ...body }, client), { card: number, cardState: 1 });
    if (!known[0]) store.clients.push(client);
    store.taken.delete(number);
    return shown(client);
  },

  'pool/take': store => {
    const card = store.pool.shift();
    if (card === undefined) throw new CrmError(206, 'В пуле нет свободных номеров');
    store.taken.add(card);
    return { card };
  },
};

/** @param {Client} client */
function shown({ flags: { noSms, noEmail }, ...client }) {
  return { ...client, noSms, noEmail };
}

/**
 * @param {unknown[]} found
 * @param {Body} body
 */
function page(found, body) {
  const number = Number(body.page ?? 1);
  if (!Number.isInteger(number) || number < 1) refuse('page');
  const rows = found.slice((number - 1) * PAGE, number * PAGE);
  return { rows, page: number, pages: Math.max(1, Math.ceil(found.length / PAGE)), total: found.length };
}

/**
 * @param {Store} store
 * @param {Body} body
 */
function holderOf(store, { card }) {
  const client = store.clients.find(({ card: number }) => number !== '' && number === Number(card));
  if (!client) throw new CrmError(202, 'Карта не найдена');
  return client;
}

/** @type {Readonly<Record<string, (value: unknown) => boolean>>} */
const FIELDS = {
  surname: isText,
  name: isText,
  patronymic: isText,
  sex: value => value === '' || value === 1 || value === 2,
  birthday: value => value === '' || sortable(value)?.length === 8,
  phone: value => isText(value) && /^(8 \(\d{3}\) \d{3}-\d\d-\d\d|\+(?!7)\d{5,15})$/.test(String(value)),
  email: isText,
  city: isText,
};

/**
 * The fields that were sent, held against the rules: all of them or none.
 *
 * @param {Store} store
 * @param {Body} body
 * @param {Client} client
 */
function readProfile(store, body, client) {
  /** @type {Body} */
  const fields = {};
  for (const [name, isGood] of Object.entries(FIELDS)) {
    if (body[name] !== undefined) fields[name] = isGood(body[name]) ? body[name] : refuse(name);
  }
  const flags = { ...client.flags };
  for (const name of /** @type {const} */ (['noSms', 'noEmail'])) {
    const value = body[name];
    if (value !== undefined) flags[name] = value === 0 || value === 1 ? value : refuse(name);
  }
  if (store.clients.some(({ id, phone }) => id !== client.id && phone === fields.phone)) {
    throw new CrmError(203, 'Телефон принадлежит другому клиенту');
  }
  return { ...fields, flags };
}

/**
 * @param {Store} store
 * @returns {Client}
 */
function newClient({ clients }) {
  const id = Math.max(...clients.map(client => client.id)) + 1;
  const profile = { surname: '', name: '', patronymic: '', birthday: '', phone: '', email: '', city: '' };
  return { id, ...profile, sex: '', card: '', cardState: '', flags: { noSms: 0, noEmail: 0 } };
}

/**
 * `15.01.2026 10:30:00` and `15.01.2026` as texts that sort by time; undefined for what is no day.
 *
 * @param {unknown} value
 */
function sortable(value) {
  const [, day, month, year, time = ''] =
    /^(\d\d)\.(\d\d)\.(\d{4})(?: ([\d:]{8}))?$/.exec(String(value)) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // 30 February parses, but as 2 March.
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) return undefined;
  return `${year}${month}${day}${time}`;
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === 'string' && value.length <= 100;
}

/** @param {unknown} value */
function lower(value) {
  return String(value).toLowerCase();
}

/**
 * @param {string} field
 * @returns {never}
 */
function refuse(field) {
  throw new CrmError(301, `Неверное значение поля ${field}`);
}
