import { spawn } from 'node:child_process';
import type { Environment } from '../../config/environment.js';

/**
 * Opens an address in the browser of whoever sits here. Where there is none nothing happens: the address is printed
 * anyhow.
 *
 * @param env `BROWSER` names another command; a machine without a screen has no `DISPLAY`
 */
export function openBrowser(url: string, env: Environment, platform = process.platform): void {
  const command = commandFor(url, env, platform);
  if (!command) return;
  const [name, ...args] = command;
  const child = spawn(name, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

export function commandFor(
  url: string,
  env: Environment,
  platform: NodeJS.Platform,
): [name: string, ...args: string[]] | undefined {
  if (env.BROWSER) return [env.BROWSER, url];
  if (platform === 'darwin') return ['open', url];
  // The empty text is the title of a window; & would end the command.
  if (platform === 'win32') return ['cmd', '/c', 'start', '""', url.replaceAll('&', '^&')];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open', url] : undefined;
}
