import { existsSync, realpathSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { readConfig } from '../../config/config.js';
import { Document } from '../../document/document.js';
import { kindOfFile } from '../../document/file-kind.js';
import { filesBelow } from '../../document/files-below.js';
import type { DeskSettings } from '../../playground/desk.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { listenProblem } from '../listen-problem.js';
import { formatFindings } from '../report.js';
import { catchStopSignals } from '../signals.js';
import { painter } from '../style.js';
import { displayPath, readable, UsageError } from '../usage.js';
import { version } from '../version.js';
import { openBrowser } from './open-browser.js';

interface Options {
  readonly config?: string;
  readonly host?: string;
  readonly port?: string;
  readonly live?: true;
  readonly open: boolean;
  readonly json?: true;
}

export function addPlayground(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('playground')
    .description('open a page on which a mapping is written, tried and understood')
    .argument('[mapping]', 'the mapping; without it that of the config, or the one in this folder')
    .option('-c, --config <file>', 'a config, with the mapping and the params that it names')
    .option('--port <number>', 'the port to listen on; by default any that is free')
    .option('--host <address>', 'the address to listen on: another than a loopback one asks for a token')
    .option('--live', 'let the page send calls to the CRM of the config: writes do write')
    .option('--no-open', 'print the address, and open no browser')
    .option('--json', 'print the address as JSON')
    .addHelpText('after', help)
    .action(async (mapping: string | undefined, options: Options) => {
      exit(await playground(mapping, options, io));
    });
}

async function playground(mapping: string | undefined, options: Options, io: Io): Promise<ExitCode> {
  const { host = '127.0.0.1', live = false, config } = options;
  const port = readPort(options.port);
  if (live && config === undefined)
    throw new UsageError('--live sends to the CRM of a config: name it with --config');
  const found = await mappingOf(mapping, config, io);
  if (!found) return ExitCode.failed;
  const signals = catchStopSignals();
  try {
    // Loaded here, for other commands need none of it.
    const { openPlayground } = await import('../../playground/playground.js');
    const { cwd, env } = io;
    const settings = { ...found, cwd, env, config, live, host, port, version: version() };
    const opened = await readable(found.file, openPlayground(settings));
    io.stdout.write(options.json ? asJson(opened.url, found, live, io) : told(opened.url, found, live, io));
    if (options.open && !options.json) openBrowser(opened.url, io.env);
    await signals.first;
    await opened.close();
    return ExitCode.done;
  } catch (error) {
    const problem = listenProblem(error, { key: '--port', host, port });
    if (problem === undefined) throw error;
    io.stderr.write(`loyalty-gw: ${problem}\n`);
    return ExitCode.failed;
  } finally {
    signals.release();
  }
}

function readPort(text = '0'): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`--port: "${text}" is no port: a whole number from 0 to 65535`);
}

type Found = Pick<DeskSettings, 'file' | 'readOnly'>;

/**
 * The mapping that is meant. What is wrong with the config is printed.
 *
 * @throws UsageError when nobody could tell which
 */
async function mappingOf(
  named: string | undefined,
  config: string | undefined,
  io: Io,
): Promise<Found | undefined> {
  const file = named === undefined ? undefined : resolve(io.cwd, named);
  if (file !== undefined && named !== undefined) await mustBeMapping(file, named);
  if (config === undefined) return file === undefined ? nearby(io) : { file };
  const reading = await readable(config, readConfig(config, { ...io, secrets: 'none' }));
  if (!reading.config) {
    io.stderr.write(formatFindings(reading.findings, io));
    return undefined;
  }
  const { mapping } = reading.config;
  if (file !== undefined && !isSameFile(file, mapping))
    throw new UsageError(
      `${config} is for ${displayPath(mapping, io.cwd)}, not for ${named}: name one of them`,
    );
  return { file: mapping };
}

function isSameFile(one: string, other: string): boolean {
  return existsSync(other) && realpathSync(one) === realpathSync(other);
}

async function mustBeMapping(file: string, named: string): Promise<void> {
  const kind = kindOfFile(await readable(named, Document.read(file)));
  if (kind === undefined || kind === 'mapping') return;
  const advice = kind === 'config' ? `: name it with --config` : '';
  throw new UsageError(`${named} is a ${kind}, not a mapping${advice}`);
}

/** The one mapping of this folder, or that of the demo, which is only shown. */
async function nearby({ cwd }: Io): Promise<Found> {
  const mappings: string[] = [];
  for (const path of await filesBelow(cwd, /\.ya?ml$/, 0))
    if (kindOfFile(await readable(path, Document.read(path))) === 'mapping') mappings.push(path);
  const [file, ...others] = mappings;
  if (file === undefined) return { file: demo, readOnly };
  if (others.length === 0) return { file };
  const names = mappings.map(path => basename(path)).join(', ');
  throw new UsageError(`there are several mappings in this folder: name one of ${names}`);
}

// The same three folders up from src/cli/playground and from dist/cli/playground.
const demo = fileURLToPath(new URL('../../../mappings/demo-crm.yaml', import.meta.url));

const readOnly =
  'this is the demo mapping of loyalty-gw, and not yours: nothing is saved. `loyalty-gw init` begins a mapping of your own';

function told(url: string, { file, readOnly }: Found, live: boolean, io: Io): string {
  const paint = painter(io.color);
  const lines = [
    `playground of ${displayPath(file, io.cwd)}`,
    ...(readOnly === undefined ? [] : [paint('yellow', readOnly)]),
    ...(live ? [paint('red', 'LIVE: the page can send calls to the CRM')] : []),
    `open ${paint('bold', url)}`,
    paint('dim', 'Ctrl-C ends it'),
  ];
  return `${lines.join('\n')}\n`;
}

function asJson(url: string, { file, readOnly }: Found, live: boolean, { cwd }: Io): string {
  return `${JSON.stringify({ url, mapping: displayPath(file, cwd), readOnly: readOnly !== undefined, live })}\n`;
}

const help = `
The page runs what dry-run, check and test run, and nothing leaves this machine: what the CRM replies stands on the page.
It begins with the cases of the mapping's test files. Ctrl-S saves the mapping; cases are saved into its test file.

It listens on a loopback address. With --host it is reached from elsewhere, over plain HTTP: only the address that is
printed, with its token, lets somebody in. So it is with --live.

Examples:
  loyalty-gw playground
  loyalty-gw playground my-crm.yaml
  loyalty-gw playground --config loyalty-gw.yaml --live
  loyalty-gw playground my-crm.yaml --port 8089 --no-open
  loyalty-gw playground my-crm.yaml --host 0.0.0.0`;
