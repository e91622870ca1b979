import { createRedactor } from '../config/redact.js';
import { Guard } from '../crm/guard.js';
import { replayTime } from '../crm/pause.js';
import { Sessions } from '../crm/sessions.js';
import { suggestion } from '../document/nearest.js';
import type { Observer } from '../engine/events.js';
import type { Ports } from '../engine/ports.js';
import { run } from '../engine/run.js';
import { isInRevision, isOperationId, type Operation } from '../loyalty-api/operations.js';
import type { RawRequest } from '../loyalty-api/read-request.js';
import type { MappedOperation, Mapping } from '../mapping/mapping.js';
import { Story } from '../story/story.js';
import { CaseCards } from '../testing/case-cards.js';
import { rawRequest } from '../testing/raw-request.js';
import { Recorder } from '../testing/recording/recorder.js';
import type { CardStates, RequestInput, RunAnswer, RunRequest } from './api-run.js';
import type { Desk } from './desk.js';
import { toldFindings } from './findings.js';
import { Hover } from './hover.js';
import { type LookedAt, lookAt } from './looked-at.js';
import { readRequestText } from './raw-text.js';
import { Refusal } from './refusal.js';
import { Replay } from './replay.js';
import { type Ran, tell } from './tell.js';
import { Timeline } from './timeline.js';

/** Milliseconds of the world for one run without a network. */
const LONGEST = 10_000;

/**
 * Runs an operation of a text with the replies of the page.
 *
 * @throws Refusal `cannot` when there is nothing to run, or no end of it
 */
export async function runOnPage(desk: Desk, asked: RunRequest): Promise<RunAnswer> {
  const hover = new Hover();
  const looked = await lookAt(desk, asked.text, { params: asked.params, watch: hover.watch });
  const findings = toldFindings(looked.document, looked.findings);
  if (!looked.mapping) return { findings };
  const ran = await replayed({ ...looked, mapping: looked.mapping }, asked, hover);
  const { story, redact } = tell(ran);
  return { findings, story: masked(story, redact) };
}

/** A text that can be run. */
export type Runnable = LookedAt & { readonly mapping: Mapping };

/**
 * Runs an operation with the replies of the page.
 *
 * @param observer looks on as well
 * @throws Refusal `cannot` when it is not there, or finds no end
 */
export async function replayed(
  runnable: Runnable,
  asked: RunRequest,
  hover: Hover,
  observer: Observer = () => {},
): Promise<Ran> {
  const { mapping } = runnable;
  const began = asked.clock === undefined ? Date.now() : Date.parse(asked.clock);
  const time = replayTime(() => began);
  const wire = new Replay(asked.replies, time.pause);
  const stop = AbortSignal.timeout(LONGEST);
  const ran = await runWith(runnable, asked, hover, {
    wire,
    ...time,
    sessions: new Sessions(mapping),
    signal: stop,
    observer: event => {
      wire.recorded.observe(event);
      observer(event);
    },
    recorded: wire.recorded,
    live: false,
    redact: createRedactor(mapping.secrets),
  });
  if (stop.aborted) throw new Refusal('cannot', `the run was given up after ${LONGEST / 1_000} s`);
  const { cause } = ran.answer.failure ?? {};
  if (cause instanceof Refusal) throw cause;
  return ran;
}

/** What a run takes from the world, with or without a network. */
export interface World extends Pick<Ports, 'wire' | 'clock' | 'pause' | 'sessions' | 'signal' | 'observer'> {
  readonly recorded: Replay['recorded'];
  readonly live: boolean;
  readonly redact: (text: string) => string;
}

export async function runWith(
  { document, deployment, mapping }: Runnable,
  asked: { operation: string; request: RequestInput; cards?: CardStates },
  hover: Hover,
  { recorded, live, redact, ...world }: World,
): Promise<Ran> {
  const api = deployment.api ?? mapping.api;
  const mapped = operationOf(mapping, api, asked.operation);
  const sent = sentBy(asked.request, mapped.operation, deployment.basePath);
  const { clock, observer } = world;
  const cards = new CaseCards({ cards: asked.cards, cardsAfter: undefined }, clock, deployment.barcode);
  const { basePath, errors } = deployment;
  const story = new Story(
    { mapping, api, basePath, redact },
    mapped,
    sent,
    live,
    recorded,
    cards,
    hover.explainer,
  );
  const timeline = new Timeline();
  const recorder = new Recorder();
  const listeners = [recorder, timeline, hover, story];
  let ids = 0;
  const answer = await run(mapping, mapped.operation.id, sent, {
    ...world,
    guard: new Guard(mapping.crm.limits),
    cards: cards.keeper,
    ids: () => String(++ids),
    errors,
    observer: event => {
      observer(event);
      for (const listener of listeners) listener.observe(event);
    },
  });
  return { document, mapping, mapped, sent, story, timeline, hover, heard: recorder.exchanges(), answer };
}

/** @throws Refusal `cannot` */
export function operationOf(mapping: Mapping, api: Mapping['api'], name: string): MappedOperation {
  const mapped = mapping.operations.get(name);
  if (mapped && isInRevision(mapped.operation, api)) return mapped;
  if (mapped) throw new Refusal('cannot', `${name} is not served with revision ${api}, which it came after`);
  if (isOperationId(name))
    throw new Refusal('cannot', `the mapping has no operation ${name}`, `add ${name}: under operations:`);
  const known = [...mapping.operations.keys()];
  throw new Refusal(
    'cannot',
    `there is no operation "${name}"`,
    suggestion(name, known, `known: ${known.join(', ')}`),
  );
}

/** @throws Refusal `cannot` when a raw text is no request of the operation */
export function sentBy(request: RequestInput, operation: Operation, basePath: string): RawRequest {
  if ('raw' in request) return readRequestText(request.raw, operation, basePath);
  const { params = {}, query = {}, headers = {}, body } = request;
  return rawRequest(operation, {
    params,
    query,
    headers,
    ...(body !== undefined && body !== '' && { text: body }),
  });
}

/** The same with secrets masked in each of its texts: masked as a whole it would be looked through in one spelling more. */
export function masked<T>(value: T, redact: (text: string) => string): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map(item => masked(item, redact)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [redact(key), masked(member, redact)]);
  return Object.fromEntries(members) as T;
}
