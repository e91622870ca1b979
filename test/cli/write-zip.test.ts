import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeZip } from '../../src/cli/cards/write-zip.js';
import { folderOf } from '../config/reading.js';

it.each([
  ['at once', 0],
  ['in the middle', 200],
])('an archive that could not be written whole, %s, leaves what was there', async (_, chunks) => {
  const folder = folderOf({ 'registry.zip': 'the one before' });
  async function* texts() {
    for (let chunk = 0; chunk < chunks; chunk++) yield `${chunk};`.repeat(10_000);
    throw new Error('the store is gone');
  }
  const writing = writeZip(join(folder, 'registry.zip'), 'registry.csv', texts());
  await expect(writing).rejects.toThrow('the store is gone');
  expect(readdirSync(folder)).toEqual(['registry.zip']);
  expect(readFileSync(join(folder, 'registry.zip'), 'utf8')).toBe('the one before');
});
