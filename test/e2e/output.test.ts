import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const BIN = resolve('bin/loyalty-gw.js');

// Linux's device that is always full; without it there is nothing to test with.
describe.runIf(existsSync('/dev/full'))('when what is printed cannot be written', () => {
  it('to stdout, it is a failure, told on stderr', { tags: ['slow'] }, async () => {
    const { code, stderr } = await run(['check', 'mappings/demo-crm.yaml'], 'stdout');
    expect([code, stderr]).toEqual([1, 'loyalty-gw: the output cannot be written: ENOSPC\n']);
  });

  it('to stderr, all else goes on: a gateway that complains to nobody must not end', {
    tags: ['slow'],
  }, async () => {
    expect((await run(['nonsense'], 'stderr')).code).toBe(2);
  });
});

it('a log that could not be opened does not trouble the end of the process', async () => {
  const module = pathToFileURL(resolve('dist/telemetry/log-destination.js')).href;
  const script = `import { openLogDestination } from '${module}';
openLogDestination('/no/such/folder/gateway.log', text => console.log(text)).write('lost');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  const out: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => out.push(String(text)));
  const [code] = await once(child, 'close');
  expect([code, out]).toEqual([0, ['the log cannot be written: ENOENT\n']]);
});

async function run(argv: readonly string[], full: 'stdout' | 'stderr') {
  const device = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [BIN, ...argv], {
    stdio: ['ignore', full === 'stdout' ? device : 'ignore', full === 'stderr' ? device : 'pipe'],
  });
  closeSync(device);
  let stderr = '';
  child.stderr?.on('data', text => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}
