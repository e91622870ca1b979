import { readFile } from 'node:fs/promises';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { methods } from '../../examples/tutorial-crm/methods.js';
import { startRomashka } from '../../examples/tutorial-crm/server.js';
import { blocksOf } from '../docs/blocks.js';

const MARIA = 2900000000117;
const FIRST_OF_POOL = 2900000010000;

/** Starts the CRM and logs in. */
async function start(options: Parameters<typeof startRomashka>[0] = {}) {
  const crm = await startRomashka(options);
  onTestFinished(() => crm.close());
  const post = async (method: string, body: unknown, token = '') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${crm.url}/api/${method}`, {
      method: 'POST',
      headers: { 'X-Session': token },
      body: text,
    });
    expect(response.status).toBe(200);
    // biome-ignore lint/suspicious/noExplicitAny: the tests judge the shape
    return (await response.json()) as any;
  };
  const login = async () =>
    (await post('login', { user: 'koshelek', password: 'tutorial-password' })).data.token;
  const token: string = await login();
  const call = (method: string, body: unknown) => post(method, body, token);
  const code = async (method: string, body: unknown) => (await call(method, body)).code;
  return { ...crm, post, login, token, call, code };
}

describe('its documentation', async () => {
  const page = await readFile('examples/tutorial-crm/API.md', 'utf8');
  const examples = page
    .split('\n## ')
    .slice(1)
    .map(section => {
      const [request, reply] = blocksOf(section).map(({ text }) => JSON.parse(text));
      return { method: section.slice(0, section.indexOf('\n')), request, reply };
    });

  it('shows what the CRM replies, from top to bottom', async () => {
    const { call } = await start();
    for (const { method, request, reply } of examples) {
      const expected =
        method === 'login' ? { ...reply, data: { token: expect.any(String), minutes: 20 } } : reply;
      expect(await call(method, request), method).toEqual(expected);
    }
  });

  it('has each method and each code', async () => {
    expect(examples.map(({ method }) => method).sort()).toEqual(['login', ...Object.keys(methods)].sort());
    const sources = ['methods', 'sessions', 'server'].map(name =>
      readFile(`examples/tutorial-crm/${name}.js`, 'utf8'),
    );
    const codes = (await Promise.all(sources)).flatMap(text => text.match(/(?<=CrmError\()\d+/g) ?? []);
    const told = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => code);
    expect(told).toEqual(['0', ...new Set(codes.sort())]);
  });

  it('is told to tools by the OpenAPI beside it', async () => {
    const document = parse(await readFile('examples/tutorial-crm/openapi.yaml', 'utf8'));
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
    expect(Object.keys(document.paths).sort()).toEqual(examples.map(({ method }) => `/${method}`).sort());

    const ajv = new Ajv2020({ strict: false }).addSchema(document, 'api');
    for (const { method, request, reply } of examples) {
      const place = `api#/paths/~1${method.replace('/', '~1')}/post`;
      const media = 'content/application~1json/schema';
      for (const [path, value] of [
        [`requestBody/${media}`, request],
        [`responses/200/${media}`, reply],
      ]) {
        const validate = ajv.getSchema(`${place}/${path}`);
        expect(validate?.(value), `${method}: ${JSON.stringify(validate?.errors)}`).toBe(true);
      }
    }
  });
});

describe('calls', () => {
  it('need a token that is still good', async () => {
    let now = Date.UTC(2026, 0, 15);
    const { post, call, login } = await start({ tokenMinutes: 2, clock: () => now });
    expect(await post('card/info', { card: MARIA })).toMatchObject({ code: 101, data: '' });
    expect(await call('card/info', { card: MARIA })).toMatchObject({ code: 0 });
    now += 2 * 60_000;
    expect(await call('card/info', { card: MARIA })).toMatchObject({ code: 101 });
    expect(await post('card/info', { card: MARIA }, await login())).toMatchObject({ code: 0 });
    expect(await post('login', { user: 'koshelek', password: 'guessed' })).toMatchObject({ code: 102 });
  });

  it('keep no more than a hundred sessions', async () => {
    const { login, code } = await start();
    for (let session = 2; session <= 100; session++) await login();
    expect(await code('card/info', { card: MARIA })).toBe(0);
    await login();
    expect(await code('card/info', { card: MARIA })).toBe(101);
  });

  it('of what is no method get a page of HTML', async () => {
    const { url } = await start();
    for (const [method, path] of [
      ['GET', '/api/login'],
      ['POST', '/api/nothing'],
      ['POST', '/api/constructor'],
      ['POST', '/'],
    ]) {
      const response = await fetch(`${url}${path}`, { method });
      expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html']);
    }
  });

  it.each(['', '[]', 'null', '{"card":', `{"card":"${'9'.repeat(65536)}"}`])(
    'of %.10s are refused',
    async body => {
      const { code } = await start();
      expect(await code('card/info', body)).toBe(300);
    },
  );
});

