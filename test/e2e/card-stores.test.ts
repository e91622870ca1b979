/** @module-tag slow */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { describeStores, importAll, numbers } from '../cards/stores.js';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process of its own that uses the store; `lines` is what it has told so far. */
class Hammer {
  lines: string[] = [];
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  constructor(database: string, what: 'issue' | 'import') {
    const program = join(import.meta.dirname, 'card-hammer.js');
    this.child = spawn(process.execPath, [program, database, what], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(this.child);
    this.closed = once(this.child, 'close');
    let text = '';
    this.child.stdout?.on('data', chunk => {
      text += chunk;
      // What comes after the last line end was cut by the kill.
      this.lines = text.split('\n').slice(0, -1);
    });
  }

  async told(count: number): Promise<void> {
    while (this.lines.length < count && this.child.exitCode === null) await sleep(5);
  }

  /** As a machine does that loses its power, as far as a process can. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }

  all(what: 'reserved' | 'issued'): string[] {
    return this.lines.filter(line => line.startsWith(what)).map(line => line.slice(what.length + 1));
  }
}

describeStores('a store whose processes are killed', stores => {
  it('gives nothing out twice, and loses nothing', async () => {
    const database = await stores.empty();
    const keeper = await stores.open({ database });
    await importAll(keeper, numbers(20_000));
    const hammers: Hammer[] = [];
    for (let round = 0; round < 3; round++) {
      const now = [0, 1].map(() => new Hammer(database, 'issue'));
      hammers.push(...now);
      await Promise.all(now.map(hammer => hammer.told(50)));
      // At different moments of what they do.
      await sleep(Math.random() * 20);
      await Promise.all(now.map(hammer => hammer.kill()));
    }
    const reserved = hammers.flatMap(hammer => hammer.all('reserved'));
    const issued = hammers.flatMap(hammer => hammer.all('issued'));
    expect(issued.length).toBeGreaterThan(50);
    // Those of one person are told to him again; nobody else gets them.
    const byOthers = hammers.map(hammer => new Set(hammer.all('reserved')));
    for (const number of new Set(reserved)) {
      expect(byOthers.filter(mine => mine.has(number)).length).toBeLessThanOrEqual(1);
    }
    for (const number of issued) expect(await keeper.find(number)).toMatchObject({ state: 'issued' });
    const { free, reserved: held, issuing, issued: done, expired, doubtful } = await keeper.status();
    expect(free + held + issuing + done).toBe(20_000);
    expect([expired, doubtful]).toEqual([0, 0]);
    // What was between claim and end is doubtful when its lease is over, and nothing else is.
    await stores.age(database, 60_000);
    expect(await keeper.status()).toMatchObject({ issuing: 0, doubtful: issuing });
    expect(await keeper.due(1000)).toHaveLength(issuing);
    expect(reserved).not.toContain(await keeper.reserve(undefined));
    const checked = stores.name === 'SQLite' && (await stores.sql(database, 'pragma integrity_check'));
    if (checked) expect(checked).toEqual([{ integrity_check: 'ok' }]);
  });

  it('has imported all or nothing', async () => {
    const database = await stores.empty();
    const keeper = await stores.open({ database });
    for (let round = 0; round < 3; round++) {
      const hammer = new Hammer(database, 'import');
      await hammer.told(1);
      await sleep(Math.random() * 1_000);
      await hammer.kill();
      // The server notices that it is gone when it wants to answer.
      expect([0, 100_000]).toContain((await keeper.status()).free);
    }
    const last = new Hammer(database, 'import');
    await last.told(2);
    expect(await keeper.status()).toMatchObject({ free: 100_000 });
  });
});
