import { expect, it } from 'vitest';
import { folderOf } from '../config/reading.js';
import { runCli } from './capture.js';

it('counts one mistake in the files as one', async () => {
  const cwd = folderOf({ 'x.test.yaml': 'test: 1\nmapping: nowhere.yaml\ncases: []\n' });
  const { code, stdout } = await runCli(['test'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toMatch(/\n0 passed, 0 failed, 1 error in the files\n$/);
});
