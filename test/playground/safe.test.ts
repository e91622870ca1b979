import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SaveAnswer, Workbench } from '../../src/playground/api.js';
import { folderWith, type Opened, opened, posted, textOf } from './opened.js';
import { files, mapping } from './shop.js';

const shop = async (settings = {}) => opened(await folderWith(files), 'shop.yaml', settings);

/** Asks with headers that fetch does not let one set. */
function ask(page: Opened, path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  const { hostname, port } = new URL(page.url);
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ hostname, port, path, method, headers }, response => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('who may come in', () => {
  it('is whoever asks by a loopback name and the right port', async () => {
    const page = await shop();
    const { port } = new URL(page.url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
      expect(await ask(page, '/api/file', { host }), host).toBe(200);
    for (const host of [
      'evil.example.com',
      `evil.example.com:${port}`,
      'localhost',
      '127.0.0.1:1',
      `127.0.0.1.evil.example.com:${port}`,
    ])
      expect(await ask(page, '/api/file', { host }), host).toBe(403);
    expect(await ask(page, '/', { host: `evil.example.com:${port}` })).toBe(403);
  });

  it('is nobody who asks for what is no address, and that ends nothing', async () => {
    const page = await shop();
    for (const path of ['//', 'http://[', '//:80/'])
      expect(await ask(page, path, { host: 'evil.example.com' }), path).toBe(400);
    const { port } = new URL(page.url);
    expect(await ask(page, '/api/file', { host: `127.0.0.1:${port}` })).toBe(200);
  });

  it.each([
    ['a foreign Origin', { origin: 'https://evil.example.com' }],
    ['an opaque Origin', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page of another site that loads it as a script', { 'sec-fetch-site': 'cross-site' }],
    ['another port that loads it as a script', { 'sec-fetch-site': 'same-site' }],
  ])('is not %s', async (_, headers) => {
    const page = await shop();
    for (const path of ['/api/workbench', '/api/cases', '/api/file', '/api/schema'])
      expect(await ask(page, path, headers as never), path).toBe(403);
    for (const path of [
      '/api/check',
      '/api/run',
      '/api/live',
      '/api/rewrite',
      '/api/save',
      '/api/save-case',
      '/api/test',
      '/api/complete',
    ]) {
      const { status, body } = await page.raw(path, posted({ text: mapping }, headers as never));
      expect([status, (body as { error: { code: string } }).error.code], path).toEqual([403, 'forbidden']);
    }
    expect(await textOf(page.folder, 'shop.yaml')).toBe(mapping);
  });

  it('is its own page', async () => {
    const page = await shop();
    const { origin } = new URL(page.url);
    expect(await ask(page, '/api/file', { origin, 'sec-fetch-site': 'same-origin' })).toBe(200);
  });

  it('needs the token where it listens on more than loopback, and keeps it in a cookie', async () => {
    const page = await shop({ host: '0.0.0.0' });
    const { port, searchParams } = new URL(page.url);
    const own = { host: `127.0.0.1:${port}` };
    const token = searchParams.get('token') ?? '';
    expect(token.length).toBeGreaterThan(30);
    expect(await ask(page, '/api/file', own)).toBe(403);
    expect(await ask(page, '/', own)).toBe(403);
    expect(await ask(page, '/?token=guessed', own)).toBe(403);
    const letIn = await page.raw(`/?token=${token}`, {});
    expect(letIn.status).toBe(303);
    expect(letIn.headers.get('location')).toBe('/');
    const cookie = letIn.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(await ask(page, '/api/file', { ...own, cookie: cookie.split(';')[0] ?? '' })).toBe(200);
    expect(await ask(page, '/api/file', { ...own, cookie: `${cookie.split('=')[0]}=guessed` })).toBe(403);
    // By an address of the machine, which may have several, but by no name that somebody gave it.
    const known = { cookie: cookie.split(';')[0] ?? '' };
    expect(await ask(page, '/api/file', { ...known, host: `192.0.2.1:${port}` })).toBe(200);
    expect(await ask(page, '/api/file', { ...known, host: `evil.example.com:${port}` })).toBe(403);
  });

  it('asks for the token on loopback too, once calls can go to the CRM', async () => {
    const page = await shop({ live: true, config: 'gw.yaml' });
    expect(page.url).toContain('?token=');
    expect((await page.raw('/api/file')).status).toBe(403);
  });
});

describe('what is asked', () => {
  it.each([
    ['without a type', { 'content-type': '' }, 400, 'badRequest'],
    ['with the type of a form', { 'content-type': 'text/plain' }, 400, 'badRequest'],
    ['as JSON', { 'content-type': 'application/json; charset=utf-8' }, 200, undefined],
  ])('has to be JSON: %s', async (_, headers, status, code) => {
    const answer = await (await shop()).raw('/api/check', { ...posted({ text: mapping }), headers });
    expect(answer.status).toBe(status);
    expect((answer.body as { error?: { code: string } }).error?.code).toBe(code);
  });

  it.each([
    ['no JSON', '{', 400, 'badRequest'],
    ['another shape', '{"txt": ""}', 400, 'badRequest'],
    ['a list', '[]', 400, 'badRequest'],
    ['too much', JSON.stringify({ text: 'x'.repeat(5_000_000) }), 413, 'tooLarge'],
  ])('is refused when it is %s', async (_, body, status, code) => {
    const answer = await (await shop()).raw('/api/check', { ...posted({}), body });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: { code, message: expect.any(String) } });
  });

  it.each([
    ['/api/nothing', {}, 404],
    ['/api/run', {}, 400],
    ['/api/file', posted({}), 400],
    ['/nothing.js', {}, 404],
    ['/..%2fpackage.json', {}, 404],
    ['/toString', {}, 404],
    ['/api/constructor', {}, 404],
  ])('%s', async (path, init, status) => {
    expect((await (await shop()).raw(path, init)).status).toBe(status);
  });

  it('is answered with headers that keep a page from doing harm', async () => {
    const { headers } = await (await shop()).raw('/api/file');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});

describe('saving', () => {
  it('writes the file, and says when it has changed meanwhile', async () => {
    const page = await shop();
    const { mapping: before } = await page.get<Workbench>('/api/workbench');
    const { version } = await page.post<SaveAnswer>('/api/save', {
      text: `${before.text}# mine\n`,
      version: before.version,
    });
    expect(await textOf(page.folder, 'shop.yaml')).toBe(`${mapping}# mine\n`);
    expect(version).not.toBe(before.version);

    await writeFile(join(page.folder, 'shop.yaml'), `${mapping}# theirs\n`);
    const refused = await page.raw('/api/save', posted({ text: `${mapping}# mine again\n`, version }));
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ error: { code: 'changed' } });
    expect(await textOf(page.folder, 'shop.yaml')).toBe(`${mapping}# theirs\n`);

    const now = await page.get<Workbench['mapping']>('/api/file');
    expect(now.text).toContain('# theirs');
    await page.post('/api/save', { text: `${mapping}# mine after all\n`, version: now.version });
    expect(await textOf(page.folder, 'shop.yaml')).toBe(`${mapping}# mine after all\n`);
  });

  it('says that the file is gone', async () => {
    const page = await shop();
    await rm(join(page.folder, 'shop.yaml'));
    const { status, body } = await page.raw('/api/file');
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { message: expect.stringContaining('shop.yaml cannot be read') } });
  });

  it('keeps the line ends of the file, and its byte order mark', async () => {
    const text = `\uFEFF${mapping.replace(/\n/g, '\r\n')}`;
    const page = await opened(await folderWith({ 'shop.yaml': text }), 'shop.yaml');
    const { mapping: before } = await page.get<Workbench>('/api/workbench');
    expect(before.text).toBe(mapping);
    await page.post('/api/save', { text: `${before.text}# mine\n`, version: before.version });
    expect(await textOf(page.folder, 'shop.yaml')).toBe(`${text}# mine\r\n`);
  });

  it('writes nothing where the mapping is not theirs', async () => {
    const page = await shop({ readOnly: 'this is the demo' });
    const { mapping: before, readOnly } = await page.get<Workbench>('/api/workbench');
    expect(readOnly).toBe('this is the demo');
    const run = { operation: 'findCard', request: {}, replies: {} };
    for (const [path, body] of [
      ['/api/save', { text: 'x', version: before.version }],
      ['/api/save-case', { text: mapping, ...run, name: 'a case' }],
    ] as const) {
      const { status, body: answer } = await page.raw(path, posted(body));
      expect([status, answer]).toMatchObject([
        403,
        { error: { code: 'readOnly', message: 'this is the demo' } },
      ]);
    }
    expect(await textOf(page.folder, 'shop.yaml')).toBe(mapping);
  });

  it('follows no link out of the folder', async () => {
    const page = await shop();
    const elsewhere = await folderWith({ 'theirs.yaml': mapping });
    const { mapping: before } = await page.get<Workbench>('/api/workbench');
    await rm(join(page.folder, 'shop.yaml'));
    await symlink(join(elsewhere, 'theirs.yaml'), join(page.folder, 'shop.yaml'));
    const { status } = await page.raw('/api/save', posted({ text: 'mine', version: before.version }));
    expect(status).toBe(403);
    expect(await textOf(elsewhere, 'theirs.yaml')).toBe(mapping);
  });

  it.each(['../other.test.yaml', '/etc/passwd', 'shop.yaml', 'nested/../../x.test.yaml'])(
    'writes no case into %s',
    async file => {
      const page = await shop();
      const run = { operation: 'getCard', request: { params: { cardNumber: '1' } }, replies: {} };
      const { status } = await page.raw(
        '/api/save-case',
        posted({ text: mapping, ...run, name: 'a case', file }),
      );
      expect(status).toBe(422);
    },
  );

  it('makes no test file where a link would lead out of the folder', async () => {
    const folder = await folderWith({ 'shop.yaml': mapping });
    const elsewhere = await folderWith({});
    await symlink(join(elsewhere, 'made.yaml'), join(folder, 'shop.test.yaml'));
    const page = await opened(folder, 'shop.yaml');
    const run = { operation: 'getCard', request: { params: { cardNumber: '1' } }, replies: {} };
    const { status } = await page.raw('/api/save-case', posted({ text: mapping, ...run, name: 'a case' }));
    expect(status).toBe(403);
    await expect(readFile(join(elsewhere, 'made.yaml'))).rejects.toThrow();
  });

  it('works on a mapping to which a link leads', async () => {
    const folder = await folderWith({});
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, 'real', 'shop.yaml'), mapping);
    await symlink(join(folder, 'real', 'shop.yaml'), join(folder, 'link.yaml'));
    const page = await opened(folder, 'link.yaml');
    const { mapping: before } = await page.get<Workbench>('/api/workbench');
    await page.post('/api/save', { text: `${before.text}# mine\n`, version: before.version });
    expect(await textOf(join(folder, 'real'), 'shop.yaml')).toBe(`${mapping}# mine\n`);
  });
});
