import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CheckAnswer } from '../../src/playground/api.js';
import type { RunAnswer } from '../../src/playground/api-run.js';
import { folderWith, type Opened, opened, posted, storyOf } from './opened.js';
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
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.setHeader('content-type', 'application/json');
    response.setHeader('x-echo', request.headers.authorization ?? '');
    const echo = JSON.stringify(request.headers.authorization);
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

describe('what the page is sent', () => {
  it.each([
    ['of the environment', '${TOKEN}'],
    ['in a file', '{ file: token.txt }'],
    ['that stands in the config', SECRETS.token],
  ])('holds no secret %s, and no password', async (_, token) => {
    const { page, headers } = await live(token, { 'token.txt': SECRETS.tokenInFile });
    const run = { ...find, replies: { byPhone: [{ status: 200, body: '{"items": [{"number": 1}]}' }] } };
    const leaky = {
      // The token under another name, no secret any more, and in the answer.
      text: mapping
        .replace('required: true, secret: true', 'required: true')
        .replace('"{% $params.BARCODE_TYPE %}"', '"{% $params.CRM_TOKEN %}"'),
    };
    const answers = [
      await page.raw('/', { headers }),
      ...(await Promise.all(
        ['workbench', 'cases', 'file', 'schema'].map(name => page.raw(`/api/${name}`, { headers })),
      )),
      await page.raw('/api/check', posted({ text: mapping }, headers)),
      await page.raw('/api/check', posted(leaky, headers)),
      await page.raw('/api/run', posted(run, headers)),
      await page.raw('/api/run', posted({ ...run, ...leaky }, headers)),
      await page.raw('/api/live', posted(find, headers)),
      await page.raw('/api/live', posted({ ...find, ...leaky }, headers)),
      await page.raw('/api/test', posted({ text: mapping }, headers)),
      await page.raw('/api/test', posted(leaky, headers)),
      await page.raw(
        '/api/complete',
        posted({ text: mapping, line: 20, column: 20, run: { ...run, text: undefined } }, headers),
      ),
      await page.raw('/api/save-case', posted({ ...run, name: 'a new case' }, headers)),
    ];
    expect(answers.filter(({ status }) => status === 500)).toEqual([]);
    const all = JSON.stringify(answers.map(({ body }) => body));
    for (const secret of Object.values(SECRETS)) {
      expect(all).not.toContain(secret);
      expect(all).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
    }
  });

  it('has the params of the config that are no secrets, and its base path', async () => {
    const { page, headers } = await live();
    const story = storyOf(await page.post<RunAnswer>('/api/run', { ...find, replies: {} }, headers));
    expect(story.request.raw).toBe('GET /walletapi/v1/card?msisdn=79620480100');
    expect(story.exchanges[0]?.call.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/customers/);
    expect(story.placeholders).toEqual(['CRM_TOKEN']);
    const { findings } = await page.post<CheckAnswer>('/api/check', { text: mapping }, headers);
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
