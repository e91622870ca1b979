import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../free-port.js';

const password = 'pass-word-of-tests';

/** Where PostgreSQL's programs are; nothing where there is none. Debian keeps them out of PATH. */
export const postgresPrograms = [
  ...(process.env.PATH ?? '').split(delimiter),
  ...versionsOf('/usr/lib/postgresql'),
].find(folder => existsSync(join(folder, 'initdb')));

function versionsOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const versions = readdirSync(folder).sort((a, b) => Number(b) - Number(a));
  return versions.map(version => join(folder, version, 'bin'));
}

/** A PostgreSQL of the test's own. */
export class PostgresServer {
  private server: ChildProcess | undefined;
  private schemas = 0;
  private readonly clients = new Map<string, pg.Client>();

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly settings: readonly string[],
  ) {}

  /** @param settings such as `fsync=off`, where a test is not about what survives */
  static async start(settings: readonly string[] = ['fsync=off']): Promise<PostgresServer> {
    const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
    const [command, ...argv] = asPostgres([
      'initdb',
      '--auth=scram-sha-256',
      '--username=keeper',
      '--no-sync',
    ]);
    writeFileSync(join(folder, 'password'), password);
    if (user) for (const path of [folder, join(folder, 'password')]) chownSync(path, user.uid, user.gid);
    const data = [`--pwfile=${join(folder, 'password')}`, '-D', join(folder, 'data')];
    execFileSync(command as string, [...argv, ...data], {
      stdio: ['ignore', 'ignore', 'inherit'],
      cwd: folder,
    });
    const server = new PostgresServer(folder, await freePort(), settings);
    await server.up();
    return server;
  }

  /** @param schema where its tables are, in place of databases, which take a second to make */
  url(schema = 'public'): string {
    return `postgres://keeper:${password}@127.0.0.1:${this.port}/postgres?options=-csearch_path%3D${schema}`;
  }

  /** Makes an empty schema. Returns the URL that leads to it. */
  async schema(): Promise<string> {
    this.schemas += 1;
    const name = `cards_${this.schemas}`;
    await this.query(this.url(), `create schema ${name}`);
    return this.url(name);
  }

  /** Runs one statement, over a connection that is there for it. */
  async query(url: string, sql: string): Promise<Record<string, unknown>[]> {
    let client = this.clients.get(url);
    if (!client) {
      client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
      client.on('error', () => this.clients.delete(url));
      await client.connect();
      this.clients.set(url, client);
    }
    return (await client.query(sql)).rows;
  }

  /** Starts it, again or for the first time, and waits until it answers. */
  async up(): Promise<void> {
    const settings = [
      ...this.settings,
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${this.folder}`,
    ];
    const [command, ...argv] = asPostgres([
      'postgres',
      '-D',
      join(this.folder, 'data'),
      '-p',
      String(this.port),
    ]);
    this.server = spawn(command as string, [...argv, ...settings.flatMap(setting => ['-c', setting])], {
      stdio: 'ignore',
      cwd: this.folder,
    });
    // The test's own timeout is the bound, unless it has ended.
    while (this.server.exitCode === null) {
      const answered = this.query(this.url(), 'select 1').catch(() => undefined);
      if (await answered) return;
      await sleep(50);
    }
    throw new Error('PostgreSQL did not start');
  }

  /** @param signal SIGINT: it says goodbye; SIGQUIT: as in a crash */
  async down(signal: 'SIGINT' | 'SIGQUIT' = 'SIGQUIT'): Promise<void> {
    const { server } = this;
    if (!server || server.exitCode !== null) return;
    const gone = once(server, 'exit');
    server.kill(signal);
    await gone;
  }

  async remove(): Promise<void> {
    await Promise.all([...this.clients.values()].map(client => client.end()));
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** PostgreSQL refuses to run as root. It ends when the test's process does, however that ends. */
const user = process.getuid?.() === 0 && postgresPrograms ? { uid: idOf('-u'), gid: idOf('-g') } : undefined;

function asPostgres([program = '', ...argv]: string[]): string[] {
  const command = [join(postgresPrograms as string, program), ...argv];
  if (!user) return command;
  const { uid, gid } = user;
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--pdeathsig=QUIT', ...command];
}

function idOf(what: '-u' | '-g'): number {
  return Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
}
