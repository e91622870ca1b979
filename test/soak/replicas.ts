import { appendFileSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Cleanup } from '../e2e/cleanup.js';
import { changedMapping, temporaryFolder, writeConfig } from '../e2e/gateway.js';
import { type Running, start } from '../e2e/processes.js';
import { freePort } from '../free-port.js';

/** One process of the gateway, which has the same port in each of its lives. */
export class Replica {
  private running: Running | undefined;
  private readonly lives: Running[] = [];

  private constructor(
    private readonly config: string,
    readonly port: number,
    private readonly preload: string | undefined,
  ) {}

  /** @param preload a module that it loads before anything else: how a test breaks it */
  static async start(crm: string, preload: string | undefined, cleanup: Cleanup): Promise<Replica> {
    const port = await freePort();
    // A soak of some seconds shall see the CRM come back; and an operation may end before its replica does.
    const mapping = changedMapping(cleanup, 'timeout: 3s', 'timeout: 3s\n  breaker: { openFor: 1s }');
    const config = writeConfig(temporaryFolder(cleanup), {
      crm,
      mapping,
      port,
      more: 'limits: { shutdown: 5s }',
    });
    const replica = new Replica(config, port, preload);
    cleanup(() => replica.stop().then(() => undefined));
    await replica.begin();
    return replica;
  }

  async begin(): Promise<void> {
    const env = {
      ...process.env,
      NO_COLOR: '1',
      ...(this.preload && { NODE_OPTIONS: `--import ${this.preload}` }),
    };
    const started = start(process.execPath, [resolve('bin/loyalty-gw.js'), 'serve', '-c', this.config], {
      env,
    });
    this.running = started;
    this.lives.push(started);
    await started.line(/"msg":"listening"/);
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    this.running?.child.kill('SIGKILL');
    await this.running?.ended;
  }

  /** Ends it as an update does. */
  async stop(): Promise<number | string> {
    return this.running?.stop() ?? 0;
  }

  /** Changes a file and tells it to read them again. */
  reload(): void {
    appendFileSync(this.config, '\n# changed\n');
    this.running?.child.kill('SIGHUP');
  }

  /** How often it has read its files again, in all its lives. */
  reloads(): number {
    return this.lives.reduce((sum, life) => sum + life.stdout().split('"msg":"reloaded"').length - 1, 0);
  }

  /** MiB that it has in memory. */
  memory(): number {
    const status = readFileSync(`/proc/${this.running?.child.pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  }

  stderr(): string {
    return this.lives.map(each => each.stderr()).join('');
  }
}
