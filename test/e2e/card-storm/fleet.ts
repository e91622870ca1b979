import { resolve } from 'node:path';
import type { Cleanup } from '../cleanup.js';
import { temporaryFolder, writeConfig } from '../gateway.js';
import { type Running, start } from '../processes.js';

export interface FleetOptions {
  readonly size: number;
  readonly crm: string;
  readonly mapping: string;
  readonly operations: readonly string[];
  /** The lines of the config below `cards:`. */
  readonly cards: string;
  /** A module that each process loads before anything else: how a test breaks it. */
  readonly preload?: string;
}

/** So many processes of the gateway over one store. */
export interface Fleet {
  /** The address of one of those that run. */
  any(): string;
  /** Kills one in the middle of what it does, and starts another in its place. */
  crash(): Promise<void>;
  readonly crashes: number;
  /** Ends all, and gives what they ended with. */
  stop(): Promise<readonly (number | string)[]>;
  /** What all of them printed, also those that are gone. */
  printed(): string;
}

/** How many start at the same time: each wants half a second of a core. */
const TOGETHER = 4;

export async function startFleet(
  { size, preload, cards, ...rest }: FleetOptions,
  cleanup: Cleanup,
): Promise<Fleet> {
  const more = `cards:\n${cards.replace(/^/gm, '  ')}\n`;
  const config = writeConfig(temporaryFolder(cleanup), { ...rest, more });
  const env = { ...process.env, NO_COLOR: '1', ...(preload && { NODE_OPTIONS: `--import ${preload}` }) };
  const all: Running[] = [];
  const running: { process: Running; url: string }[] = [];
  let crashes = 0;

  const add = async () => {
    const started = start(process.execPath, [resolve('bin/loyalty-gw.js'), 'serve', '-c', config], { env });
    cleanup(async () => void (await started.stop()));
    all.push(started);
    const [, url = ''] = await started.line(/"url":"([^"]+)".*"msg":"listening"/);
    running.push({ process: started, url });
  };
  for (let left = size; left > 0; left -= TOGETHER) {
    await Promise.all(Array.from({ length: Math.min(left, TOGETHER) }, add));
  }
  const drawn = () => Math.floor(Math.random() * running.length);
  return {
    any: () => running[drawn()]?.url ?? 'http://127.0.0.1:1',
    crash: async () => {
      const [victim] = running.splice(drawn(), 1);
      victim?.process.child.kill('SIGKILL');
      crashes += 1;
      await victim?.process.ended;
      await add();
    },
    get crashes() {
      return crashes;
    },
    stop: () => Promise.all(running.map(({ process }) => process.stop())),
    printed: () => all.map(each => each.stdout() + each.stderr()).join(''),
  };
}
