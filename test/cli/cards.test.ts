import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { CardKeeper } from '../../src/cards/keeper.js';
import { type CardsConfig, storeName } from '../../src/cli/cards/open.js';
import { gs1CheckDigit } from '../../src/loyalty-api/check-digits.js';
import { withKeeper } from '../cards/keeper-of-folder.js';
import { folderOf } from '../config/reading.js';
import { captureIo, runCli } from './capture.js';
import { typed } from './terminal.js';

const key = 'a key of these tests only';
const [person, another] = ['+79620480100', '+79620480101'];
const c = ['-c', 'gw.yaml'];

function config(cards = 'pool: {}\n  barcode: EAN_13\n  warnBelow: 3'): string {
  // Neither the login nor the mapping need be there.
  return `users: [{ login: koshelek, password: "\${NOT_SET}" }]\nmapping: nowhere.yaml\ncards:\n  key: ${key}\n  ${cards}\n`;
}

function numbersFrom(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const digits = `29${String(first + index).padStart(10, '0')}`;
    return digits + gs1CheckDigit(digits);
  });
}

const numbers = numbersFrom(1, 5);

/** A folder with a config, and a list of five numbers. */
function shop(files: Record<string, string> = {}): string {
  return folderOf({ 'gw.yaml': config(), 'five.csv': `card;shop\n${numbers.join(';7\n')};7\n`, ...files });
}

async function imported(): Promise<string> {
  const cwd = shop();
  expect(await runCli(['cards', 'import', 'five.csv', ...c], { cwd })).toMatchObject({ code: 0, stderr: '' });
  return cwd;
}

/** What the gateway does with the store meanwhile. */
function meanwhile<T>(cwd: string, work: (keeper: CardKeeper) => Promise<T>): Promise<T> {
  return withKeeper(cwd, key, work);
}

/** One number issued, one being issued, one doubtful, one reserved, one free. */
async function used(): Promise<string> {
  const cwd = await imported();
  await meanwhile(cwd, async keeper => {
    for (const end of ['issued', undefined, 'doubtful'] as const) {
      const outcome = await keeper.claim(await keeper.reserve(undefined), person, 600_000);
      if (outcome.kind !== 'granted') throw new Error(outcome.kind);
      if (end) await keeper.finish(outcome.claim, end);
    }
    await keeper.reserve(undefined);
  });
  return cwd;
}

/** What somebody sees at a prompt who types one command after another. */
async function session(cwd: string, commands: readonly string[]): Promise<string> {
  const blocks = [];
  for (const command of commands) {
    const { code, stdout, stderr } = await runCli([...command.split(' '), ...c], { cwd });
    if (command.includes('--json')) JSON.parse(stdout);
    const printed = `${stdout}${stderr === '' ? '' : `--- stderr\n${stderr}`}`;
    blocks.push(`$ loyalty-gw ${command} -c gw.yaml\n${printed}=> ${code}\n`);
  }
  return blocks
    .join('\n')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME')
    .replaceAll(cwd, '/shop');
}

describe('what the commands print', () => {
  it('of an import', async () => {
    const cwd = shop({
      'bad.csv': `number\n${numbers[0]}\n2.9E+12\n\n${numbers[0]}\n2900000000019\n`,
      'more.csv': numbersFrom(4, 4).join('\n'),
      'clients.csv': `name,card number\nAnn,${numbersFrom(9, 1)}\n`,
      'empty.csv': '\n',
    });
    const printed = await session(cwd, [
      'cards import bad.csv',
      'cards import bad.csv --json',
      'cards import empty.csv',
      'cards import nowhere.csv',
      'cards status --json',
      'cards import five.csv',
      'cards import five.csv --column shpo',
      'cards import five.csv --column 9',
      'cards import more.csv',
      'cards import more.csv --json',
      'cards import more.csv --skip-known',
      'cards import clients.csv --column 2 --json',
      'cards import more.csv --skip-known --json',
      'cards status',
    ]);
    await expect(printed).toMatchFileSnapshot('golden/cards-import.txt');
  });

  it('of a store that is in use', async () => {
    const printed = await session(await used(), [
      'cards status',
      'cards status --json',
      'cards list',
      'cards list --state issued',
      'cards list --state expired',
      `cards list --after ${numbers[0]} --limit 2`,
      `cards list --after ${numbers[0]} --limit 2 --json`,
      'cards list --state expired --json',
      'cards doubtful',
      'cards doubtful --json',
    ]);
    await expect(printed).toMatchFileSnapshot('golden/cards-used.txt');
  });

  it('of release and settle', async () => {
    const printed = await session(await used(), [
      `cards release ${numbers.join(' ')} 2900000009998`,
      `cards release ${numbers[0]} 1 --json`,
      `cards settle ${numbers[2]} --as issued`,
      `cards settle ${numbers[2]} --as issued --yes`,
      `cards settle ${numbers[2]} --as free --yes --json`,
      `cards settle 1 --as free --yes`,
      'cards doubtful',
      'cards settle 1 --yes',
    ]);
    await expect(printed).toMatchFileSnapshot('golden/cards-release.txt');
  });

  it('of an export', async () => {
    const cwd = await imported();
    const printed = await session(cwd, [
      'cards export registry.zip',
      'cards export registry.zip --reserve 9',
      'cards export nowhere/registry.zip --reserve 2',
      'cards export registry.zip --reserve 2',
      'cards export registry.zip --reserve 1',
      'cards export registry.zip --reserve 1 --force --json',
      'cards export registry.zip --force',
      'cards export . --force',
      'cards export registry.zip --reserve many',
      'cards status --json',
    ]);
    await expect(printed).toMatchFileSnapshot('golden/cards-export.txt');
    expect(readdirSync(cwd).filter(name => name.includes('zip'))).toEqual(['registry.zip']);
    expect(statSync(join(cwd, 'registry.zip')).mode & 0o777).toBe(0o600);
    expect(unzipped(join(cwd, 'registry.zip'))).toEqual({
      name: 'registry.csv',
      text: ['number;barcodeType', ...numbers.slice(0, 3).map(number => `${number};EAN_13`), ''].join('\r\n'),
    });
  });
});

