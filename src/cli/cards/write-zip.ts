import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/**
 * Writes a zip archive with one file, whole or not at all: what stood at its place stays until it is complete. Nobody but
 * its owner can read it.
 *
 * @param texts what the file holds, never all of it in memory. Errors of the file system pass through
 */
export async function writeZip(target: string, entry: string, texts: AsyncIterable<string>): Promise<void> {
  const beside = `${target}.${randomUUID()}`;
  // Opened before anything can fail: a stream that is destroyed while it opens its file leaves it behind.
  const file = await open(beside, 'wx', 0o600);
  const zip = new ZipFile();
  const archive = zip.outputStream as Readable;
  // yazl does not listen to the streams that it is given.
  const content = Readable.from(texts, { objectMode: false }).on('error', error => archive.destroy(error));
  zip.addReadStream(content, entry);
  zip.end();
  try {
    // To the disk before it takes the place of another.
    await pipeline(archive, file.createWriteStream({ flush: true }));
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
