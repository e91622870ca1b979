import { resolve } from 'node:path';
import type { Command } from 'commander';
import { blankStarter } from '../../scaffold/blank.js';
import { readOpenApi } from '../../scaffold/open-api/read.js';
import { openApiStarter } from '../../scaffold/open-api/starter.js';
import { projectFiles } from '../../scaffold/project.js';
import { shippedMappings, shippedStarter } from '../../scaffold/shipped.js';
import type { ScaffoldFile, Starter } from '../../scaffold/starter.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { canAsk } from '../questions.js';
import { SCHEMAS, schemaFile, schemaLine } from '../schema/schema-line.js';
import { schemaKinds, schemaText } from '../schema/schemas.js';
import { painter } from '../style.js';
import { readable, UsageError } from '../usage.js';
import { ask } from './ask.js';
import { type Given, readWanted, type Wanted } from './wanted.js';
import { type Done, writeAll } from './write.js';

export function addInit(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('init')
    .description('begin a mapping: writes it with a test, a config and what to do next')
    .argument('[folder]', 'where to; this folder by default')
    .option('--crm <name>', `a mapping that is shipped: ${Object.keys(shippedMappings).join(', ')}`)
    .option('--openapi <file>', 'of any other CRM: its OpenAPI file, 3.x or Swagger 2.0, in YAML or JSON')
    .option('--blank', 'of any other CRM: a small mapping to change')
    .option('--name <name>', 'of the mapping and its file, with --openapi and --blank')
    .option('--json', 'print what was written as one JSON document')
    .addHelpText('after', help)
    .action(async (folder: string | undefined, options: Given) => {
      exit(await init(folder, options, io));
    });
}

async function init(folder: string | undefined, options: Given, io: Io): Promise<ExitCode> {
  const wanted = readWanted(folder, options) ?? (await asked(folder, options, io));
  if (!wanted) {
    io.stderr.write('nothing was written\n');
    return ExitCode.interrupted;
  }
  const starter = await starterOf(wanted, io);
  const done = await writeAll(
    withSchemas(projectFiles(starter)),
    resolve(io.cwd, wanted.folder),
    wanted.folder,
  );
  io.stdout.write(options.json ? asJson(wanted, starter, done) : told(wanted, starter, done, io));
  return ExitCode.done;
}

async function asked(folder: string | undefined, { name }: Given, io: Io): Promise<Wanted | undefined> {
  if (!canAsk(io)) {
    const known = Object.keys(shippedMappings).join(', ');
    throw new UsageError(`say which CRM it is: --crm <name> (${known}), --openapi <file> or --blank`);
  }
  if (name !== undefined) throw new UsageError('--name goes with --openapi or --blank');
  return ask(folder, io);
}

async function starterOf({ crm, openapi, name }: Wanted, io: Io): Promise<Starter> {
  if (crm) return shippedStarter(crm);
  if (openapi === undefined) return blankStarter(name ?? 'my-crm');
  const source = await readable(openapi, readOpenApi(resolve(io.cwd, openapi)));
  if ('problem' in source) throw new UsageError(`${openapi} cannot be used: ${source.problem}`);
  return openApiStarter(source, openapi, name);
}

/** The schemas come with the files that name them, so that these can be moved, and kept in git. */
function withSchemas(files: readonly ScaffoldFile[]): ScaffoldFile[] {
  const named = files.map(file =>
    file.kind ? { ...file, text: schemaLine(file.kind, `./${SCHEMAS}`) + file.text } : file,
  );
  const schemas = schemaKinds.map(kind => ({
    path: `${SCHEMAS}/${schemaFile(kind)}`,
    text: schemaText(kind),
  }));
  return [...named, ...schemas];
}

function asJson({ folder }: Wanted, { mapping, notes }: Starter, { written, kept }: Done): string {
  return `${JSON.stringify({ folder, mapping: mapping.path, written, kept, notes }, null, 2)}\n`;
}

function told({ folder }: Wanted, { mapping, notes }: Starter, { written, kept }: Done, io: Io): string {
  const paint = painter(io.color);
  const where = folder === '.' ? 'this folder' : folder;
  const remarks = [
    ...notes,
    ...kept.map(path => `${path} was there and stays as it is: see that it names .env`),
  ];
  return [
    `written into ${where}:`,
    ...written.map(path => `  ${path}`),
    ...(remarks.length > 0 ? ['', 'to know:', ...remarks.map(note => `  - ${note}`)] : []),
    '',
    `next, as README.md there tells${folder === '.' ? '' : `, after ${paint('bold', `cd ${shellWord(folder)}`)}`}:`,
    `  ${paint('bold', `loyalty-gw check ${mapping.path}`)}`,
    `  ${paint('bold', 'loyalty-gw test')}`,
    '',
  ].join('\n');
}

function shellWord(text: string): string {
  return /^[\w./~@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

const help = `
It asks where the command line does not say which CRM it is, and overwrites nothing. All that it writes passes check and
test as it is; the config, as soon as the variables of .env.example are set. Of an OpenAPI file the address, the way to
authenticate and, where a call is plainly for them, findCard and getCard are taken, and marked as guesses.

Examples:
  loyalty-gw init
  loyalty-gw init my-shop --crm retailcrm
  loyalty-gw init my-shop --openapi crm-openapi.yaml
  loyalty-gw init my-shop --blank --name my-crm`;