/** The only file of an archive, found from its end, as unzip does (APPNOTE.TXT, 4.3.12 and 4.3.16). */
function unzipped(file: string): { name: string; text: string } {
  const bytes = readFileSync(file);
  const entry = bytes.subarray(bytes.readUInt32LE(bytes.lastIndexOf('PK\u0005\u0006') + 16));
  const name = entry.toString('utf8', 46, 46 + entry.readUInt16LE(28));
  const local = bytes.subarray(entry.readUInt32LE(42));
  const start = 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  return { name, text: inflateRawSync(local.subarray(start, start + entry.readUInt32LE(20))).toString() };
}

describe('import', () => {
  it('puts in all numbers, or none', async () => {
    const cwd = shop({ 'bad.csv': [...numbersFrom(1, 12_000), 'x'].join('\n') });
    expect(await runCli(['cards', 'import', 'bad.csv', ...c], { cwd })).toMatchObject({ code: 1 });
    // Not even made: a file that is wrong needs no store.
    expect(existsSync(join(cwd, 'cards.db'))).toBe(false);
    writeFileSync(join(cwd, 'good.csv'), numbersFrom(1, 12_000).join('\n'));
    const { stdout } = await runCli(['cards', 'import', 'good.csv', ...c], { cwd });
    expect(stdout).toBe('imported 12000 numbers from good.csv\n');
    expect((await meanwhile(cwd, keeper => keeper.status())).free).toBe(12_000);
  });

  it('leaves numbers that are in use as they are', async () => {
    const cwd = await used();
    const before = await meanwhile(cwd, keeper => keeper.list({ limit: 9 }));
    expect(await runCli(['cards', 'import', 'five.csv', '--skip-known', ...c], { cwd })).toMatchObject({
      code: 0,
    });
    expect(await runCli(['cards', 'import', 'five.csv', ...c], { cwd })).toMatchObject({ code: 1 });
    expect(await meanwhile(cwd, keeper => keeper.list({ limit: 9 }))).toEqual(before);
  });
});

describe('while another process has the store open', () => {
  it('all is seen at once, on both sides', async () => {
    const cwd = await imported();
    await meanwhile(cwd, async keeper => {
      const number = await keeper.reserve(undefined);
      expect((await runCli(['cards', 'list', '--state', 'reserved', ...c], { cwd })).stdout).toContain(
        number,
      );
      expect((await runCli(['cards', 'release', number, ...c], { cwd })).stdout).toBe(`${number} is free\n`);
      await expect(keeper.claim(number, person, 1_000)).rejects.toMatchObject({ error: 'cardNotReserved' });
      await runCli(['cards', 'export', 'registry.zip', '--reserve', '5', ...c], { cwd });
      await expect(keeper.reserve(undefined)).rejects.toMatchObject({ error: 'noFreeCards' });
    });
  });
});

describe('settle', () => {
  const doubtful = numbers[2] ?? '';
  const settle = (as: string) => ['cards', 'settle', doubtful, '--as', as, ...c];

  it('issued leaves the number with the person who claimed it', async () => {
    const cwd = await used();
    await runCli([...settle('issued'), '--yes'], { cwd });
    await meanwhile(cwd, async keeper => {
      expect((await keeper.claim(doubtful, person, 1_000)).kind).toBe('repeated');
      await expect(keeper.claim(doubtful, another, 1_000)).rejects.toMatchObject({
        error: 'cardAlreadyIssued',
      });
    });
  });

  it.each([
    ['yes', 'y', 0, 'free'],
    ['no, which is what Enter says', '\r', 130, 'doubtful'],
    ['Ctrl-C', '\u0003', 130, 'doubtful'],
    ['nothing, because the terminal is gone', 'end', 130, 'doubtful'],
  ])('asks at a terminal: %s', async (_, keys, code, state) => {
    const cwd = await used();
    const asked = await typed(settle('free'), [['Is it certain', keys]], { cwd });
    expect(asked).toMatchObject({ code, left: 0, stdout: code === 0 ? `${doubtful} is free\n` : '' });
    expect(asked.stderr.includes('nothing was changed')).toBe(code !== 0);
    expect((await meanwhile(cwd, keeper => keeper.find(doubtful)))?.state).toBe(state);
  });

  it('asks nobody about a number that is not doubtful', async () => {
    const cwd = await imported();
    expect(await typed(settle('free'), [], { cwd })).toMatchObject({ code: 1, stderr: '' });
  });
});

