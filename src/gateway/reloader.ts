import { readFile, stat } from 'node:fs/promises';
import type { Served, ServedFiles } from '../config/served.js';
import { TokenFileError } from '../crm/token-file.js';
import { fileProblem } from '../document/file-problem.js';
import { digestOf } from '../document/files-read.js';
import type { ReloadOutcome, ReloadProblem, ReloadTrigger } from '../telemetry/reload-log.js';

export interface ReloaderPorts {
  readonly files: Pick<ServedFiles, 'load' | 'read'>;
  /**
   * Serves what was read.
   *
   * @throws Refused, TokenFileError: all is as it was
   */
  readonly serve: (served: Served, trigger: ReloadTrigger) => Promise<void>;
  readonly onOutcome: (outcome: ReloadOutcome) => void;
}

/** What was read is right, and cannot be served by this process. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Milliseconds after which files that were written just now are looked at again: whoever writes them is waited for. */
const SETTLE = 250;

/** Reads the files of a gateway again. What cannot be served changes nothing. */
export class Reloader {
  /** How the last reload ended, if there was one. */
  last: ReloadOutcome | undefined;
  private running: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | undefined;
  private changed: ReadonlyMap<string, string> | undefined;

  constructor(private readonly ports: ReloaderPorts) {}

  /** Never fails, and never twice at a time: who asks while one is under way gets the next, which all share. */
  reload(trigger: ReloadTrigger): Promise<void> {
    if (this.waiting) return this.waiting;
    const next = this.running.then(() => {
      this.waiting = undefined;
      return this.reloadNow(trigger);
    });
    this.waiting = next;
    this.running = next;
    return next;
  }

  /**
   * Looks once whether the files are others, by their content: so it sees a ConfigMap of Kubernetes, whose files are
   * links to a folder that is exchanged, and network file systems, which tell nobody and may be late with times.
   *
   * @param every milliseconds between two looks
   * @returns the milliseconds until the next one
   */
  async look(every: number): Promise<number> {
    const known = this.ports.files.read.all;
    const now = await digestsOf(known);
    const { changed } = this;
    this.changed = isSame(now, known) ? undefined : now;
    if (!this.changed) return every;
    if (!changed || !isSame(now, changed)) return Math.min(SETTLE, every);
    this.changed = undefined;
    await this.reload('change');
    return every;
  }

  /** Over when none is under way. */
  idle(): Promise<void> {
    return this.running;
  }

  private async reloadNow(trigger: ReloadTrigger): Promise<void> {
    const problems = await this.attempt(trigger).catch(problemsOf);
    this.last = { trigger, at: Date.now(), problems };
    this.ports.onOutcome(this.last);
  }

  private async attempt(trigger: ReloadTrigger): Promise<readonly ReloadProblem[]> {
    const { files, serve } = this.ports;
    const { served, findings } = await files.load();
    if (!served) return findings.filter(({ level }) => level === 'error');
    await serve(served, trigger);
    return [];
  }
}

/** A reload that failed, in words; `undefined` for one that did not. */
export function noteOf({ at, problems }: ReloadOutcome): string | undefined {
  const [first, ...others] = problems;
  if (!first) return undefined;
  const { file, line, column, message } = first;
  const place =
    file === undefined ? '' : `${[file, line, column].filter(part => part !== undefined).join(':')} `;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return `failed at ${new Date(at).toISOString()}, what was read before is served: ${place}${message}${more}`;
}

function problemsOf(thrown: unknown): readonly ReloadProblem[] {
  if (thrown instanceof Refused || thrown instanceof TokenFileError) return [{ message: thrown.message }];
  const problem = fileProblem(thrown);
  if (problem === undefined) return [{ message: `this is a bug in loyalty-gw: ${thrown}` }];
  return [{ file: (thrown as NodeJS.ErrnoException).path, message: `the file cannot be read: ${problem}` }];
}

/** @param known files, and what is told of those that cannot be read a second time, such as a pipe */
async function digestsOf(known: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const look = async ([path, digest]: [string, string]) => {
    const state = await stat(path).catch(() => undefined);
    if (state && !state.isFile()) return [path, digest] as const;
    return [path, digestOf(state && (await readFile(path).catch(() => undefined)))] as const;
  };
  return new Map(await Promise.all([...known].map(look)));
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([path, digest]) => other.get(path) === digest);
}
