import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckAnswer, SaveAnswer, TestAnswer, Workbench } from '../../src/playground/api.js';
import { folderWith, opened, posted, textOf } from './opened.js';
import { files, mapping, tests } from './shop.js';

const run = {
  text: mapping,
  operation: 'findCard',
  request: { query: { msisdn: '79620480100' } },
  replies: { byPhone: [{ status: 200, body: '{"items": [{"number": "4600000000017", "active": true}]}' }] },
};

/** As a program writes it that knows no UTF-8. */
const cyrillic = Buffer.concat([Buffer.from('# '), Buffer.from('cff0e8e2e5f2', 'hex'), Buffer.from('\n')]);

describe('a mapping that is not UTF-8', () => {
  const bytes = Buffer.concat([Buffer.from(mapping), cyrillic]);
  const shop = async () => {
    const folder = await folderWith(files);
    await writeFile(join(folder, 'shop.yaml'), bytes);
    return opened(folder, 'shop.yaml');
  };

  it('is not saved, for what could not be read would be lost', async () => {
    const page = await shop();
    const { mapping: before } = await page.get<Workbench>('/api/workbench');
    const saved = await page.raw(
      '/api/save',
      posted({ text: `${before.text}# mine\n`, version: before.version }),
    );
    expect([saved.status, saved.body]).toMatchObject([
      422,
      { error: { message: expect.stringContaining('shop.yaml is not UTF-8'), hint: expect.any(String) } },
    ]);
    expect(await readFile(join(page.folder, 'shop.yaml'))).toEqual(bytes);
  });

  it('has the finding that check has, where it is seen first, and whatever is typed', async () => {
    const page = await shop();
    const { mapping: before } = await page.get<Workbench>('/api/workbench');
    const { findings, outline } = await page.post<CheckAnswer>('/api/check', { text: before.text });
    const line = mapping.split('\n').length;
    expect(findings).toMatchObject([
      { level: 'error', message: 'the file is not UTF-8', range: { from: { line, column: 3 } } },
    ]);
    expect(outline).toBeUndefined();
    const typed = await page.post<CheckAnswer>('/api/check', { text: mapping });
    expect(typed.findings).toMatchObject([{ message: 'the file is not UTF-8' }]);
    expect(await page.post<TestAnswer>('/api/test', { text: before.text })).toMatchObject({
      findings: [{ message: 'the file is not UTF-8' }],
      cases: [],
    });
  });

  it('is worked on once it was converted', async () => {
    const page = await shop();
    await writeFile(join(page.folder, 'shop.yaml'), `${mapping}# \u041f\u0440\u0438\u0432\u0435\u0442\n`);
    const { text, version } = await page.get<Workbench['mapping']>('/api/file');
    const { outline } = await page.post<CheckAnswer>('/api/check', { text });
    expect(outline).toBeDefined();
    expect((await page.raw('/api/save', posted({ text, version }))).status).toBe(200);
  });
});

it('adds no case to a test file that is not UTF-8', async () => {
  const bytes = Buffer.concat([Buffer.from(tests), cyrillic]);
  const folder = await folderWith(files);
  await writeFile(join(folder, 'shop.test.yaml'), bytes);
  const page = await opened(folder, 'shop.yaml');
  const saved = await page.raw('/api/save-case', posted({ ...run, name: 'one' }));
  expect([saved.status, saved.body]).toMatchObject([
    422,
    { error: { message: expect.stringContaining('the file is not UTF-8') } },
  ]);
  expect(await readFile(join(folder, 'shop.test.yaml'))).toEqual(bytes);
});

describe('a mapping that is gone from the disk', () => {
  const gone = async (written = mapping, config?: string) => {
    const folder = await folderWith({ ...files, 'shop.yaml': written, 'gw.yaml': config ?? '' });
    const page = await opened(folder, 'shop.yaml', config === undefined ? {} : { config: 'gw.yaml' });
    const { mapping: before } = await page.get<Workbench>('/api/workbench');
    await rm(join(folder, 'shop.yaml'));
    return { page, before };
  };

  it('is written again where that is wanted, and only then', async () => {
    const { page, before } = await gone();
    const text = `${mapping}# mine\n`;
    const refused = await page.raw('/api/save', posted({ text, version: before.version }));
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { error: { code: 'gone', message: 'shop.yaml is not on the disk any more' } },
    ]);
    const { version } = await page.post<SaveAnswer>('/api/save', { text });
    expect(await textOf(page.folder, 'shop.yaml')).toBe(text);
    await page.post('/api/save', { text: mapping, version });
    expect(await textOf(page.folder, 'shop.yaml')).toBe(mapping);
  });

  it('is not written over one that came meanwhile', async () => {
    const { page } = await gone();
    await writeFile(join(page.folder, 'shop.yaml'), '# theirs\n');
    const { status, body } = await page.raw('/api/save', posted({ text: mapping }));
    expect([status, body]).toMatchObject([409, { error: { code: 'changed' } }]);
    expect(await textOf(page.folder, 'shop.yaml')).toBe('# theirs\n');
  });

  it('has the line ends again that it had', async () => {
    const { page, before } = await gone(mapping.replace(/\n/g, '\r\n'));
    await page.post('/api/save', { text: before.text });
    expect(await textOf(page.folder, 'shop.yaml')).toBe(mapping.replace(/\n/g, '\r\n'));
  });

  it('cannot be written where its folder is gone as well, and says so', async () => {
    const { page } = await gone();
    await rm(page.folder, { recursive: true });
    const { status, body } = await page.raw('/api/save', posted({ text: mapping }));
    await mkdir(page.folder);
    expect([status, body]).toMatchObject([
      422,
      { error: { message: expect.stringMatching(/folder .* not there/) } },
    ]);
  });

  it.each([
    ['/api/save-case', { ...run, name: 'one' }],
    ['/api/test', { text: mapping }],
  ])('is what %s says', async (path, body) => {
    const { page } = await gone();
    const answer = await page.raw(path, posted(body));
    expect([answer.status, answer.body]).toMatchObject([
      409,
      {
        error: {
          message: 'shop.yaml is not on the disk any more',
          hint: 'save the mapping: it can be written again',
        },
      },
    ]);
    expect(await textOf(page.folder, 'shop.test.yaml')).toBe(tests);
  });

  it('is checked, run and completed all the same, and what it called secret stays so', async () => {
    const config = `users: [{ login: koshelek, password: password-of-koshelek }]
mapping: shop.yaml
params: { CRM_URL: "https://crm.example.com", CRM_TOKEN: token-in-clear }
`;
    const { page } = await gone(mapping, config);
    const { outline } = await page.post<CheckAnswer>('/api/check', { text: mapping });
    expect(outline).toBeDefined();
    const open = mapping
      .replace(', secret: true', '')
      .replace(/ {2}auth: .*\n/, '')
      .replace('get: /customers', () => 'get: "/customers/${CRM_TOKEN}"');
    const ran = (await page.raw('/api/run', posted({ ...run, text: open }))).body;
    expect(ran).toMatchObject({ story: {} });
    expect(JSON.stringify(ran)).not.toContain('token-in-clear');
    expect((await page.raw('/api/complete', posted({ text: mapping, line: 1, column: 1 }))).status).toBe(200);
  });
});
