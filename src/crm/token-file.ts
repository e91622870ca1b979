import { createHash, randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Turns } from './turns.js';

/** Keeps the refresh token that is good now. */
export interface RefreshTokens {
  current(): string | undefined;
  /** Whether a restart would find the current one. */
  isKept(): boolean;
  /** @throws TokenFileError when it cannot be kept; it is current nevertheless */
  keep(token: string): Promise<void>;
}

/** A token file that cannot be read or written. The message holds its path and no token. */
export class TokenFileError extends Error {
  override readonly name = 'TokenFileError';
}

/** In memory alone: a restart begins with the configured one again. */
export function tokensInMemory(configured: string | undefined): RefreshTokens {
  let token = configured;
  return {
    current: () => token,
    // There is no place to find it in, so nothing is left to do.
    isKept: () => true,
    keep: async next => {
      token = next;
    },
  };
}

/**
 * In a file. A refresh token that is replaced with each use (RFC 6749, 6) would be lost by a restart, and with it the
 * access to the CRM. The file notes, as a hash, which configured token it began with: once an operator configures
 * another, that one is newer. What came of the one before stays in the file: the other may be a slip of the pen, and the
 * one before, configured again, is used up.
 *
 * It is written at once, so that a folder that cannot be written to is seen at start and not when the old token has
 * been used up.
 *
 * @param now the token that is good now, where this process knows: newer than what stands in the file
 * @throws TokenFileError
 */
export async function tokensInFile(
  file: string,
  configured: string,
  now = configured,
): Promise<RefreshTokens> {
  const seed = createHash('sha256').update(configured).digest('hex');
  const all = await read(file);
  let others = all.filter(each => each.seed !== seed);
  /** Also those of whoever has written meanwhile: a generation that ends may log in once more. */
  const writeWith = (refreshToken: string) =>
    turnsOf(file).take(async () => {
      others = (await read(file).catch(() => others)).filter(each => each.seed !== seed);
      await write(file, [{ seed, refreshToken }, ...others]);
    });
  const kept = all.find(each => each.seed === seed)?.refreshToken;
  let token = now === configured ? (kept ?? configured) : now;
  await writeWith(token);
  let written = token;
  return {
    current: () => token,
    isKept: () => written === token,
    keep: async next => {
      token = next;
      await writeWith(token);
      written = token;
    },
  };
}

const turns = new Map<string, Turns>();

/** One at a time of those who write to a file. */
function turnsOf(file: string): Turns {
  const known = turns.get(file) ?? new Turns();
  turns.set(file, known);
  return known;
}

/** A token, and the hash of the configured one that it came of. */
interface Kept {
  readonly seed: string;
  readonly refreshToken: string;
}

/** How many are kept: the one in use, and those of other configured tokens, the latest first. */
const MOST_KEPT = 10;

/** @returns the tokens of the file, the one in use first; none without a file */
async function read(file: string): Promise<readonly Kept[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new TokenFileError(`the token file ${file} cannot be read (${codeOf(error)})`);
  }
  const kept = keptIn(text);
  if (kept) return kept;
  throw new TokenFileError(
    `the token file ${file} is broken: mend it, or remove it to begin with the configured refresh token`,
  );
}

function keptIn(text: string): readonly Kept[] | undefined {
  try {
    const { earlier = [], ...inUse } = JSON.parse(text) as Kept & { earlier?: readonly Kept[] };
    const all = [inUse, ...earlier];
    return all.every(isKept) ? all : undefined;
  } catch {
    return undefined;
  }
}

function isKept({ seed, refreshToken }: Kept): boolean {
  return typeof seed === 'string' && typeof refreshToken === 'string' && refreshToken !== '';
}

/** Whole or not at all, whenever the power fails: written beside it, flushed, and moved into its place. */
async function write(file: string, [inUse, ...others]: readonly Kept[]): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      const earlier = others.slice(0, MOST_KEPT - 1);
      const content = earlier.length > 0 ? { ...inUse, earlier } : inUse;
      await handle.writeFile(`${JSON.stringify(content)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new TokenFileError(`the token file ${file} cannot be written (${codeOf(error)})`);
  }
}

/** That a file was renamed stands in its folder, which has a cache of its own. Windows opens no folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
