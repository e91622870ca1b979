import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Builds what the tests spawn, unless it is built already. */
export default function build(): void {
  if (newest('src') < builtAt()) return;
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map(file => statSync(join(folder, file)).mtimeMs));
}

function builtAt(): number {
  return statSync('dist/cli/main.js', { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
