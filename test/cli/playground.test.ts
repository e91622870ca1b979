import { describe, expect, it, vi } from 'vitest';
import { commandFor } from '../../src/cli/playground/open-browser.js';
import { run } from '../../src/cli/program.js';
import { folderOf } from '../config/reading.js';
import { files, mapping } from '../playground/shop.js';
import { captureIo, runCli } from './capture.js';

const config = 'users: [{ login: koshelek, password: secret-of-koshelek }]\nmapping: shop.yaml\n';

/** Runs the command until it has printed its address, does something, and interrupts it. */
async function whileOpen(argv: string[], cwd: string, act: (stdout: string) => Promise<void>) {
  const { io, stdout, stderr } = captureIo({ cwd });
  const ended = run(['playground', '--no-open', ...argv], io);
  await vi.waitFor(() => expect(stdout()).toContain('http://'), 15_000);
  await act(stdout());
  process.emit('SIGINT');
  return { code: await ended, stdout: stdout(), stderr: stderr() };
}

describe('playground', () => {
  it('prints its address, serves the mapping, and ends when it is interrupted', async () => {
    const cwd = folderOf(files);
    const { code, stdout } = await whileOpen(['shop.yaml'], cwd, async text => {
      const [url = ''] = /http:\S+/.exec(text) ?? [];
      expect(await (await fetch(`${url}api/file`)).json()).toMatchObject({
        name: 'shop.yaml',
        text: mapping,
      });
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^playground of shop\.yaml\nopen http:\/\/127\.0\.0\.1:\d+\/\nCtrl-C ends it\n$/);
  });

  it('finds the mapping of the folder, and that of a config', async () => {
    const cwd = folderOf({ ...files, 'gw.yaml': config });
    for (const argv of [[], ['--config', 'gw.yaml'], ['shop.yaml', '-c', 'gw.yaml']]) {
      const { stdout } = await whileOpen([...argv, '--json'], cwd, async () => {});
      expect(JSON.parse(stdout)).toEqual({
        url: expect.any(String),
        mapping: 'shop.yaml',
        readOnly: false,
        live: false,
      });
    }
  });

  it('shows the demo where there is none, and how to begin', async () => {
    const { stdout } = await whileOpen([], folderOf({}), async () => {});
    expect(stdout).toContain('demo-crm.yaml');
    expect(stdout).toContain('loyalty-gw init');
  });

  it('says that it is live', async () => {
    const cwd = folderOf({ ...files, 'gw.yaml': config });
    const { stdout } = await whileOpen(['-c', 'gw.yaml', '--live'], cwd, async () => {});
    expect(stdout).toContain('LIVE');
    expect(stdout).toMatch(/open http:\/\/127\.0\.0\.1:\d+\/\?token=\S{32}/);
  });

  it.each<[what: string, argv: string[], more: Record<string, string>, message: string]>([
    [
      'there are several mappings',
      [],
      { 'other.yaml': mapping },
      'several mappings in this folder: name one of other.yaml, shop.yaml',
    ],
    ['there is no such file', ['none.yaml'], {}, 'cannot read none.yaml: no such file'],
    [
      'it is a config',
      ['gw.yaml'],
      { 'gw.yaml': config },
      'gw.yaml is a config, not a mapping: name it with --config',
    ],
    ['it is a test file', ['shop.test.yaml'], {}, 'shop.test.yaml is a test file, not a mapping'],
    [
      'the config is for another one',
      ['other.yaml', '-c', 'gw.yaml'],
      { 'gw.yaml': config, 'other.yaml': mapping },
      'is for shop.yaml, not for other.yaml',
    ],
    ['the port is none', ['--port', '99999'], {}, '"99999" is no port'],
    ['it is live without a config', ['--live'], {}, '--live sends to the CRM of a config'],
  ])('is called wrongly when %s', async (_, argv, more, message) => {
    const cwd = folderOf({ ...files, ...more });
    const { code, stderr } = await runCli(['playground', '--no-open', ...argv], { cwd });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it('says that the port is taken', async () => {
    const cwd = folderOf(files);
    await whileOpen(['shop.yaml'], cwd, async text => {
      const [, port = ''] = /:(\d+)\//.exec(text) ?? [];
      const { code, stderr } = await runCli(['playground', 'shop.yaml', '--no-open', '--port', port], {
        cwd,
      });
      expect(stderr).toBe(
        `loyalty-gw: port ${port} on 127.0.0.1 is already in use; choose another one with --port, or leave that out\n`,
      );
      expect(code).toBe(1);
    });
  });

  it('tells what is wrong with the config', async () => {
    const cwd = folderOf({ ...files, 'gw.yaml': `${config}nonsense: 1\n` });
    const { code, stderr } = await runCli(['playground', '-c', 'gw.yaml'], { cwd });
    expect(stderr).toContain('unknown key "nonsense"');
    expect(stderr).not.toContain('secret-of-koshelek');
    expect(code).toBe(1);
  });
});

describe('the browser', () => {
  const url = 'http://127.0.0.1:1/?token=a';
  it.each<[NodeJS.Platform, Record<string, string>, string[] | undefined]>([
    ['linux', {}, undefined],
    ['linux', { DISPLAY: ':0' }, ['xdg-open', url]],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open', url]],
    ['linux', { BROWSER: 'firefox' }, ['firefox', url]],
    ['darwin', {}, ['open', url]],
    ['win32', {}, ['cmd', '/c', 'start', '""', url]],
  ])('of %s with %j', (platform, env, command) => {
    expect(commandFor(url, env, platform)).toEqual(command);
  });
});
