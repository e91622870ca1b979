import { basic, LOGIN, PASSWORD, type SpawnedGateway } from './gateway.js';

const MARIA = '4700000000000072783';

/** Everything that a gateway in front of the demo CRM does, well and badly, once. */
export async function useEverything(on: SpawnedGateway): Promise<void> {
  const person = { surname: 'Иванова', firstname: 'Мария', email: 'maria.ivanova@example.com', sex: 'ж' };
  const receipt = 't=20190814T190500&s=1250.50&fn=9282000100000000&i=12345&fp=1234567890&n=1';
  const requests: [string, string, unknown?][] = [
    ['GET', '/v1/card?msisdn=79620480100&email=maria.ivanova%40example.com'],
    ['GET', '/v1/card?msisdn=79620480199'],
    ['GET', '/v1/card?msisdn=79620480102'],
    ['GET', '/v1/card?msisdn=79620480103'],
    ['GET', '/v1/card?msisdn=79620480100x'],
    ['GET', '/v1/card'],
    ['GET', `/v1/card/${MARIA}`],
    ['GET', '/v1/card/4700000000000072784'],
    ['POST', `/v1/card/${MARIA}`, { ...person, phone: '79620480100' }],
    ['POST', `/v1/card/${MARIA}`, { phone: '79620480101' }],
    ['POST', `/v1/card/${MARIA}`, `{"surname":"Иванова","phone":"79620480100`],
    ['POST', `/v1/card/${MARIA}`, { surname: 'Иванова'.repeat(20_000) }],
    ['PUT', `/v1/card/${MARIA}/communication`, { allow: ['email'] }],
    ['GET', `/v1/card/${MARIA}/purchases?startDate=2026-01-01`],
    ['GET', `/v1/card/${MARIA}/purchases?startDate=79620480100`],
    ['GET', `/v1/promo?cardNumber=${MARIA}`],
    ['GET', '/v1/card/anonymous'],
    ['POST', '/v1/card/anonymous/4700000000000080001', { ...person, phone: '79620480170', email: undefined }],
    ['POST', `/v1/card/anonymous/${MARIA}`, { phone: '79620480101' }],
    ['POST', '/v1/card/anonymous', { phone: '79620480171' }],
    ['POST', '/v1/promo/qrCode', { cardNumber: MARIA, qrCode: receipt }],
    ['POST', '/v1/promo/qrCode', { cardNumber: MARIA, qrCode: MARIA }],
    ['GET', '/v1/card/getAllUsers'],
    ['GET', '/v1/card/getAllUsersExtended'],
    ['GET', `/v1/nowhere/${MARIA}/79620480100/maria.ivanova@example.com`],
    ['DELETE', `/v1/card/${MARIA}`],
  ];
  for (const [method, path, body] of requests) await on.call(method, path, { body });
  for (const authorization of [null, basic(LOGIN, `${PASSWORD}!`), basic(PASSWORD, LOGIN)]) {
    await on.call('GET', '/v1/card?msisdn=79620480100', { authorization });
  }
}
