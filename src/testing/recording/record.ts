import { dirname, relative } from 'node:path';
import { Guard } from '../../crm/guard.js';
import { replayTime } from '../../crm/pause.js';
import { ReplayWire } from '../../crm/replay-wire.js';
import { Sessions } from '../../crm/sessions.js';
import type { WireCall, WireFault, WireReply } from '../../crm/wire.js';
import { Document } from '../../document/document.js';
import { writeYaml } from '../../document/write-yaml.js';
import type { Answer } from '../../engine/answer.js';
import { run } from '../../engine/run.js';
import { writeJson } from '../../json/write.js';
import { usualErrors } from '../../loyalty-api/errors.js';
import { loadMapping } from '../../mapping/load.js';
import type { Mapping } from '../../mapping/mapping.js';
import { LOGIN } from '../../mapping/names.js';
import { CaseCards } from '../case-cards.js';
import { Pseudonyms } from '../pseudonyms/pseudonyms.js';
import { survivors } from '../pseudonyms/survivors.js';
import { type RequestSketch, rawRequest } from '../raw-request.js';
import { recordedFault, recordedReply } from '../recorded.js';
import { inventedParams, ordinaryTexts } from './invented-params.js';
import { learnRun } from './learn-run.js';
import type { LiveRun } from './live-run.js';
import { isRead } from './read-headers.js';
import { otherWay, type RecordedExchange, Recorder } from './recorder.js';
import { textOfReply } from './reply-text.js';
import { answerSketch, callSketch, replySketch, requestSketch } from './sketches.js';

/** A test file, or why there can be none. */
export type Recording = { readonly text: string } | { readonly problem: string };

/** How a reply or a fault stands in a case, and as the wire gives it. */
interface Outcome {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly wire: WireReply | WireFault;
}

/**
 * Makes a test file of a live run, with invented people in the place of real ones. The request and the replies are
 * written anew; then the mapping is run over them once more, with invented params, and what it sends and answers is
 * what the case expects. So whatever it makes of a phone, be it a hash, is that of the invented one.
 *
 * @param file where it is going to be
 * @param key what the fakes are drawn by
 */
export async function record(live: LiveRun, file: string, key: Uint8Array): Promise<Recording> {
  try {
    return await recordWith(new Pseudonyms(key, ordinaryTexts(live.document.text)), live, file);
  } catch (error) {
    // More people than anybody could invent.
    if (error instanceof RangeError) return { problem: error.message };
    throw error;
  }
}

async function recordWith(people: Pseudonyms, live: LiveRun, file: string): Promise<Recording> {
  const before = live.recorder.exchanges();
  const lost = before.find(({ outcome }) => outcome && 'fault' in outcome && !isKnown(outcome.fault));
  if (lost) return { problem: `a case cannot say what became of a call of the step ${lost.step}` };

  learnRun(people, live);
  const params = inventedParams(live, people);
  const mapping = loadMapping(new Document(live.document.file, live.document.text), {
    given: params,
    unset: 'placeholder',
  });
  if (!mapping) return { problem: 'the mapping does not take the params that were invented' };

  const request = withPeople(people, live.request);
  const outcomes = new Map(before.map(each => [each, outcomeOf(each, live, people)]));
  const again = await rerun(mapping, live, request, outcomes);
  const other = otherWay(live.recorder, again.recorder) ?? otherAnswer(live.answer, again.answer);
  if (other !== undefined) return { problem: `invented people do not get the same treatment: ${other}` };

  const text = `${HEAD}${writeYaml({
    test: 1,
    mapping: relative(dirname(file), live.document.file) || live.document.file,
    ...(Object.keys(params).length > 0 && { params }),
    clock: new Date(live.now).toISOString(),
    ...again.cases(live.operation, request),
  })}`;
  const [left] = survivors(text, people.fakes, [...live.secrets, ...live.recorder.secrets]);
  return left
    ? { problem: `a value of the kind ${left.kind} would still stand in line ${left.line}` }
    : { text };
}

const HEAD = `# Recorded by loyalty-gw dry-run --record. People, numbers and params are invented, as far as they were known for
# what they are: look this over before you commit it.
`;

const known = ['refused', 'reset', 'timeout'] as const;
type Known = (typeof known)[number];

