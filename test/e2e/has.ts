import { execFileSync } from 'node:child_process';

/** Whether the machine has a command; slim images of containers lack some. */
export function has(command: string, what: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`there is no ${command} here: ${what}`);
    return false;
  }
}
