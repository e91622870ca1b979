import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { fileProblem } from '../../document/file-problem.js';
import { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { UsageError } from '../usage.js';
import { schemaFile } from './schema-line.js';
import { type SchemaKind, schemaKinds, schemaText } from './schemas.js';

export function addSchema(program: Command, io: Io, exit: (code: ExitCode) => void): void {
  program
    .command('schema')
    .description('print the JSON Schema of a kind of files, for editors')
    .addArgument(new Argument('[kind]', 'the kind of files').choices(schemaKinds))
    .option('-w, --write <folder>', 'write the schemas of all kinds, or of this one, into a folder')
    .addHelpText('after', help)
    .action(async (kind: SchemaKind | undefined, { write }: { write?: string }) => {
      if (write !== undefined) await writeSchemas(write, kind ? [kind] : schemaKinds, io);
      else if (kind) io.stdout.write(schemaText(kind));
      else throw new UsageError(`name a kind of files: ${schemaKinds.join(', ')}; or --write <folder>`);
      exit(ExitCode.done);
    });
}

/** Those that are there are of an older version, and nobody's work. */
async function writeSchemas(folder: string, kinds: readonly SchemaKind[], io: Io): Promise<void> {
  for (const kind of kinds) {
    const file = join(folder, schemaFile(kind));
    try {
      await mkdir(resolve(io.cwd, folder), { recursive: true });
      await writeFile(resolve(io.cwd, file), schemaText(kind));
    } catch (error) {
      const isFile = (error as NodeJS.ErrnoException).code === 'EEXIST';
      const problem = isFile ? `${folder} is no folder` : fileProblem(error);
      if (problem === undefined) throw error;
      throw new UsageError(`cannot write ${file}: ${problem}`, { cause: error });
    }
    io.stdout.write(`${file}\n`);
  }
}

const help = `
With a schema an editor completes keys and names, explains them, and marks what cannot be right. It finds the schema
by the first line of a file:
  # yaml-language-server: $schema=./schemas/mapping.schema.json

See docs/editor.md for VS Code, JetBrains and Neovim. check finds more: what expressions, params and steps have to do
with each other is not for a schema.

Examples:
  loyalty-gw schema --write schemas
  loyalty-gw schema mapping > mapping.schema.json`;
