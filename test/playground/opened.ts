import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CasesAnswer, NamedCase, Workbench } from '../../src/playground/api.js';
import type { RunAnswer, RunRequest, Story } from '../../src/playground/api-run.js';
import { openPlayground, type PlaygroundSettings } from '../../src/playground/playground.js';

/** A playground that is open while a test runs. */
export interface Opened {
  readonly url: string;
  readonly folder: string;
  get<T>(path: string, headers?: Record<string, string>): Promise<T>;
  post<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<T>;
  /** The same with its status, whatever that is. */
  raw(path: string, init?: RequestInit): Promise<{ status: number; body: unknown; headers: Headers }>;
}

/** A folder with files, which is removed when the test is done. */
export async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'playground-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

/** A folder with a copy of a shipped mapping and its test files. */
export async function copyOf(name: string): Promise<string> {
  const folder = await folderWith({});
  for (const file of await readdir(resolve('mappings')))
    if (file === `${name}.yaml` || (file.startsWith(name) && file.endsWith('.test.yaml')))
      await copyFile(resolve('mappings', file), join(folder, file));
  return folder;
}

export async function opened(
  folder: string,
  file: string,
  settings: Partial<PlaygroundSettings> = {},
): Promise<Opened> {
  const playground = await openPlayground({
    file: join(folder, file),
    cwd: folder,
    env: {},
    version: '0.0.0',
    live: false,
    host: '127.0.0.1',
    port: 0,
    ...settings,
  });
  onTestFinished(() => playground.close());
  const { origin } = new URL(playground.url);
  const raw: Opened['raw'] = async (path, init) => {
    const response = await fetch(`${origin}${path}`, { redirect: 'manual', ...init });
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json';
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  };
  const good = async (path: string, init: RequestInit) => {
    const { status, body } = await raw(path, init);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body as never;
  };
  return {
    url: playground.url,
    folder,
    raw,
    get: (path, headers = {}) => good(path, { headers }),
    post: (path, body, headers = {}) =>
      good(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
}

export function posted(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** A case as it would be run on the page. */
export async function runOf(page: Opened, name: string): Promise<RunRequest> {
  const { mapping } = await page.get<Workbench>('/api/workbench');
  const { cases } = await page.get<CasesAnswer>('/api/cases');
  const found = cases.find(each => each.name === name);
  if (!found) throw new Error(`there is no case ${name}`);
  return asRun(found, mapping.text);
}

export function asRun(
  { operation, request, replies, params, cards, clock }: NamedCase,
  text: string,
): RunRequest {
  return { text, operation, request, replies, params, ...(cards && { cards }), clock };
}

/** @throws where the text has an error */
export function storyOf({ story, findings }: RunAnswer): Story {
  if (!story) throw new Error(JSON.stringify(findings));
  return story;
}

export function textOf(folder: string, file: string): Promise<string> {
  return readFile(join(folder, file), 'utf8');
}
