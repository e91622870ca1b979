import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Cleanup } from '../e2e/cleanup.js';
import { temporaryFolder } from '../e2e/gateway.js';
import { start } from '../e2e/processes.js';
import { freePort } from '../free-port.js';

/** HAProxy; nothing where there is none. Debian keeps it where only root looks. */
export const haproxyProgram = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  .map(folder => join(folder, 'haproxy'))
  .find(existsSync);

/**
 * Starts HAProxy in front of replicas. What it could not hand over at all it hands to the other one; and what broke
 * off unanswered, if it is a GET.
 *
 * @returns its address
 */
export async function startBalancer(ports: readonly number[], cleanup: Cleanup): Promise<string> {
  const port = await freePort();
  const file = join(temporaryFolder(cleanup), 'haproxy.cfg');
  const servers = ports.map(
    (each, index) =>
      `  server replica${index} 127.0.0.1:${each} check inter 1s fastinter 200ms downinter 200ms fall 2 rise 1`,
  );
  writeFileSync(
    file,
    `global
  maxconn 2000
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout check 5s
  timeout client 60s
  timeout server 60s
frontend koshelek
  bind 127.0.0.1:${port}
  default_backend replicas
backend replicas
  balance roundrobin
  option redispatch 1
  retries 4
  retry-on conn-failure empty-response response-timeout
  http-request disable-l7-retry unless METH_GET
${servers.join('\n')}
`,
  );
  const haproxy = start(haproxyProgram as string, ['-db', '-q', '-f', file]);
  cleanup(async () => {
    haproxy.child.kill('SIGKILL');
    await haproxy.ended;
  });
  while (!(await accepts(port))) {
    if (haproxy.child.exitCode !== null) throw new Error(`HAProxy did not start: ${haproxy.stderr()}`);
    await delay(50);
  }
  return `http://127.0.0.1:${port}`;
}

export function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
