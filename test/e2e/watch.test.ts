/** @module-tag slow */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Running, start } from './processes.js';

const BIN = resolve('bin/loyalty-gw.js');

const mapping = (answer: string) => `mapping: 1
name: watched
api: "1.0.0"
crm: { baseUrl: https://crm.example.com }
operations:
  findCard: { unsupported: not here }
  getCard: { unsupported: not here }
  listUsers: { steps: { all: { answer: [${answer}] } } }
`;

const cases = (name: string) => `test: 1
mapping: ../mappings/watched.yaml # not beside it
cases:
  - { name: ${name}, operation: listUsers, answer: { body: ["1"] } }
`;

/** A folder for a mapping, and its tests elsewhere. */
function folder() {
  const cwd = mkdtempSync(join(tmpdir(), 'loyalty-gw-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  for (const name of ['mappings', 'tests']) mkdirSync(join(cwd, name));
  const write = (file: string, text: string) => {
    // As editors do: under another name, and then in the place of the file.
    writeFileSync(join(cwd, 'new~'), text);
    renameSync(join(cwd, 'new~'), join(cwd, file));
  };
  return { cwd, write, remove: (file: string) => rmSync(join(cwd, file)) };
}

function watched(cwd: string, ...argv: string[]) {
  const running = start(process.execPath, [BIN, ...argv, '--watch'], { cwd });
  onTestFinished(async () => void (await running.stop()));
  return running;
}

/** Waits until something was printed so many times. */
const printed = (running: Running, text: string, times = 1, where: 'stdout' | 'stderr' = 'stdout') =>
  vi.waitFor(
    () => expect(running[where]().split(text).length - 1, running.stdout() + running.stderr()).toBe(times),
    {
      timeout: 30_000,
      interval: 50,
    },
  );

const READY = 'waiting for changes';

describe('test --watch', () => {
  it('runs again when a test file, or the mapping that it names, changes', async () => {
    const { cwd, write } = folder();
    write('mappings/watched.yaml', mapping('"1"'));
    write('tests/a.test.yaml', cases('one'));
    const running = watched(cwd, 'test');
    await printed(running, '1 passed, 0 failed');

    write('mappings/watched.yaml', mapping('"2"'));
    await printed(running, '0 passed, 1 failed');
    expect(running.stdout()).toMatch(/\n--- \d\d:\d\d:\d\d {2}mappings\/watched\.yaml\n/);

    write('mappings/watched.yaml', mapping('"1"'));
    await printed(running, '1 passed, 0 failed', 2);
    write('tests/a.test.yaml', cases('renamed'));
    await printed(running, 'ok    listUsers: renamed');
    expect(running.stdout()).not.toContain('\u001b');
  });

  it('sees test files that come and go, and mistakes in between', async () => {
    const { cwd, write, remove } = folder();
    write('mappings/watched.yaml', mapping('"1"'));
    write('tests/a.test.yaml', cases('one'));
    const running = watched(cwd, 'test');
    await printed(running, '1 passed, 0 failed');

    write('tests/b.test.yaml', cases('two'));
    await printed(running, '2 passed, 0 failed');
    write('mappings/watched.yaml', 'mapping: 1\n  name: "');
    await printed(running, '0 passed, 0 failed, ');
    remove('mappings/watched.yaml');
    await printed(running, 'cannot read', 2);
    write('mappings/watched.yaml', mapping('"1"'));
    await printed(running, '2 passed, 0 failed', 2);
    write('tests/b.test.yaml', 'test: 1\nmapping: ../mappings/watched.yaml\ncases: [');
    await printed(running, '1 passed, 0 failed, 1 error in the files');
    remove('tests/a.test.yaml');
    remove('tests/b.test.yaml');
    await printed(running, 'there is no *.test.yaml below this folder', 1, 'stderr');
    write('tests/c.test.yaml', cases('three'));
    await printed(running, 'ok    listUsers: three');
  });

  it.each([
    ['"1"', 0],
    ['"2"', 1],
  ])('ends by Ctrl-C with the exit code of the last run: an answer of %s gives %d', async (answer, code) => {
    const { cwd, write } = folder();
    write('mappings/watched.yaml', mapping(answer));
    write('tests/a.test.yaml', cases('one'));
    const running = watched(cwd, 'test');
    await printed(running, READY);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(code);
  });

  it('prints a document of JSON for each run, and nothing else', async () => {
    const { cwd, write } = folder();
    write('mappings/watched.yaml', mapping('"1"'));
    write('tests/a.test.yaml', cases('one'));
    const running = watched(cwd, 'test', '--json');
    await printed(running, '"passed":1,');
    write('mappings/watched.yaml', mapping('"2"'));
    await printed(running, '"passed":0,');
    const documents = running.stdout().trimEnd().split('\n');
    expect(documents.map(text => JSON.parse(text).failed)).toEqual([0, 1]);
  });

  it('is wrong usage at once where the file that is named is not there', async () => {
    const { cwd } = folder();
    const running = watched(cwd, 'test', 'tests/none.test.yaml');
    expect(await running.ended).toBe(2);
    expect(running.stderr()).toMatch(/^loyalty-gw: cannot read .*none\.test\.yaml: no such file\n$/);
  });
});

describe('check --watch', () => {
  it('checks again when a file that is named changes, be it gone in between', async () => {
    const { cwd, write, remove } = folder();
    write('mappings/watched.yaml', mapping('"1"'));
    const running = watched(cwd, 'check', 'mappings/watched.yaml');
    await printed(running, '0 errors, 0 warnings');
    write('mappings/watched.yaml', mapping('"a letter"'));
    await printed(running, '1 error, 0 warnings');
    remove('mappings/watched.yaml');
    await printed(running, 'cannot read mappings/watched.yaml: no such file', 1, 'stderr');
    write('mappings/watched.yaml', mapping('"1"'));
    await printed(running, '0 errors, 0 warnings', 2);
  });

  it('checks a config again when its mapping changes', async () => {
    const { cwd, write } = folder();
    write('mappings/watched.yaml', mapping('"1"'));
    write(
      'config.yaml',
      'mapping: "mappings/watched.yaml"\nlisten: { port: 0 }\nlogins: [{ login: koshelek, password: a-long-password }]\n',
    );
    const running = watched(cwd, 'check', '--config', 'config.yaml');
    await printed(running, READY);
    write('mappings/watched.yaml', mapping('"a letter"'));
    await printed(running, 'watched.yaml:8:');
  });
});
