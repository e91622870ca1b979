import { Document } from '../document/document.js';
import type { FilesRead } from '../document/files-read.js';
import { type Finding, hasErrors, sortFindings } from '../document/finding.js';
import { type Revision, revisions } from '../loyalty-api/operations.js';
import { loadMapping, type MappingSettings } from '../mapping/load.js';
import type { Mapping } from '../mapping/mapping.js';
import { reportUndeclared } from '../mapping/params.js';
import { readNamedMapping } from '../mapping/read-named.js';
import { reportRevision } from '../mapping/revision.js';
import { reportAllowedOperations } from './allowed-operations.js';
import { reportCardsUse } from './cards-use.js';
import type { Config, ConfigReading } from './config.js';
import type { Environment } from './environment.js';
import { reportListen } from './listen-use.js';
import { reportReplicaState } from './replica-state.js';

/**
 * The mapping of a config, with its params from the config and, for those that stand in neither the config nor
 * the mapping, from environment variables of the same name.
 *
 * @param document the config file, where findings about its params belong
 * @param text of the mapping, where it is another one than stands on the disk
 * @returns the mapping, unless there are errors among the findings. Errors of the file system pass through.
 */
export async function readConfiguredMapping(
  config: Config,
  document: Document,
  env: Environment,
  unset: MappingSettings['unset'] = 'error',
  watch?: MappingSettings['watch'],
  text?: string,
): Promise<{ mapping?: Mapping; mappingDocument: Document; findings: Finding[] }> {
  const { mapping: file } = config;
  const mappingDocument = text === undefined ? await Document.read(file) : new Document(file, text);
  const { versionSegment } = config;
  const given = givenParams(config.params, env);
  const mapping = loadMapping(mappingDocument, { given, unset, versionSegment, watch });
  const before = document.findings.length;
  reportUndeclared(document, ['params'], Object.keys(config.params), mappingDocument);
  reportAllowedOperations(document, config, mappingDocument);
  const findings = sortFindings([...mappingDocument.findings, ...document.findings.slice(before)]);
  return { mapping: hasErrors(findings) ? undefined : mapping, mappingDocument, findings };
}

/** The same for a mapping that is to be served: with the operations that its revision asks for. */
export async function readServedMapping(
  config: Config,
  document: Document,
  env: Environment,
  unset: MappingSettings['unset'] = 'error',
  watch?: MappingSettings['watch'],
): Promise<{ mapping?: Mapping; mappingFiles: FilesRead; findings: Finding[] }> {
  const { mapping, mappingDocument, findings } = await readConfiguredMapping(
    config,
    document,
    env,
    unset,
    watch,
  );
  const before = mappingDocument.findings.length;
  const beforeInConfig = document.findings.length;
  reportRevision(mappingDocument, config.api);
  await reportListen(document, config);
  if (mapping) {
    await reportCardsUse(document, mapping);
    reportReplicaState(document, config, mapping);
  }
  const all = sortFindings([
    ...findings,
    ...mappingDocument.findings.slice(before),
    ...document.findings.slice(beforeInConfig),
  ]);
  return {
    mapping: hasErrors(all) ? undefined : mapping,
    mappingFiles: mappingDocument.files,
    findings: all,
  };
}

/**
 * What is wrong in a config and in the mapping that it names. That the config has errors of its own hides nothing of
 * the mapping, but for its params: which of those are set is not known then.
 */
export async function findingsOfConfig(
  { config, document, mapping, findings }: ConfigReading,
  env: Environment,
  watch?: MappingSettings['watch'],
): Promise<readonly Finding[]> {
  if (config) {
    return [...findings, ...(await readServedMapping(config, document, env, 'error', watch)).findings];
  }
  if (mapping === undefined) return findings;
  const before = document.findings.length;
  const mappingDocument = await readNamedMapping(document, mapping);
  if (mappingDocument) {
    const { api, versionSegment } = servedBy(document);
    loadMapping(mappingDocument, { given: {}, unset: 'placeholder', versionSegment, watch });
    reportAllowedOperations(document, document.value, mappingDocument);
    reportRevision(mappingDocument, api);
  }
  const inMapping = mappingDocument?.findings ?? [];
  return sortFindings([...findings, ...document.findings.slice(before), ...inMapping]);
}

/** What a config with errors says of the API, as far as it can be told. */
function servedBy(document: Document): { api?: Revision; versionSegment?: string } {
  const { api, versionSegment } = Object(document.value) as Record<string, unknown>;
  const isPlain = typeof versionSegment === 'string' && !versionSegment.includes('${');
  return {
    api: revisions.find(each => each === api),
    ...(isPlain && { versionSegment }),
  };
}

/** What the environment says is overridden by what the config says. */
export function givenParams(
  params: Readonly<Record<string, string>>,
  env: Environment,
): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) given[name] = value;
  return { ...given, ...params };
}
