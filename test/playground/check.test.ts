import { describe, expect, it } from 'vitest';
import type { CheckAnswer } from '../../src/playground/api.js';
import type { Finding } from '../../src/playground/api-run.js';
import { folderWith, opened } from './opened.js';
import { files, mapping } from './shop.js';

const check = async (text: string) => {
  const page = await opened(await folderWith(files), 'shop.yaml');
  return page.post<CheckAnswer>('/api/check', { text });
};

/** A text with the fix of a finding. */
function fixed(text: string, { fix }: Finding): string {
  if (!fix) throw new Error('there is no fix');
  const lines = text.split('\n');
  for (const { range, text: put } of fix.edits) {
    const { line, column } = range.from;
    const old = lines[line - 1] ?? '';
    lines[line - 1] = old.slice(0, column - 1) + put + old.slice(range.to.column - 1);
  }
  return lines.join('\n');
}

describe('check', () => {
  it('tells nothing of a good mapping, and what it consists of', async () => {
    const { findings, outline } = await check(mapping);
    expect(findings.filter(({ level }) => level !== 'notice')).toEqual([]);
    expect(outline?.operations.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'findCard steps',
      'getCard unsupported',
      'updateCommunication steps',
    ]);
    expect(outline?.operations[0]?.steps.slice(0, 2)).toMatchObject([
      { name: 'byPhone', kind: 'call', method: 'GET', path: '/customers' },
      { name: 'byEmail', kind: 'call', method: 'GET', path: '/customers' },
    ]);
    expect(outline?.operations[2]?.steps).toMatchObject([{ name: 'say', method: 'PUT', writes: true }]);
    expect(outline?.params[1]).toEqual({ name: 'CRM_TOKEN', required: true, secret: true });
  });

  it.each([
    ['a key', 'take: $list', 'tkae: $list', 'unknown-key', 'write take'],
    ['a variable', '$append($byPhone,', '$append($byPhoen,', 'unknown-variable', 'write $byPhone'],
    ['a function', '$stateOf($found)', '$stateOff($found)', 'unknown-function', 'write $stateOf'],
    [
      'a member',
      '"{% $request.query.email %}"',
      '"{% $request.query.emial %}"',
      'unknown-member',
      'write $request.query.email',
    ],
    ['a param', '$params.BARCODE_TYPE', '$params.BARCODE_TYP', 'unknown-param', 'write $params.BARCODE_TYPE'],
    ['an operation', '  findCard:', '  findCrad:', 'unknown-operation', 'write findCard'],
    ['a number with a plus', 'name: shop', 'name: +79620480100', 'changed-number', 'write "+79620480100"'],
  ])('mends %s', async (_, good, bad, code, title) => {
    expect(mapping).toContain(good);
    const text = mapping.replace(good, () => bad);
    const { findings } = await check(text);
    const finding = findings.find(each => each.code === code);
    expect(finding?.fix?.title).toBe(title);
    const mended = fixed(text, finding as Finding);
    expect((await check(mended)).findings.filter(each => each.code === code)).toEqual([]);
  });

  it('tells where a finding is, and what its kind is', async () => {
    const { findings, outline } = await check(mapping.replace('$found.number', '$fund.number'));
    expect(outline).toBeUndefined();
    const [finding] = findings.filter(({ level }) => level === 'error');
    const line = mapping.split('\n').findIndex(text => text.includes('$found.number')) + 1;
    expect(finding).toMatchObject({
      code: 'unknown-variable',
      range: { from: { line } },
      about: { summary: expect.any(String) },
    });
  });

  it('offers no fix where there is a choice', async () => {
    const { findings } = await check(mapping.replace('answer: nothing', 'xyzzy: nothing'));
    expect(findings.some(({ fix }) => fix)).toBe(false);
  });
});
