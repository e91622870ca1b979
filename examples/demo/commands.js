// @ts-check
// One curl command for each operation, in an order in which all of them work: a number is reserved before it is
// issued.

const MARIA = '4700000000000072783';
const RECEIPT = 't=20260814T190500&s=1250.50&fn=9282000100000000&i=12345&fp=1234567890&n=1';

/**
 * @typedef {object} Example
 * @property {string} what a comment without signs that mean something to a shell: zsh knows no comments at its prompt
 * @property {'GET' | 'POST' | 'PUT'} method
 * @property {string} path
 * @property {object} [body]
 */

/**
 * @param {string} free the number that is reserved first
 * @returns {Readonly<Record<string, Example>>}
 */
const examplesWith = free => ({
  findCard: { what: 'the card that belongs to a phone', method: 'GET', path: '/v1/card?msisdn=79620480100' },
  getCard: { what: 'the card with its balance', method: 'GET', path: `/v1/card/${MARIA}` },
  listPurchases: {
    what: 'what was bought since a day',
    method: 'GET',
    path: `/v1/card/${MARIA}/purchases?startDate=2026-01-01`,
  },
  listPromos: { what: 'offers for the holder', method: 'GET', path: `/v1/promo?cardNumber=${MARIA}` },
  updateCardholder: {
    what: 'the holder has moved; an empty answer is a success',
    method: 'POST',
    path: `/v1/card/${MARIA}`,
    body: { locality: 'Тула' },
  },
  updateCommunication: {
    what: 'the holder wants emails and no text messages',
    method: 'PUT',
    path: `/v1/card/${MARIA}/communication`,
    body: { allow: ['email'], deny: ['sms'] },
  },
  reserveCard: { what: 'reserve a free number', method: 'GET', path: '/v1/card/anonymous' },
  issueReservedCard: {
    what: 'issue the number that was reserved',
    method: 'POST',
    path: `/v1/card/anonymous/${free}`,
    body: { phone: '79620480150', surname: 'Новая', firstname: 'Анна', sex: 'ж' },
  },
  issueCard: {
    what: 'issue a card without reserving; twice is an error, for then the phone has one',
    method: 'POST',
    path: '/v1/card/anonymous',
    body: { phone: '79620480151', firstname: 'Пётр' },
  },
  sendReceiptQr: {
    what: 'the QR code of a cash receipt',
    method: 'POST',
    path: '/v1/promo/qrCode',
    body: { cardNumber: MARIA, qrCode: RECEIPT },
  },
  listUsers: { what: 'phones of people with special terms', method: 'GET', path: '/v1/card/getAllUsers' },
  listUsersExtended: { what: 'and their terms', method: 'GET', path: '/v1/card/getAllUsersExtended' },
});

/**
 * The commands, each with its comment, for a shell.
 *
 * @param {{ url: string, login: string, password: string }} gateway
 * @param {string} free the number that is reserved first
 */
export function curlCommands({ url, login, password }, free) {
  return Object.entries(examplesWith(free)).map(([operation, { what, method, path, body }]) => {
    const data = body
      ? ` -X ${method} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`
      : '';
    const command = `curl -sS -u ${quoted(`${login}:${password}`)} -w ' [%{http_code}]\\n'${data} ${quoted(url + path)}`;
    return `# ${operation}: ${what}\n${command}`;
  });
}

/** @param {string} text */
function quoted(text) {
  return /^[\w:@.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
