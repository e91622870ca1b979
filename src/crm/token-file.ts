import { createHash, randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

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
 * another, that one is newer and the file is begun anew.
 *
 * It is written at once, so that a folder that cannot be written to is seen at start and not when the old token has
 * been used up.
 *
 * @throws TokenFileError
 */
export async function tokensInFile(file: string, configured: string): Promise<RefreshTokens> {
  const seed = createHash('sha256').update(configured).digest('hex');
  let token = (await read(file, seed)) ?? configured;
  await write(file, seed, token);
  let kept = token;
  return {
    current: () => token,
    isKept: () => kept === token,
    keep: async next => {
      token = next;
      await write(file, seed, token);
      kept = token;
    },
  };
}

/** @returns the token of the file; `undefined` without a file, and when it began with another configured token */
async function read(file: string, seed: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new TokenFileError(`the token file ${file} cannot be read (${codeOf(error)})`);
  }
  const kept = parsed(text);
  if (typeof kept?.seed !== 'string' || typeof kept.refreshToken !== 'string' || kept.refreshToken === '') {
    throw new TokenFileError(
      `the token file ${file} is broken: mend it, or remove it to begin with the configured refresh token`,
    );
  }
  return kept.seed === seed ? kept.refreshToken : undefined;
}

function parsed(text: string): { seed?: unknown; refreshToken?: unknown } | undefined {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return undefined;
  }
}

/** Whole or not at all, whenever the power fails: written beside it, flushed, and moved into its place. */
async function write(file: string, seed: string, refreshToken: string): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify({ seed, refreshToken })}\n`);
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
