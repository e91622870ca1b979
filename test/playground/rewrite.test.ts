import { describe, expect, it } from 'vitest';
import type { RewriteAnswer } from '../../src/playground/api.js';
import type { RequestInput } from '../../src/playground/api-run.js';
import { folderWith, type Opened, opened, posted } from './opened.js';
import { files, mapping } from './shop.js';

const own = `${mapping}custom:
  getBonus:
    route: GET /v1/card/{cardNumber}/bonus
    contract: { response: { bonus: integer } }
    steps:
      bonus: { get: "/bonus/{% $request.params.cardNumber %}" }
    response: { bonus: "{% $bonus.sum %}" }
`;

const shop = async (text = mapping, settings = {}, more = {}) =>
  opened(await folderWith({ ...files, 'shop.yaml': text, ...more }), 'shop.yaml', settings);

const rewritten = async (page: Opened, operation: string, request: RequestInput): Promise<RequestInput> =>
  (await page.post<RewriteAnswer>('/api/rewrite', { operation, request })).request;

describe('a request that is written in the other way', () => {
  it('says as text what the form held, and as fields what the text held', async () => {
    const page = await shop();
    const raw = 'GET /v1/card?msisdn=79620480100&email=maria%40example.com';
    const query = { msisdn: '79620480100', email: 'maria@example.com' };
    expect(await rewritten(page, 'findCard', { query })).toEqual({ raw });
    expect(await rewritten(page, 'findCard', { raw })).toEqual({ params: {}, query, headers: {} });
  });

  it('keeps headers, and a body that is no JSON', async () => {
    const page = await shop();
    const fields = {
      params: { cardNumber: '4600000000017' },
      query: {},
      headers: { 'content-type': 'application/json', 'accept-language': 'ru' },
      body: '{"allow": [\n\n',
    };
    const text = await rewritten(page, 'updateCommunication', fields);
    expect(text).toEqual({
      raw: 'PUT /v1/card/4600000000017/communication\ncontent-type: application/json\naccept-language: ru\n\n{"allow": [\n\n',
    });
    expect(await rewritten(page, 'updateCommunication', text)).toEqual(fields);
  });

  it('needs no mapping that can be run', async () => {
    const page = await shop(
      'operations: [',
      {
        config: 'gw.yaml',
      },
      {
        'gw.yaml':
          'users: [{ login: koshelek, password: password-of-koshelek }]\nmapping: shop.yaml\nbasePath: /wallet\nversionSegment: v2\n',
      },
    );
    expect(await rewritten(page, 'findCard', { query: { msisdn: '79620480100' } })).toEqual({
      raw: 'GET /wallet/v2/card?msisdn=79620480100',
    });
  });

  it("may be one of the mapping's own operations", async () => {
    const page = await shop(own);
    const raw = 'GET /v1/card/4600000000017/bonus';
    expect(await rewritten(page, 'getBonus', { params: { cardNumber: '4600000000017' } })).toEqual({ raw });
  });

  it('is an empty form where no text is left', async () => {
    expect(await rewritten(await shop(), 'findCard', { raw: ' \n' })).toEqual({});
  });

  it.each([
    ['a text that is no request', 'findCard', 'hello', /no request line/],
    ['a request of another operation', 'findCard', 'GET /v1/card/1', /no request of findCard/],
    ['an operation that nobody knows', 'findCrad', 'GET /v1/card', /no operation findCrad/],
  ])('is refused for %s', async (_, operation, raw, message) => {
    const page = await shop();
    const { status, body } = await page.raw('/api/rewrite', posted({ operation, request: { raw } }));
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { code: 'cannot', message: expect.stringMatching(message) } });
  });
});
