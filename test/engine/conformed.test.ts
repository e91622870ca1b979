import { describe, expect, it } from 'vitest';
import { conformed } from '../../src/engine/conformed.js';
import { conform } from '../../src/loyalty-api/conform.js';
import { operations } from '../../src/loyalty-api/operations.js';

const { listUsers, listUsersExtended } = operations;
const place = { file: 'crm.yaml', line: 1, column: 1 };

const user = (index: number) => ({
  phone: 79_620_480_100 + index,
  params: [{ name: 'tier', value: index }],
  none: null,
});
const users = (length: number) => Array.from({ length }, (_, index) => user(index));

describe('an answer that is a long list', () => {
  it.each([1000, 1001, 2000, 2500])('of %d items is what a short one would be', async length => {
    const list = users(length);
    const expected = JSON.stringify(conform(listUsersExtended.response, list).value);
    expect(await conformed(listUsersExtended, place, list)).toEqual({ status: 200, body: expected });
  });

  it('leaves out what is nothing, be it a thousand items', async () => {
    const list = [1, ...Array(2500).fill(null), 2];
    expect(await conformed(listUsers, place, list)).toEqual({ status: 200, body: '["1","2"]' });
    expect(await conformed(listUsers, place, Array(2500).fill(null))).toEqual({ status: 200, body: '[]' });
  });

  it('says which item does not fit', async () => {
    const list: unknown[] = users(2500);
    list[1700] = { phone: 'none' };
    await expect(conformed(listUsersExtended, place, list)).rejects.toMatchObject({
      error: 'contractFault',
      message: expect.stringContaining('[1700].phone: expected digits only'),
    });
  });

  it('has no more values than any other', async () => {
    const list = Array(2000).fill({ phone: '1', params: [], other: Array(200).fill('x') });
    await expect(conformed(listUsersExtended, place, list)).rejects.toMatchObject({
      error: 'contractFault',
      message: 'has more than 200000 values',
    });
  });

  it('lets others have a turn between any thousand items', async () => {
    let turns = 0;
    let next = setImmediate(function others() {
      turns++;
      next = setImmediate(others);
    });
    await conformed(listUsersExtended, place, users(5000));
    clearImmediate(next);
    expect(turns).toBeGreaterThanOrEqual(4);
  });
});
