import { StoreError } from '../../cards/database.js';
import { type CardKeeper, openKeeper } from '../../cards/keeper.js';
import { type Config, readConfig } from '../../config/config.js';
import { keeperSettings } from '../../config/keeper-settings.js';
import { Failure } from '../../loyalty-api/failure.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { printProblems } from '../report.js';
import { displayPath, readable, UsageError } from '../usage.js';

/** What each of the commands takes. */
export interface CardsOptions {
  readonly config?: string;
  readonly json?: boolean;
}

export type CardsConfig = NonNullable<Config['cards']>;

/**
 * Reads `cards` of the config. What is wrong in the config is printed to stderr.
 *
 * @returns nothing when there are errors
 * @throws UsageError when no config is named, or it has no `cards`
 */
export async function readCards({ config: file }: CardsOptions, io: Io): Promise<CardsConfig | undefined> {
  if (file === undefined) throw new UsageError('the option --config <file> is missing');
  const { config, findings } = await readable(file, readConfig(file, { ...io, secrets: 'cards' }));
  printProblems(findings, io);
  if (config && !config.cards) {
    throw new UsageError(`${file} has no cards: with it the gateway keeps card numbers, see docs/cards.md`);
  }
  return config?.cards;
}

/** Works on the store, and closes it. What is wrong with it, and what it cannot give, is a line on stderr. */
export async function withKeeper(
  cards: CardsConfig,
  io: Io,
  work: (keeper: CardKeeper) => Promise<ExitCode>,
): Promise<ExitCode> {
  let keeper: CardKeeper | undefined;
  try {
    keeper = await openKeeper(keeperSettings(cards));
    return await work(keeper);
  } catch (error) {
    if (!(error instanceof StoreError || error instanceof Failure)) throw error;
    io.stderr.write(`loyalty-gw: ${error.message}\n`);
    return ExitCode.failed;
  } finally {
    await keeper?.close();
  }
}

/** Reads the config and works on the store that it names. */
export async function withCards(
  options: CardsOptions,
  io: Io,
  work: (keeper: CardKeeper, cards: CardsConfig) => Promise<ExitCode>,
): Promise<ExitCode> {
  const cards = await readCards(options, io);
  return cards ? withKeeper(cards, io, keeper => work(keeper, cards)) : ExitCode.failed;
}

/** Where the store is: a file, or a server without what the address holds in secrets. */
export function storeName({ database }: CardsConfig, io: Io): string {
  if (!/^postgres(ql)?:/.test(database)) return displayPath(database, io.cwd);
  const { username, host, pathname } = new URL(database);
  return `postgres://${username === '' ? '' : `${username}@`}${host}${pathname}`;
}

export const configOption = ['-c, --config <file>', 'the config file (required)'] as const;

/** A moment for people and programs alike. */
export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** One JSON document for programs. */
export function printJson(value: unknown, io: Io): void {
  io.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
