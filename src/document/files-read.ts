import { createHash } from 'node:crypto';

/** The files that something was made of, as they were when they were read: absolute path to a digest of the content. */
export class FilesRead {
  private readonly digests = new Map<string, string>();

  get all(): ReadonlyMap<string, string> {
    return this.digests;
  }

  /** @param content `undefined` of a file that cannot be read: it may come to be there */
  note(path: string, content: string | Uint8Array | undefined): void {
    this.digests.set(path, digestOf(content));
  }

  /** Notes what others have read. */
  add(others: FilesRead): void {
    for (const [path, digest] of others.all) this.digests.set(path, digest);
  }
}

/** Tells one content from another. */
export function digestOf(content: string | Uint8Array | undefined): string {
  return content === undefined ? 'absent' : createHash('sha256').update(content).digest('base64');
}
