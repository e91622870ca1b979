import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CheckAnswer, RewriteAnswer } from '../../src/playground/api.js';
import type { RunAnswer } from '../../src/playground/api-run.js';
import { folderWith, type Opened, opened, posted, storyOf, textOf } from './opened.js';
import { files, mapping } from './shop.js';

const SECRETS = {
  password: 'password-of-koshelek',
  token: 'token-of-the-crm-4711',
  tokenInFile: 'token-that-stands-in-a-file',
  unrelated: 'unrelated-environment-value',
};

/** A CRM that says what it was asked, credentials too. */
async function crm(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const credentials = String(request.headers['x-token'] ?? request.headers.authorization);
    asked.push(`${request.method} ${request.url} ${credentials}`);
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-echo', credentials);
    const echo = JSON.stringify(credentials);
    response.end(`{"items": [{"number": 4700000000000072783, "active": true, "echo": ${echo}}]}`);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const config = (token: string, url: string) => `users:
  - { login: koshelek, password: "\${KOSHELEK_PASSWORD}" }
mapping: shop.yaml
basePath: /walletapi
locale: en
params:
  CRM_URL: ${url}
  CRM_TOKEN: ${token}
`;

const env = { KOSHELEK_PASSWORD: SECRETS.password, TOKEN: SECRETS.token, SOMETHING: SECRETS.unrelated };

/** Lets itself in as a browser does. */
async function letIn(page: Opened): Promise<Record<string, string>> {
  const { pathname, search } = new URL(page.url);
  const { headers } = await page.raw(`${pathname}${search}`, {});
  const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
  return { cookie };
}

const find = { text: mapping, operation: 'findCard', request: { query: { msisdn: '79620480100' } } };

async function live(token = '${TOKEN}', more: Record<string, string> = {}) {
  const { url, asked } = await crm();
  const folder = await folderWith({ ...files, 'gw.yaml': config(token, url), ...more });
  const page = await opened(folder, 'shop.yaml', { live: true, config: join(folder, 'gw.yaml'), env });
  return { page, asked, folder, headers: await letIn(page) };
}

describe('a live run', () => {
  it('sends to the CRM of the config, and tells how long that took', async () => {
    const { page, asked, headers } = await live();
    const story = storyOf(await page.post<RunAnswer>('/api/live', find, headers));
    expect(asked).toEqual([`GET /customers?phone=%2B79620480100 Bearer ${SECRETS.token}`]);
    expect(story).toMatchObject({ live: true, isGood: true, placeholders: [] });
    expect(story.exchanges[0]).toMatchObject({
      reply: { status: 200 },
      call: { headers: { authorization: '***' } },
    });
    expect(story.answer?.body).toContain('"4700000000000072783"');
  });

  it('writes only when it was confirmed', async () => {
    const { page, asked, headers } = await live();
    const write = {
      text: mapping,
      operation: 'updateCommunication',
      request: { params: { cardNumber: '1' }, body: '{"allow": ["sms"]}' },
    };
    const { status, body } = await page.raw('/api/live', posted(write, headers));
    expect([status, body]).toMatchObject([409, { error: { code: 'writes' } }]);
    expect(asked).toEqual([]);
    await page.post('/api/live', { ...write, confirmWrites: true }, headers);
    expect(asked).toHaveLength(1);
  });

  it('is nothing that a playground does by itself', async () => {
    const { url, asked } = await crm();
    const folder = await folderWith({ ...files, 'gw.yaml': config('${TOKEN}', url) });
    const page = await opened(folder, 'shop.yaml', { config: join(folder, 'gw.yaml'), env });
    const { status, body } = await page.raw('/api/live', posted(find));
    expect([status, body]).toMatchObject([403, { error: { code: 'notLive' } }]);
    expect(asked).toEqual([]);
  });

  it('says that the config is broken', async () => {
    const { page, headers } = await live('${NOT_SET}');
    const { status, body } = await page.raw('/api/live', posted(find, headers));
    expect([status, body]).toMatchObject([
      422,
      { error: { code: 'cannot', hint: expect.stringContaining('check --config') } },
    ]);
  });
});

/** The token is no secret any more in the text of the page, stands outside of `auth`, and in the answer. */
const leaky = [
  ['secret: true', 'secret: false'],
  ['auth: { bearer: "${CRM_TOKEN}" }', 'headers: { x-token: "${CRM_TOKEN}" }'],
  ['"{% $found.number %}"', '"{% $found.number & $params.CRM_TOKEN %}"'],
].reduce((text, [before = '', after = '']) => text.replace(before, () => after), mapping);

const replied = { ...find, replies: { byPhone: [{ status: 200, body: '{"items": [{"number": 1}]}' }] } };

/** Where the expression of the answer stands, which reads the token. */
const inAnswer = {
  line: mapping.split('\n').findIndex(line => line.includes('cardNumber:')) + 1,
  column: 30,
};

describe('what the page is sent', () => {
  describe.each([
    ['of the environment', '${TOKEN}'],
    ['in a file', '{ file: token.txt }'],
    ['that stands in the config', SECRETS.token],
  ])('holds no secret %s, and no password', (_, token) => {
    it.each<[what: string, asked: Record<string, object | undefined>]>([
      ['the page and what it begins with', { '/': undefined, '/api/workbench': undefined }],
      ['files', { '/api/cases': undefined, '/api/file': undefined, '/api/schema': undefined }],
      ['a check', { '/api/check': {} }],
      ['a completion', { '/api/complete': { ...inAnswer, run: { ...replied, text: undefined } } }],
      ['a run', { '/api/run': replied }],
      ['a run that is live', { '/api/live': find }],
      ['a test', { '/api/test': {} }],
      ['a case that is saved', { '/api/save-case': { ...replied, name: 'a new case', replace: true } }],
    ])('in %s', async (_, asked) => {
      const { page, headers, folder } = await live(token, { 'token.txt': SECRETS.tokenInFile });
      let all = '';
      for (const [path, body] of Object.entries(asked))
        for (const text of body ? [mapping, leaky] : [mapping]) {
          const init = body ? posted({ ...body, text }, headers) : { headers };
          const answer = await page.raw(path, init);
          expect(answer.status, JSON.stringify(answer.body)).toBe(200);
          all += JSON.stringify(answer.body);
        }
      all += await textOf(folder, 'shop.test.yaml');
      for (const secret of Object.values(SECRETS)) {
        expect(all).not.toContain(secret);
        expect(all).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
      }
    });
  });

  it('has the params of the config that are no secrets, and its base path', async () => {
    const { page, headers } = await live();
    const story = storyOf(await page.post<RunAnswer>('/api/run', { ...find, replies: {} }, headers));
    const { operation, request } = find;
    const rewritten = await page.post<RewriteAnswer>('/api/rewrite', { operation, request }, headers);
    expect(rewritten.request).toEqual({ raw: 'GET /walletapi/v1/card?msisdn=79620480100' });
    expect(story.exchanges[0]?.call.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/customers/);
    expect(story.placeholders).toEqual(['CRM_TOKEN']);
    const { findings } = await page.post<CheckAnswer>('/api/check', { text: mapping }, headers);
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
