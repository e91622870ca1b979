import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { StoreError } from '../../cards/database.js';
import { CertificateError } from '../../config/certificates.js';
import { configFields } from '../../config/help.js';
import { ServedFiles } from '../../config/served.js';
import { TokenFileError } from '../../crm/token-file.js';
import type { LogDestination } from '../../telemetry/log.js';
import { openLogDestination } from '../../telemetry/log-destination.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { listenProblem } from '../listen-problem.js';
import { printProblems } from '../report.js';
import { catchStopSignals, onHangUp, type StopSignals } from '../signals.js';
import { readable, UsageError } from '../usage.js';

/** The gateway bounds its own end; this is for the case that it cannot keep its word. */
const graceMilliseconds = 500;

export function addServe(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('serve')
    .description('start the gateway')
    // Not commander's requiredOption: it would call a misspelt --confg a missing --config.
    .option('-c, --config <file>', 'the config file (required)')
    .addHelpText('after', serveHelp)
    .action(async ({ config }: { config?: string }) => {
      if (config === undefined) throw new UsageError('the option --config <file> is missing');
      exit(await serve(config, io));
    });
}

/** Runs the gateway until a signal ends it. Its stdout belongs to the log. */
async function serve(file: string, io: Io): Promise<ExitCode> {
  const files = new ServedFiles(file, io);
  const { served, findings } = await files
    .load()
    .catch((error: NodeJS.ErrnoException) => readable(error.path ?? file, Promise.reject(error)));
  printProblems(findings, io);
  if (!served) return ExitCode.failed;
  const { config, mapping } = served;

  const signals = catchStopSignals();
  let reload = () => {};
  const release = onHangUp(() => reload());
  try {
    // Loaded here, for it is most of the program, and `--help` and `check` need none of it.
    const { startGateway } = await import('../../gateway/start.js');
    const gateway = await startGateway(config, mapping, logOf(io), files);
    reload = () => void gateway.reload();
    await signals.first;
    return await stopWithin(gateway, gateway.longestStop() + graceMilliseconds, signals, io);
  } catch (error) {
    const problem =
      error instanceof TokenFileError || error instanceof StoreError || error instanceof CertificateError
        ? error.message
        : listenProblem(
            error,
            { key: 'listen', ...config.listen },
            config.admin && { key: 'admin', ...config.admin },
          );
    if (problem === undefined) throw error;
    io.stderr.write(`loyalty-gw: ${problem}\n`);
    return ExitCode.failed;
  } finally {
    signals.release();
    release();
  }
}

function logOf({ stdout, stderr }: Io): LogDestination {
  if (stdout !== process.stdout) return stdout;
  return openLogDestination(1, text => stderr.write(`loyalty-gw: ${text}\n`));
}

async function stopWithin(
  gateway: { stop(): Promise<void> },
  milliseconds: number,
  signals: StopSignals,
  io: Io,
): Promise<ExitCode> {
  const end = new AbortController();
  const late = delay(milliseconds, 'late' as const, { signal: end.signal });
  late.catch(() => undefined);
  const outcome = await Promise.race([
    gateway.stop().then(() => 'closed' as const),
    signals.second.then(() => 'interrupted' as const),
    late,
  ]);
  end.abort();
  if (outcome === 'interrupted') return ExitCode.interrupted;
  if (outcome === 'closed') return ExitCode.done;
  io.stderr.write(`loyalty-gw: not stopped within ${milliseconds} ms, given up\n`);
  return ExitCode.failed;
}

function serveHelp(): string {
  const fields = configFields();
  const width = Math.max(...fields.map(field => field.name.length)) + 2;
  const lines = fields.map(field => {
    const notes = [
      ...(field.required ? ['required'] : []),
      ...(field.default ? [`default: ${field.default}`] : []),
      ...(field.secret ? ['secret'] : []),
    ];
    return `  ${field.name.padEnd(width)}${field.description}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
  });
  return `
It listens until SIGTERM or SIGINT, finishes what runs and ends; a second signal ends it at once. SIGHUP
lets it read its files again; it also looks itself whether they are others (reload.every).
The log, JSON lines, goes to stdout; everything else to stderr.

The config file, YAML:
${lines.join('\n')}

  In every value, \${NAME} and \${NAME:-default} stand for variables of the environment; $\${ is a literal \${.

Examples:
  loyalty-gw serve --config loyalty-gw.yaml
  KOSHELEK_PASSWORD=… loyalty-gw serve -c /etc/loyalty-gw/loyalty-gw.yaml`;
}
