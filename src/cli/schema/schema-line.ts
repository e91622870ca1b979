import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SchemaKind } from './schemas.js';

/** Of a project, and of this package: where its schemas lie. */
export const SCHEMAS = 'schemas';

// The same three folders up from src/cli/schema and from dist/cli/schema.
const shipped = fileURLToPath(new URL(`../../../${SCHEMAS}`, import.meta.url));

/** What the file of a schema is called, wherever it lies. */
export function schemaFile(kind: SchemaKind): string {
  return `${kind}.schema.json`;
}

/**
 * The first line of a YAML file, with its line break, by which editors find the schema of what is in it.
 *
 * @param schemas the folder of the schemas, as it is written in the file: `./schemas`
 */
export function schemaLine(kind: SchemaKind, schemas: string): string {
  return `# yaml-language-server: $schema=${schemas}/${schemaFile(kind)}\n`;
}

/**
 * The same for a file that is written into a folder which somebody has: with the schemas of the project that it is a
 * part of, or else of the package that the project has installed, or else of the one that is running.
 *
 * @param folder absolute
 */
export function schemaLineIn(folder: string, kind: SchemaKind): string {
  const found = ancestors(folder)
    .flatMap(above => [join(above, SCHEMAS), join(above, 'node_modules', 'loyalty-gw', SCHEMAS)])
    .find(schemas => existsSync(join(schemas, schemaFile(kind))));
  return schemaLine(kind, found === undefined ? shipped : written(folder, found));
}

function ancestors(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}

function written(folder: string, schemas: string): string {
  const path = relative(folder, schemas).replaceAll('\\', '/');
  return path.startsWith('..') || isAbsolute(path) ? path : `./${path}`;
}
