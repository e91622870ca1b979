import { Document } from '../document/document.js';
import type { Finding } from '../document/finding.js';
import { loadMapping } from '../mapping/load.js';
import type { Mapping } from '../mapping/mapping.js';
import { reportRevision } from '../mapping/revision.js';
import type { ExpressionWatch } from '../mapping/watch.js';
import { type Deployment, openParams, readDeployment, secretParams } from './deployment.js';
import type { Desk } from './desk.js';

/** A text of the page, checked and compiled as it would be without a network. */
export interface LookedAt {
  readonly document: Document;
  readonly deployment: Deployment;
  /** Absent where there is an error among the findings. */
  readonly mapping?: Mapping | undefined;
  readonly findings: readonly Finding[];
}

const good = new WeakMap<Desk, string>();

/** The last text that could be run: while somebody types, the one of the page can not. */
export async function lastGood(desk: Desk): Promise<string> {
  return good.get(desk) ?? (await desk.known()).text;
}

/** Milliseconds for one evaluation: the server answers nobody else meanwhile. */
export const EVALUATION = 2_000;

/**
 * @param params in the place of those of the config
 * @throws Refusal `cannot` when the config has errors
 */
export async function lookAt(
  desk: Desk,
  text: string,
  { params = {}, watch }: { params?: Readonly<Record<string, string>>; watch?: ExpressionWatch } = {},
): Promise<LookedAt> {
  const document = new Document(desk.file, text);
  const deployment = await readDeployment(desk.settings);
  const saved = await desk.known();
  if (!saved.isUtf8) {
    reportNotUtf8(document);
    return { document, deployment, findings: document.findings };
  }
  const { versionSegment, api } = deployment;
  const secret = [secretParams(document.value), savedSecrets(desk, saved.text, deployment)];
  const given = { ...openParams(deployment.params, ...secret), ...params };
  const mapping = loadMapping(document, {
    given,
    unset: 'placeholder',
    versionSegment,
    watch,
    evaluation: EVALUATION,
  });
  reportRevision(document, api);
  if (mapping) good.set(desk, text);
  return { document, deployment, mapping, findings: document.findings };
}

/** What the mapping on the disk calls secret is so, whatever the text of the page makes of it. */
function savedSecrets(desk: Desk, saved: string, { params }: Deployment): ReadonlySet<string> {
  if (Object.keys(params).length === 0) return new Set();
  return secretParams(new Document(desk.file, saved).value);
}

/** The page sends a text, whatever the bytes of the file are. */
function reportNotUtf8(document: Document): void {
  document.report(
    'error',
    'yaml',
    document.placeAt(Math.max(0, document.text.indexOf('\uFFFD'))),
    'the file is not UTF-8',
    'convert it to UTF-8: nothing is saved before',
  );
}
