import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';

// The same two folders up from src/playground and from dist/playground.
const folder = new URL('../../dist/playground/page/', import.meta.url);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/** A file of the page, ready to be sent. */
export interface PageFile {
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly policy: string;
}

/** What the index holds in the place of the nonce of its styles. */
const NONCE = '__CSP_NONCE__';

/** The files of the page by their paths, read once; none where it was not built. */
export async function readPage(): Promise<(path: string) => PageFile | undefined> {
  const names = await readdir(folder).catch(() => []);
  const known = names.filter(name => types[extname(name)] !== undefined);
  const files = new Map<string, Buffer>(
    await Promise.all(known.map(async name => [`/${name}`, await readFile(new URL(name, folder))] as const)),
  );
  return path => {
    const name = path === '/' ? '/index.html' : path;
    const body = files.get(name);
    const type = types[extname(name)];
    if (!body || type === undefined) return undefined;
    if (name !== '/index.html') return { type, body, policy: policy() };
    // Unlike a style in a file, what an editor puts into the page as it runs has no address that could be allowed.
    const nonce = randomBytes(16).toString('base64');
    return { type, body: body.toString('utf8').replaceAll(NONCE, nonce), policy: policy(nonce) };
  };
}

/** Scripts come from files, styles from files or with the nonce, and requests go nowhere else. */
export function policy(nonce?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === undefined ? '' : ` 'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