describe('clients', () => {
  it.each([
    [{}, 6],
    [{ phone: '', email: '' }, 6],
    [{ phone: '8 (962) 048-01-00' }, 1],
    [{ phone: '+79620480100' }, 0],
    [{ phone: '8 (962) 048-01-03' }, 2],
    [{ email: 'MARIA.IVANOVA@example.com' }, 1],
    [{ email: 'maria.ivanova@example.com', phone: '8 (962) 048-01-03' }, 0],
  ])('are found with %j', async (filter, total) => {
    const { call } = await start();
    expect((await call('client/find', filter)).data).toMatchObject({ total });
  });

  it('come in pages of five', async () => {
    const { call, code } = await start();
    const pages = [await call('client/find', {}), await call('client/find', { page: 2 })];
    expect(pages.map(({ data: { rows, page, pages } }) => [rows.length, page, pages])).toEqual([
      [5, 1, 2],
      [1, 2, 2],
    ]);
    expect(await code('client/find', { page: 0 })).toBe(301);
  });

  it('are changed in the fields that were sent, or in none', async () => {
    const { call, code } = await start();
    const maria = async () => (await call('client/find', { phone: '8 (962) 048-01-00' })).data.rows[0];
    const before = await maria();
    expect(await code('client/edit', { id: 11, city: 'Орёл', noEmail: 0, birthday: '' })).toBe(0);
    const after = { ...before, city: 'Орёл', noEmail: 0, birthday: '' };
    expect(await maria()).toEqual(after);
    for (const wrong of [
      { phone: '+79620480150' },
      { phone: '' },
      { birthday: '1985-04-12' },
      { birthday: '30.02.1985' },
      { sex: 'f' },
      { noSms: true },
      { surname: 7 },
    ]) {
      expect(await code('client/edit', { id: 11, city: 'Тула', ...wrong })).toBe(301);
    }
    expect(await code('client/edit', { id: 11, phone: '8 (962) 048-01-01' })).toBe(203);
    expect(await code('client/edit', { id: 99, city: 'Тула' })).toBe(201);
    expect(await maria()).toEqual(after);
  });
});

describe('cards', () => {
  it.each([
    [{ from: '15.01.2026' }, 12],
    [{ from: '16.01.2026' }, 10],
    [{ from: '15.01.2026', to: '' }, 12],
    [{ from: '15.01.2026', to: '30.06.2026' }, 11],
    [{ from: '15.01.2026', to: '01.07.2026' }, 12],
    [{ from: '15.01.2026', to: '15.01.2026' }, 0],
  ])('were bought with in %j, whose end is not in it', async (period, total) => {
    const { call } = await start();
    expect((await call('card/purchases', { card: MARIA, ...period })).data).toMatchObject({ total });
  });

  it.each([
    ['card/info', { card: 2900000000124 }, 0],
    ['card/info', { card: String(MARIA) }, 0],
    ['card/info', { card: '' }, 202],
    ['card/info', { card: FIRST_OF_POOL }, 202],
    ['card/purchases', { card: 1, from: '15.01.2026' }, 202],
    ['card/purchases', { card: MARIA }, 301],
    ['card/purchases', { card: MARIA, from: '2026-01-15' }, 301],
    ['card/purchases', { card: MARIA, from: '15.01.2026', to: '31.02.2026' }, 301],
    ['card/issue', { card: MARIA, phone: '8 (962) 048-01-50' }, 205],
    ['card/issue', { card: FIRST_OF_POOL, phone: '8 (962) 048-01-50' }, 204],
  ])('%s of %j gives code %i', async (method, body, expected) => {
    const { code } = await start();
    expect(await code(method, body)).toBe(expected);
  });

  it('are issued once, to a client without one or to a new client', async () => {
    const { call, code } = await start();
    const take = async () => (await call('pool/take', {})).data.card;
    const number = await take();
    expect(number).toBe(FIRST_OF_POOL);
    expect(await code('card/issue', { card: number, phone: '8 (962) 048-01-00' })).toBe(203);
    expect(await code('card/issue', { card: number })).toBe(301);
    const denis = { id: 16, name: 'Денис', card: number, cardState: 1, city: 'Орёл' };
    const issued = await call('card/issue', { card: number, phone: '8 (962) 048-01-04', city: 'Орёл' });
    expect(issued.data).toMatchObject(denis);
    expect(await code('card/issue', { card: number, phone: '8 (962) 048-01-50' })).toBe(205);
    const next = await take();
    expect(await call('card/issue', { card: next, phone: '+37369000150' })).toMatchObject({
      data: { id: 17 },
    });
    expect(await code('card/info', { card: next })).toBe(0);
  });

  it('end with the pool', async () => {
    const { code } = await start();
    for (let number = 0; number < 200; number++) expect(await code('pool/take', {})).toBe(0);
    expect(await code('pool/take', {})).toBe(206);
  });
});
