import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { run } from '../../src/cli/program.js';
import { TokenFileError } from '../../src/crm/token-file.js';
import { folderOf, minimal } from '../config/reading.js';
import { captureIo, runCli } from './capture.js';

const startGateway = vi.hoisted(() => vi.fn());
vi.mock('../../src/gateway/start.js', () => ({ startGateway }));

const argv = ['serve', '-c', 'gw.yaml'];
const mapping =
  'mapping: 1\nname: shop\napi: "1.0.0"\ncrm: { baseUrl: "https://crm.test" }\n' +
  'operations: { findCard: { unsupported: no }, getCard: { unsupported: no } }\n';
const world = (yaml = minimal(), color = false, crm = mapping) => ({
  cwd: folderOf({ 'gw.yaml': yaml, 'crm.yaml': crm }),
  color,
});

const before = process.listenerCount('SIGTERM');
afterEach(() => {
  startGateway.mockReset();
  expect(process.listenerCount('SIGTERM'), 'listeners that are left').toBe(before);
});

/** Serves with a gateway that stops as told, and waits until it listens. */
async function serving(stop: () => Promise<void>) {
  const captured = captureIo(world());
  const started = new Promise<void>(resolve => {
    startGateway.mockImplementation(async () => {
      resolve();
      return { url: 'http://127.0.0.1:8080', stop, longestStop: () => 10_000 };
    });
  });
  const ended = run(argv, captured.io);
  await started;
  return { ...captured, ended };
}

it('prints the findings of the config and does not start', async () => {
  expect(await runCli(argv, world(minimal('basPath: /x')))).toEqual({
    code: 1,
    stdout: '',
    stderr: `gw.yaml:5:1 error unknown-key  unknown key "basPath"; did you mean "basePath"?
    4 |     password: ***
    5 | basPath: ***
      | ^

1 error, 0 warnings
`,
  });
  expect(startGateway).not.toHaveBeenCalled();
});

it('prints the findings of the mapping, with colours for a terminal', async () => {
  const wrong = mapping.replace('shop', 'shop\nnam: shop');
  const { code, stderr } = await runCli(argv, world(minimal(), true, wrong));
  expect(code).toBe(1);
  expect(stderr).toMatch(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI begins with one
    /^\u001b\[1mcrm\.yaml:3:1\u001b\[22m \u001b\[31merror\u001b\[39m \u001b\[2munknown-key\u001b\[22m {2}unknown key "nam"; did you mean "name"\?\n/,
  );
  expect(startGateway).not.toHaveBeenCalled();
});

it('says in one line that the mapping is not there', async () => {
  const cwd = folderOf({ 'gw.yaml': minimal() });
  const { code, stderr } = await runCli(argv, { cwd });
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `loyalty-gw: cannot read ${cwd}/crm.yaml: no such file\n`,
  });
});

it.each([
  [
    'EADDRINUSE',
    'listen',
    'port 8080 on 127.0.0.1 is already in use; choose another one, listen: { port: … }, or end what listens there',
  ],
  ['EACCES', 'listen', 'no permission to listen on port 8080 on 127.0.0.1'],
  ['EADDRNOTAVAIL', 'listen', '127.0.0.1 is not an address of this machine'],
  ['EAFNOSUPPORT', 'listen', 'cannot listen on port 8080 on 127.0.0.1: EAFNOSUPPORT'],
  ['ENOTFOUND', 'getaddrinfo', 'the host 127.0.0.1 is not known'],
])('says %s in one line', async (code, syscall, line) => {
  startGateway.mockRejectedValue(Object.assign(new Error(code), { code, syscall }));
  expect(await runCli(argv, world())).toEqual({ code: 1, stdout: '', stderr: `loyalty-gw: ${line}\n` });
});

it('shows the stack of a bug and ends with 70', async () => {
  startGateway.mockRejectedValue(new TypeError('x is not a function'));
  const { code, stderr } = await runCli(argv, world());
  expect(code).toBe(70);
  expect(stderr).toMatch(/^loyalty-gw: this is a bug in loyalty-gw\nTypeError: x is not a function\n {4}at /);
});

it.each(['SIGTERM', 'SIGINT'] as const)('stops on %s and ends with 0', async signal => {
  const stop = vi.fn(async () => {});
  const { ended, io, stdout, stderr } = await serving(stop);
  process.emit(signal);
  expect(await ended).toBe(0);
  expect(stop).toHaveBeenCalledOnce();
  expect(stdout() + stderr()).toBe('');
  const [config, loaded, destination] = startGateway.mock.calls[0] ?? [];
  expect(config).toMatchObject({ listen: { port: 8080 } });
  expect(loaded).toMatchObject({ name: 'shop' });
  expect(destination).toBe(io.stdout);
});

it('does not take the echo of a Ctrl-C for a second one, but ends at once with 130 when asked again', async () => {
  const { ended } = await serving(() => new Promise(() => {}));
  process.emit('SIGINT');
  process.emit('SIGINT');
  expect(await Promise.race([ended, delay(50, 'still stopping')])).toBe('still stopping');
  await delay(250);
  process.emit('SIGINT');
  expect(await ended).toBe(130);
});

it('gives up on a gateway that does not stop in time', { tags: ['slow'] }, async () => {
  const captured = captureIo(world(minimal('limits: { shutdown: 1ms }')));
  startGateway.mockResolvedValue({ url: '', stop: () => new Promise(() => {}), longestStop: () => 1 });
  const ended = run(argv, captured.io);
  await vi.waitUntil(() => startGateway.mock.calls.length > 0, { timeout: 15_000 });
  process.emit('SIGTERM');
  expect(await ended).toBe(1);
  expect(captured.stderr()).toBe('loyalty-gw: not stopped within 501 ms, given up\n');
});

it('says in a line that the token file cannot be used', async () => {
  startGateway.mockRejectedValue(new TokenFileError('the token file /t cannot be written (EACCES)'));
  expect(await runCli(argv, world())).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/loyalty-gw: the token file \/t cannot be written \(EACCES\)\n$/),
  });
});
