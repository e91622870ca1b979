import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckAnswer, TestAnswer, Workbench } from '../../src/playground/api.js';
import { folderWith, opened, posted } from './opened.js';
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