function isKnown(fault: string): fault is Known {
  return (known as readonly string[]).includes(fault);
}

function withPeople(
  people: Pseudonyms,
  { params, query, headers, body, text }: RequestSketch,
): RequestSketch {
  const texts = (named: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(named).map(([name, value]) => [name, people.text(value)]));
  const content = text ?? (body === undefined ? undefined : writeJson(body));
  return {
    params: texts(params),
    query: texts(query),
    headers: texts(headers),
    ...(content !== undefined && { text: people.body(content) }),
  };
}

function outcomeOf({ outcome }: RecordedExchange, { document }: LiveRun, people: Pseudonyms): Outcome {
  if (!outcome || 'fault' in outcome) {
    const fault = outcome && isKnown(outcome.fault) ? outcome.fault : 'refused';
    return { fields: { fault }, wire: recordedFault(fault) };
  }
  const isNamed = (header: string) => isRead(document.text, header);
  const text = people.body(textOfReply(outcome.reply));
  const fields = replySketch(outcome.reply, text, isNamed, header => people.text(header));
  return { fields: { reply: fields }, wire: recordedReply({ status: 200, headers: {}, ...fields }) };
}

/** Runs the mapping over the replies; each step gets those that it got, in their order. */
async function rerun(
  mapping: Mapping,
  { operation, now }: LiveRun,
  request: RequestSketch,
  outcomes: ReadonlyMap<RecordedExchange, Outcome>,
) {
  const recorder = new Recorder();
  const steps = new Map<WireCall, string>();
  const given = new Map<WireCall, Outcome>();
  const queues = new Map<string, Outcome[]>();
  for (const [{ step }, outcome] of outcomes) queues.set(step, [...(queues.get(step) ?? []), outcome]);
  const replyTo = (call: WireCall) => {
    const queue = queues.get(steps.get(call) ?? '') ?? [];
    const next = queue.length > 1 ? queue.shift() : queue[0];
    if (next) given.set(call, next);
    return next?.wire ?? recordedFault('refused');
  };
  let ids = 0;
  const time = replayTime(() => now);
  const mapped = mapping.operations.get(operation);
  if (!mapped) throw new Error('an operation that was run is not there any more');
  const answer = await run(mapping, operation, rawRequest(mapped.operation, request), {
    wire: new ReplayWire(replyTo),
    sessions: new Sessions(mapping),
    guard: new Guard(mapping.crm.limits),
    ...time,
    cards: new CaseCards({}, time.clock).keeper,
    ids: () => String(++ids),
    signal: new AbortController().signal,
    observer: event => {
      if (event.type === 'call') steps.set(event.call, event.step);
      recorder.observe(event);
    },
    errors: usualErrors,
  });
  return { recorder, answer, cases: (name: string, asked: RequestSketch) => casesOf(name, asked) };

  function casesOf(name: string, asked: RequestSketch): Record<string, unknown> {
    const all = recorder.exchanges();
    const logins = all.filter(({ step }) => step === LOGIN && mapping.crm.auth.kind === 'session');
    const [login] = logins.length === 1 ? logins : [];
    const exchanges = all
      .filter(each => each !== login)
      .map(({ call }) => ({ call: callSketch(call, mapping.crm.baseUrl), ...given.get(call)?.fields }));
    return {
      ...(login && { login: given.get(login.call)?.fields }),
      cases: [
        {
          name: `recorded on ${new Date(now).toISOString().slice(0, 10)}`,
          operation: name,
          request: requestSketch(asked),
          exchanges: exchanges.filter((each, at) => writeJson(each) !== writeJson(exchanges[at - 1] ?? null)),
          answer: answerSketch(answer),
        },
      ],
    };
  }
}

function otherAnswer(one: Answer, other: Answer): string | undefined {
  const said = ({ failure, body }: Answer) =>
    failure ? failure.error : body === '' ? 'nothing' : shapeOf(JSON.parse(body));
  const before = said(one);
  const now = said(other);
  return before === now
    ? undefined
    : `the answer: with the CRM it was ${before}; with invented people it is ${now}`;
}

/** The members of a value and the lengths of its lists, and nothing of what they hold. */
function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shapeOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return '…';
  return `{${Object.entries(value)
    .map(([key, member]) => `${key}: ${shapeOf(member)}`)
    .join(', ')}}`;
}
