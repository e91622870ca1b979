import { Document } from '../document/document.js';
import { type Finding, hasErrors, sortFindings } from '../document/finding.js';
import { loadMapping } from '../mapping/load.js';
import type { Mapping } from '../mapping/mapping.js';
import { type ParamSettings, undeclaredParams } from '../mapping/params.js';
import type { Config } from './config.js';
import type { Environment } from './environment.js';

/**
 * The mapping of a config, with its params from the config and, for those that stand in neither the config nor
 * the mapping, from environment variables of the same name.
 *
 * @param document the config file, where findings about its params belong
 * @returns the mapping, unless there are errors among the findings. Errors of the file system pass through.
 */
export async function readConfiguredMapping(
  config: Config,
  document: Document,
  env: Environment,
  unset: ParamSettings['unset'] = 'error',
): Promise<{ mapping?: Mapping; findings: Finding[] }> {
  const mappingDocument = await Document.read(config.mapping);
  const mapping = loadMapping(mappingDocument, { given: givenParams(config.params, env), unset });
  const before = document.findings.length;
  if (mappingDocument.value !== undefined) reportUndeclared(config, document, mappingDocument);
  const findings = sortFindings([...mappingDocument.findings, ...document.findings.slice(before)]);
  return hasErrors(findings) ? { findings } : { mapping, findings };
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

/** A param that the mapping does not know is a misspelt one, and the right one is missing or at its default. */
function reportUndeclared(config: Config, document: Document, mapping: Document): void {
  const declared = Object.keys((mapping.value as { params?: object } | undefined)?.params ?? {});
  for (const { name, guess } of undeclaredParams(declared, Object.keys(config.params))) {
    const hint = guess
      ? `did you mean "${guess}"?`
      : `the mapping has: ${declared.join(', ') || 'no params'}`;
    const message = `the mapping has no param "${name}"`;
    document.report('error', 'unknown-param', document.placeOfKey(['params', name]), message, hint);
  }
}
