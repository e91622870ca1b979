import { resolve } from 'node:path';
import { readConfig } from '../../config/config.js';
import { findingsOfConfig, readServedMapping } from '../../config/configured-mapping.js';
import { refusalsOf } from '../../config/refusals.js';
import { Document } from '../../document/document.js';
import type { Finding } from '../../document/finding.js';
import { errorTable, usualErrors } from '../../loyalty-api/errors.js';
import { loadMapping } from '../../mapping/load.js';
import { type Deployment, openApiOf } from '../../openapi/mapped.js';
import type { OpenApiDocument } from '../../openapi/types.js';
import type { Io } from '../io.js';
import { printProblems } from '../report.js';
import { readable } from '../usage.js';

interface Options {
  readonly config?: string;
  readonly mapping?: string;
  readonly server?: string;
}

/**
 * Describes the gateway that a config, or a mapping alone, makes. What is wrong in them is printed to stderr.
 *
 * @returns nothing when there are errors
 */
export async function describedGateway(options: Options, io: Io): Promise<OpenApiDocument | undefined> {
  const { document, findings } = options.config
    ? await fromConfig(options.config, options, io)
    : await fromMapping(options.mapping ?? '', options, io);
  printProblems(findings, io);
  return document;
}

interface Described {
  readonly document?: OpenApiDocument;
  readonly findings: readonly Finding[];
}

/** Documentation is made where no secret is: passwords and params need not be set. */
async function fromConfig(file: string, { server }: Options, io: Io): Promise<Described> {
  const reading = await readable(file, readConfig(file, { ...io, secrets: 'none' }));
  const { config, findings } = reading;
  if (!config) return { findings: await findingsOfConfig(reading, io.env) };
  const loaded = await readable(
    config.mapping,
    readServedMapping(config, reading.document, io.env, 'placeholder'),
  );
  const { mapping } = loaded;
  const all = [...findings, ...loaded.findings];
  if (!mapping) return { findings: all };
  const document = openApiOf(mapping, {
    api: config.api ?? mapping.api,
    server: serverAt(server ?? (config.basePath || '/')),
    realm: config.realm,
    errors: errorTable(config.locale, config.errors),
    users: config.users,
    refusals: refusalsOf(config),
  });
  return { document, findings: all };
}

async function fromMapping(file: string, { server }: Options, io: Io): Promise<Described> {
  const source = await readable(file, Document.read(resolve(io.cwd, file)));
  const mapping = loadMapping(source, { given: {}, unset: 'placeholder' });
  if (!mapping) return { findings: source.findings };
  const document = openApiOf(mapping, {
    api: mapping.api,
    server: serverAt(server ?? '/'),
    realm: 'loyalty-gw',
    errors: usualErrors,
  });
  return { document, findings: source.findings };
}

function serverAt(url: string): Deployment['server'] {
  const isWhole = /^https?:/i.test(url);
  return {
    url: url.replace(/(?<=.)\/$/, ''),
    description: isWhole ? 'The gateway.' : 'On the host of the gateway.',
  };
}
