import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.js';

const password = 'pass-word-of-tests';

/** Valkey's or Redis's server; nothing where there is none. */
export const redisProgram = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap(folder => ['valkey-server', 'redis-server'].map(name => join(folder, name)))
  .find(existsSync);

// What is left out is said in one line.
if (!redisProgram) process.stderr.write('tests of shared state are left out: there is no redis-server\n');

/** A server of the test's own. */
export class RedisServer {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(mkdtempSync(join(tmpdir(), 'redis-')), await freePort());
    await server.up();
    return server;
  }

  get url(): string {
    return `redis://:${password}@127.0.0.1:${this.port}`;
  }

  /** Starts it, again or for the first time, unless it runs, and waits until it answers. */
  async up(): Promise<void> {
    if (this.isRunning) return;
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
    const lasting = ['--appendonly', 'yes', '--save', '', '--requirepass', password];
    this.server = spawn(redisProgram as string, [...settings, ...lasting], { stdio: 'ignore' });
    // The test's own timeout is the bound, unless it has ended.
    while (this.server.exitCode === null) {
      if (await this.answers()) return;
      await sleep(20);
    }
    throw new Error('Redis did not start');
  }

  /** Ends it as a crash does. */
  async down(): Promise<void> {
    const { server } = this;
    if (!server || !this.isRunning) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  private get isRunning(): boolean {
    return this.server?.exitCode === null && this.server.signalCode === null;
  }

  /** It takes connections and says nothing, as a machine that swaps or a network that drops packets. */
  hang(): void {
    this.server?.kill('SIGSTOP');
  }

  goOn(): void {
    this.server?.kill('SIGCONT');
  }

  /** All that is in it. */
  async holds(): Promise<string> {
    const keys = await this.say('KEYS *');
    const names = keys.split('\r\n').filter(line => line.startsWith('{'));
    const values = await Promise.all(names.map(name => this.say(`GET ${name}`)));
    return [keys, ...values].join('\n');
  }

  async forget(): Promise<void> {
    await this.say('FLUSHALL');
  }

  async remove(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private answers(): Promise<boolean> {
    return this.say('PING').then(
      text => text.includes('+PONG'),
      () => false,
    );
  }

  /** Says one line, and goodbye, to a server that speaks in lines. */
  private say(line: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1');
      let text = '';
      socket.setEncoding('utf8').on('data', more => {
        text += more;
      });
      socket.on('error', reject).on('close', () => resolve(text));
      socket.end(`AUTH ${password}\r\n${line}\r\nQUIT\r\n`);
    });
  }
}
