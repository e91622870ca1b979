import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { curlCommands } from '../../examples/demo/commands.js';
import { operationIds } from '../../src/loyalty-api/operations.js';
import { fileCleanup } from './cleanup.js';
import { expectNothingListens, LISTENS, startDemo } from './demo.js';
import { has } from './has.js';
import type { Running } from './processes.js';

const sh = promisify(execFile);

describe.skipIf(!has('curl', 'the commands that the demo prints are not tried'))(
  'the commands that it prints',
  () => {
    const cleanup = fileCleanup();
    let commands: string[];
    let demo: Running;
    const outputs: string[] = [];

    beforeAll(async () => {
      demo = startDemo(cleanup);
      await demo.line(LISTENS);
      commands = demo
        .stdout()
        .split('\n')
        .filter(line => line.startsWith('curl '));
      for (const command of commands) outputs.push((await sh('sh', ['-c', command])).stdout);
    });

    it('are one for each operation', () => {
      expect(commands).toHaveLength(operationIds.length);
      const printed = curlCommands({ url: '', login: '', password: '' }, '');
      const named = printed.map(text => /^# (\w+): /.exec(text)?.[1]);
      expect([...named].sort()).toEqual([...operationIds].sort());
      // zsh knows no comments at its prompt: it would take these signs for its own.
      for (const text of printed) expect(text.split('\n')[0]).not.toMatch(/[?*'"`()[\]$&|<>!]/);
    });

    it('all work when they are pasted from top to bottom', () => {
      expect(outputs.map(output => output.slice(-7))).toEqual(outputs.map(() => ' [200]\n'));
      expect(outputs[0]).toContain('"cardNumber":"4700000000000072783"');
      expect(outputs[6]).toBe('{"cardNumber":"4700000000000080001"} [200]\n');
      expect(outputs[7]).toBe(' [200]\n');
    });

    it('show in the log that follows', async () => {
      await demo.line(/"operation":"listUsersExtended","status":200/);
      expect(demo.stderr()).toBe('');
    });
  },
);

it('stops as a whole', async () => {
  const demo = startDemo(onTestFinished);
  await demo.line(LISTENS);
  demo.child.kill('SIGTERM');
  expect(await demo.ended).toBe(0);
  expect(demo.stderr()).toBe('');
  await expectNothingListens(demo);
});
