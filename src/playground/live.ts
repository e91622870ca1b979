import { type Config, readConfig, secretsOf } from '../config/config.js';
import { givenParams, readConfiguredMapping } from '../config/configured-mapping.js';
import { createRedactor } from '../config/redact.js';
import { HttpWire } from '../crm/http-wire.js';
import { pause } from '../crm/pause.js';
import { Sessions } from '../crm/sessions.js';
import { TokenFileError } from '../crm/token-file.js';
import { Document } from '../document/document.js';
import { errorTable } from '../loyalty-api/errors.js';
import type { MappedOperation, Mapping } from '../mapping/mapping.js';
import { stagesOf } from '../mapping/plan.js';
import { RecordedReplies } from '../story/recorded-replies.js';
import type { LiveRequest, RunAnswer } from './api-run.js';
import { brokenConfig, secretParams } from './deployment.js';
import type { Desk } from './desk.js';
import { toldFindings } from './findings.js';
import { Hover } from './hover.js';
import { Refusal } from './refusal.js';
import { masked, operationOf, runWith } from './run.js';
import { tell } from './tell.js';

/**
 * Runs an operation of a text against the CRM of the config, as `dry-run --live` does.
 *
 * @param gone ends the run, because nobody waits for it any more
 * @throws Refusal `notLive`, `writes`, `cannot`
 */
export async function runLive(desk: Desk, asked: LiveRequest, gone: AbortSignal): Promise<RunAnswer> {
  const { live, config: file, cwd, env } = desk.settings;
  if (!live || file === undefined)
    throw new Refusal(
      'notLive',
      'nothing is sent to the CRM',
      'start the playground with --config and --live',
    );
  const { config, document: configDocument, findings } = await readConfig(file, { env, cwd });
  if (!config) throw brokenConfig(file, findings.length);
  const hover = new Hover();
  // Findings of the config belong to its own document, and are told by `check`.
  const loaded = await readConfiguredMapping(
    { ...config, mapping: desk.file },
    configDocument,
    env,
    'error',
    hover.watch,
    asked.text,
  );
  const { mappingDocument: document, mapping } = loaded;
  const told = toldFindings(document, loaded.findings);
  if (!mapping) {
    const [other] = loaded.findings.filter(each => each.file !== document.file && each.level === 'error');
    if (other) throw new Refusal('cannot', `the config ${file}: ${other.message}`, other.hint);
    return { findings: told };
  }
  const deployment = deploymentOf(config);
  const api = deployment.api ?? mapping.api;
  const mapped = operationOf(mapping, api, asked.operation);
  if (writes(mapped) && !asked.confirmWrites)
    throw new Refusal('writes', `${asked.operation} writes into the CRM`, 'confirm that it may');

  const wire = new HttpWire(mapping.crm);
  try {
    const ran = await runWith({ document, deployment, mapping, findings: loaded.findings }, asked, hover, {
      wire,
      clock: Date.now,
      pause,
      sessions: await sessionsOf(mapping, gone),
      signal: gone,
      observer: () => {},
      recorded: new RecordedReplies({}),
      live: true,
      redact: createRedactor(await secretsFor(desk, config, document, mapping)),
    });
    const { story, redact } = tell(ran);
    return { findings: told, story: masked(story, redact) };
  } finally {
    await wire.close();
  }
}

function deploymentOf({ api, versionSegment, basePath, locale, errors, params, cards }: Config) {
  const { barcode } = cards ?? {};
  return {
    params,
    ...(api && { api }),
    versionSegment,
    basePath,
    errors: errorTable(locale, errors),
    barcode,
  };
}

export function writes(mapped: MappedOperation): boolean {
  return stagesOf(mapped)
    .flat()
    .some(({ step }) => step.kind === 'call' && step.isWrite);
}

/**
 * All that must not be seen, also if the text of the page says that a param is no secret: what the mapping on the disk
 * says counts as well. What the environment sets is masked unless the mapping declares the param, and does not call it
 * secret.
 */
async function secretsFor(
  desk: Desk,
  config: Config,
  document: Document,
  mapping: Mapping,
): Promise<readonly string[]> {
  const saved = new Document(desk.file, (await desk.read()).text);
  const secret = new Set([...secretParams(saved.value), ...secretParams(document.value)]);
  const given = givenParams(config.params, desk.settings.env);
  const open = new Set(saved.keysAt(['params']).filter(name => !secret.has(name)));
  const used = document.keysAt(['params']).filter(name => !open.has(name));
  const values = used.flatMap(name => given[name] ?? []);
  return [...secretsOf(config), ...mapping.secrets, ...values];
}

/** A refresh token that is used for real is used up: the next one goes where `serve` will look for it. */
async function sessionsOf(mapping: Mapping, signal: AbortSignal): Promise<Sessions> {
  try {
    return await Sessions.open(mapping, signal);
  } catch (error) {
    throw error instanceof TokenFileError ? new Refusal('cannot', error.message) : error;
  }
}
