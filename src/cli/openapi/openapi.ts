import type { Command } from 'commander';
import { writeYaml } from '../../document/write-yaml.js';
import { openApiPage } from '../../openapi/page/page.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { UsageError } from '../usage.js';
import { describedGateway } from './source.js';

interface Options {
  readonly config?: string;
  readonly mapping?: string;
  readonly server?: string;
  readonly json?: boolean;
  readonly html?: boolean;
}

export function addOpenApi(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('openapi')
    .description('describe in OpenAPI 3.1 what a config, or a mapping, exposes')
    .option('-c, --config <file>', 'the config, with the mapping that it names')
    .option('-m, --mapping <file>', 'the mapping alone')
    .option('-s, --server <url>', 'the address that Koshelek calls, with the base path')
    .option('--json', 'print JSON instead of YAML')
    .option('--html', 'print a page for people instead')
    .addHelpText('after', help)
    .action(async (options: Options) => {
      exit(await openApi(options, io));
    });
}

async function openApi(options: Options, io: Io): Promise<ExitCode> {
  const { mapping, config } = options;
  if (mapping !== undefined && config !== undefined)
    throw new UsageError('a config names its mapping: give --config or --mapping, not both');
  if (mapping === undefined && config === undefined)
    throw new UsageError('name a config with --config, or a mapping with --mapping');
  if (options.json && options.html) throw new UsageError('print either --json or --html');
  if (options.server !== undefined && !isServer(options.server)) {
    throw new UsageError(
      `--server: "${options.server}" is no address such as https://loyalty.example.com/walletapi`,
    );
  }
  const document = await describedGateway(options, io);
  if (!document) return ExitCode.failed;
  if (options.json) io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  else io.stdout.write(options.html ? openApiPage(document) : writeYaml(document));
  return ExitCode.done;
}

/** Paths are put behind it, so it has neither query nor fragment; braces would be variables of OpenAPI (4.8.5). */
function isServer(text: string): boolean {
  return /^https?:\/\/[^\s?#{}@]+$/i.test(text) && URL.canParse(text);
}

const help = `
The document holds the operations that some login of the config may call, with their paths, parameters, bodies,
answers, errors and invented examples. It holds no logins, passwords or params; those need not be set for it.

Without --server the address is the base path of the config alone: tools ask for the rest.
The page holds all that it needs and can be sent as one file.

Examples:
  loyalty-gw openapi --config loyalty-gw.yaml > openapi.yaml
  loyalty-gw openapi -c loyalty-gw.yaml --server https://loyalty.example.com/walletapi --json > openapi.json
  loyalty-gw openapi --mapping mappings/demo-crm.yaml --html > openapi.html`;
