import { execFile, execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { curlCommands } from '../../examples/demo/commands.js';
import { operationIds } from '../../src/loyalty-api/operations.js';
import { type Cleanup, fileCleanup } from './cleanup.js';
import { type Running, start } from './processes.js';

const sh = promisify(execFile);

/** The demo on free ports, in a process group of its own as a terminal gives it one. */
function startDemo(cleanup: Cleanup, env: Record<string, string> = {}): Running {
  const demo = start(process.execPath, ['examples/demo/main.js'], {
    env: { ...process.env, PORT: '0', CRM_PORT: '0', ...env },
    detached: true,
  });
  cleanup(async () => void (await demo.stop()));
  return demo;
}

/** Both have stopped, if nobody listens any longer where they said: the CRM, the gateway and its admin listener. */
async function expectNothingListens(demo: Running): Promise<void> {
  const urls = demo.stdout().match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
  expect(new Set(urls).size).toBe(3);
  for (const url of new Set(urls)) await expect(fetch(url)).rejects.toThrow('fetch failed');
}

const LISTENS = /"msg":"listening"/;

/** Whether the machine has a command; slim images of containers lack some. */
function has(command: string, what: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`there is no ${command} here: ${what}`);
    return false;
  }
}

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
      const printed = curlCommands({ url: '', login: '', password: '' });
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

it.each([
  ['SIGTERM', 'the script'],
  ['SIGINT', 'the group'],
  ['SIGHUP', 'the group'],
] as const)('%s to %s stops both', async (signal, whom) => {
  const demo = startDemo(onTestFinished);
  await demo.line(LISTENS);
  process.kill((demo.child.pid ?? 0) * (whom === 'the group' ? -1 : 1), signal);
  expect(await demo.ended).toBe(0);
  expect(demo.stderr()).toBe('');
  await expectNothingListens(demo);
});

it.skipIf(!has('pgrep', 'the death of a child of the demo is not tried')).each([
  ['the demo CRM', 'demo-crm/main.js'],
  ['the gateway', 'loyalty-gw.js'],
])('when %s dies, the other one is stopped', async (name, script) => {
  const demo = startDemo(onTestFinished);
  await demo.line(LISTENS);
  const children = execFileSync('pgrep', ['-P', String(demo.child.pid), '-f', script], { encoding: 'utf8' });
  process.kill(Number(children.trim()), 'SIGKILL');
  expect(await demo.ended).toBe(1);
  expect(demo.stderr()).toBe(`demo: ${name} ended with SIGKILL\n`);
  await expectNothingListens(demo);
});

it.each([
  ['PORT', /^loyalty-gw: port \d+ on 127\.0\.0\.1 is already in use; choose another with PORT\n$/],
  ['CRM_PORT', /^demo CRM: port \d+ is already in use; choose another with CRM_PORT\n$/],
])('%s is taken: one line', async (variable, line) => {
  const other = createServer();
  const port = await new Promise<number>(resolve =>
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
  );
  onTestFinished(() => void other.close());
  const demo = startDemo(onTestFinished, { [variable]: String(port) });
  expect(await demo.ended).toBe(1);
  expect(demo.stderr()).toMatch(line);
  expect(demo.stdout()).toBe('');
});
