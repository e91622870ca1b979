import { expect } from 'vitest';
import type { Cleanup } from './cleanup.js';
import { type Running, start } from './processes.js';

/** The demo on free ports, in a process group of its own as a terminal gives it one. */
export function startDemo(cleanup: Cleanup, env: Record<string, string> = {}): Running {
  const demo = start(process.execPath, ['examples/demo/main.js'], {
    env: { ...process.env, PORT: '0', CRM_PORT: '0', ...env },
    detached: true,
  });
  cleanup(async () => void (await demo.stop()));
  return demo;
}

/** Both have stopped, if nobody listens any longer where they said: the CRM, the gateway and its admin listener. */
export async function expectNothingListens(demo: Running): Promise<void> {
  const urls = demo.stdout().match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [];
  expect(new Set(urls).size).toBe(3);
  for (const url of new Set(urls)) await expect(fetch(url)).rejects.toThrow('fetch failed');
}

export const LISTENS = /"msg":"listening"/;
