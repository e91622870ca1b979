import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { counted } from './report.js';
import { catchStopSignals } from './signals.js';
import { painter } from './style.js';
import { displayPath, UsageError } from './usage.js';

/** Milliseconds between two looks at the files. */
const PACE = 200;

/** A look that takes long, at very many folders say, is followed by a rest of so many times what it took. */
const REST = 10;

/** Something that is done again whenever a file changes. */
export interface Watched {
  /** The files that it is about, be they there or not; asked for at each look. What they name as `mapping` is added. */
  files(): Promise<readonly string[]>;
  /** @throws UsageError */
  run(): Promise<ExitCode>;
}

/**
 * Runs something, and again each time when a file has changed, come or gone, until Ctrl-C ends it.
 *
 * The files are looked at, five times a second. Those of some mappings cost next to nothing, and a look sees what the
 * events of file systems tell each in its own way or not at all: a file that an editor puts in the place of another,
 * one that comes back, one on a drive of the network or of a container.
 *
 * @param isForPeople whether to say what goes on
 * @returns the exit code of the last run
 * @throws UsageError of the first run; of the others it is told, for it may be mended
 */
export async function watch(io: Io, isForPeople: boolean, { files, run }: Watched): Promise<ExitCode> {
  const say = (text: string) => isForPeople && io.stdout.write(text);
  const paint = painter(io.color);
  const looks = new Looks(files);
  // Before the run, so that what changes meanwhile is a change.
  let last = await looks.take();
  let code = await run();
  for (;;) {
    const next = await change(looks, last, () =>
      say(paint('dim', `\nwaiting for changes (${counted(last.size, 'file')}); Ctrl-C ends\n`)),
    );
    if (!next) return code;
    const time = new Date().toTimeString().slice(0, 8);
    say(`\n${paint('cyan', `--- ${time}  ${changesBetween(last, next, io)}`)}\n\n`);
    last = next;
    code = await run().catch((error: unknown) => tell(error, io));
  }
}

/** @returns `undefined` when a signal came. Only here one is waited for: a run ends at once, as programs do. */
async function change(looks: Looks, last: Look, isReady: () => void): Promise<Look | undefined> {
  const signals = catchStopSignals();
  const stop = new AbortController();
  signals.first.then(() => stop.abort());
  isReady();
  try {
    for (let before = last; !stop.signal.aborted; ) {
      const start = performance.now();
      const now = await looks.take();
      // Whoever writes several files, or one in pieces, is waited for.
      if (!isSame(now, last) && isSame(now, before)) return now;
      before = now;
      const took = performance.now() - start;
      await delay(Math.max(PACE, REST * took), undefined, { signal: stop.signal }).catch(() => {});
    }
    return undefined;
  } finally {
    signals.release();
  }
}

/** What a wrong usage says later on is a message: the file that is not there may come back. */
function tell(error: unknown, { stderr }: Io): ExitCode {
  if (!(error instanceof UsageError)) throw error;
  stderr.write(`loyalty-gw: ${error.message}\n`);
  return ExitCode.usage;
}

/** How each file was at one time; `absent`, or another text for each state. */
type Look = ReadonlyMap<string, string>;

class Looks {
  /** The mapping that a file names, as long as the file is what it was. */
  private readonly named = new Map<string, { state: string; mapping: string | undefined }>();

  constructor(private readonly files: Watched['files']) {}

  async take(): Promise<Look> {
    const look = new Map<string, string>();
    // A folder may go while somebody looks through it; the run will say what is wrong.
    for (const file of await this.files().catch(() => [])) {
      const state = await stateOf(file);
      look.set(file, state);
      const known = this.named.get(file);
      const mapping = known?.state === state ? known.mapping : await mappingIn(file);
      // What a file names that is gone, or in the middle of being written, it will name again.
      this.named.set(file, { state, mapping: mapping ?? known?.mapping });
    }
    for (const { mapping } of this.named.values())
      if (mapping !== undefined && !look.has(mapping)) look.set(mapping, await stateOf(mapping));
    return look;
  }
}

async function stateOf(file: string): Promise<string> {
  const state = await stat(file, { bigint: true }).catch(() => undefined);
  return state ? [state.ino, state.size, state.mtimeNs].join(' ') : 'absent';
}

/** The mapping that a test file or a config names, also where the rest of it is broken YAML. */
async function mappingIn(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const [, , name = '1'] = /^mapping:[ \t]+(["']?)([^#"'\n]+?)\1[ \t\r]*(?:#.*)?$/m.exec(text) ?? [];
  // In a mapping it is the version of the language.
  return /^\d+$/.test(name) ? undefined : resolve(dirname(file), name);
}

function isSame(one: Look, other: Look): boolean {
  return one.size === other.size && [...one].every(([file, state]) => other.get(file) === state);
}

function changesBetween(before: Look, after: Look, { cwd }: Io): string {
  const files = [...new Set([...before.keys(), ...after.keys()])];
  const changed = files
    .filter(file => before.get(file) !== after.get(file))
    .map(file => displayPath(file, cwd));
  const [first = '', ...others] = changed;
  return others.length === 0 ? first : `${first} and ${counted(others.length, 'other file')}`;
}