describe('list', () => {
  it('goes on over many pages', async () => {
    const all = numbersFrom(1, 12_000);
    const cwd = shop({ 'many.csv': all.join('\n') });
    await runCli(['cards', 'import', 'many.csv', ...c], { cwd });
    const list = async (...argv: string[]) => {
      const { stdout } = await runCli(['cards', 'list', '--json', ...argv, ...c], { cwd });
      const { cards, next } = JSON.parse(stdout) as { cards: { number: string }[]; next?: string };
      return { numbers: cards.map(({ number }) => number), next };
    };
    expect(await list('--limit', '20000')).toEqual({ numbers: all, next: undefined });
    expect(await list('--limit', '12000')).toEqual({ numbers: all, next: undefined });
    expect(await list('--limit', '10000')).toEqual({ numbers: all.slice(0, 10_000), next: all[9_999] });
    expect(await list('--limit', '5', '--after', all[9_999] ?? '')).toMatchObject({
      numbers: all.slice(10_000, 10_005),
    });
    expect((await list()).numbers).toEqual(all.slice(0, 100));
  });
});

describe('a config or a store that does not fit is one line', () => {
  const url = 'postgres://gateway:s3cret-word@127.0.0.1:1/loyalty?sslmode=disable&password=s3cret-word';

  it.each<[string, string, number, string]>([
    ['no cards', 'users: [{ login: a, password: b }]\nmapping: m.yaml\n', 2, 'gw.yaml has no cards: '],
    ['no database that can be reached', config(`pool: {}\n  database: "${url}"`), 1, 'cannot be reached: '],
    ['no folder for it', config('pool: {}\n  database: nowhere/cards.db'), 1, 'cannot be opened: '],
    [
      'another kind of file',
      config('pool: {}\n  barcode: EAN_13\n  database: five.csv'),
      1,
      'is not a database; let database of cards name another file, ',
    ],
    [
      'a series',
      config('series: { prefix: "29", checkDigit: EAN-13, last: 99 }'),
      1,
      'only a pool takes imported',
    ],
  ])('%s', async (_, yaml, code, message) => {
    const cwd = shop({ 'gw.yaml': yaml });
    const result = await runCli(['cards', 'import', 'five.csv', ...c], { cwd });
    expect(result).toMatchObject({ code, stdout: '' });
    expect(result.stderr).toContain(message);
    expect(result.stderr).toMatch(/^loyalty-gw: [^\n]+\n$/);
    expect(result.stderr).not.toContain('s3cret-word');
  });

  it('another key', async () => {
    const cwd = await imported();
    writeFileSync(
      join(cwd, 'gw.yaml'),
      readFileSync(join(cwd, 'gw.yaml'), 'utf8').replace(key, 'x'.repeat(16)),
    );
    const { code, stderr } = await runCli(['cards', 'status', ...c], { cwd });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^loyalty-gw: the store .* another key: [^\n]+\n$/),
    ]);
  });

  it('what is wrong in the config is told as elsewhere', async () => {
    const cwd = shop({ 'gw.yaml': config('pol: {}') });
    const { code, stderr } = await runCli(['cards', 'status', ...c], { cwd });
    expect([code, stderr]).toEqual([1, expect.stringContaining('gw.yaml:5:3 error unknown-key')]);
  });
});

it.each([
  [
    'postgres://gateway:s3cret-word@db.example.com:5433/loyalty?password=s3cret-word',
    'postgres://gateway@db.example.com:5433/loyalty',
  ],
  ['postgresql://db.example.com/loyalty', 'postgres://db.example.com/loyalty'],
  ['/srv/shop/below/cards.db', 'below/cards.db'],
])('where %s is, is told without its password', (database, told) => {
  const { io } = captureIo({ cwd: '/srv/shop' });
  expect(storeName({ database } as CardsConfig, io)).toBe(told);
});

it('counts the numbers of a series that were never given out as free', async () => {
  const cwd = shop({ 'gw.yaml': config('series: { prefix: "29", checkDigit: EAN-13, last: 99 }') });
  const { stdout } = await runCli(['cards', 'status', '--json', ...c], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({
    source: 'series',
    counts: { free: 99 },
    isLow: true,
    database: 'cards.db',
  });
});
