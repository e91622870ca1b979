import type { Cards } from '../../src/cards/port.js';
import { Guard } from '../../src/crm/guard.js';
import { type Pause, replayTime } from '../../src/crm/pause.js';
import { ReplayWire } from '../../src/crm/replay-wire.js';
import { Sessions } from '../../src/crm/sessions.js';
import type { Wire, WireCall, WireFault, WireReply } from '../../src/crm/wire.js';
import { Document } from '../../src/document/document.js';
import type { Finding } from '../../src/document/finding.js';
import type { Answer } from '../../src/engine/answer.js';
import type { EngineEvent } from '../../src/engine/events.js';
import { run } from '../../src/engine/run.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { type OperationId, operations } from '../../src/loyalty-api/operations.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { Mapping } from '../../src/mapping/mapping.js';
import { type RequestSketch, rawRequest } from '../../src/testing/raw-request.js';
import { type ReplySketch, recordedReply } from '../../src/testing/recorded.js';

/** The sections of a mapping around the steps that a test is about, as YAML. */
export interface Sections {
  readonly params?: string;
  readonly crm?: string;
  readonly functions?: string;
  /** Members of the mapping itself, such as `deadline: 1s`. */
  readonly top?: string;
  /** Values of params. */
  readonly given?: Readonly<Record<string, string>>;
  /** By default one whose request may hold any JSON and whose answer is empty. */
  readonly operation?: OperationId;
  /** Members of the operation beside `steps`, such as `response: …`. */
  readonly rest?: string;
}

/** A mapping of one operation, as a person would write it. */
export function mappingText(steps: string, sections: Sections = {}): string {
  const { params = '{}', crm = '', functions = '{}', top = '', rest = '' } = sections;
  return [
    'mapping: 1',
    'name: test',
    'api: "1.2.0"',
    top,
    block('params:', params),
    'crm:',
    '  baseUrl: http://crm.test',
    indented(crm),
    block('functions:', functions),
    'operations:',
    `  ${sections.operation ?? 'sendReceiptQr'}:`,
    indented(block('steps:', steps), '    '),
    indented(rest, '    '),
  ]
    .filter(part => part !== '')
    .join('\n');
}

function block(key: string, value: string): string {
  return value.trim().startsWith('{') && !value.includes('\n')
    ? `${key} ${value}`
    : `${key}\n${indented(value)}`;
}

function indented(text: string, by = '  '): string {
  return text.replaceAll(/^(?=.)/gm, by);
}

/** @throws Error with all findings, when there is an error among them */
export function mappingOf(steps: string, sections: Sections = {}): Mapping {
  const document = new Document('test.yaml', mappingText(steps, sections));
  const mapping = loadMapping(document, { given: sections.given ?? {}, unset: 'error' });
  if (mapping) return mapping;
  throw new Error(document.findings.map(({ message, frame }) => `${message}\n${frame}`).join('\n\n'));
}

/** Without what nothing reads, of which a mapping of a few steps is full; see unused.test.ts. */
export function findingsOf(steps: string, sections: Sections = {}): Finding[] {
  const document = new Document('test.yaml', mappingText(steps, sections));
  loadMapping(document, { given: sections.given ?? {}, unset: 'error' });
  return document.findings.filter(({ code }) => !/^unused-(step|function|param)$/.test(code));
}

/** The findings as `code: message`, and the hint behind it. */
export function problemsOf(steps: string, sections: Sections = {}): string[] {
  return findingsOf(steps, sections).map(
    ({ code, message, hint }) => `${code}: ${message}${hint ? ` (${hint})` : ''}`,
  );
}

/** What stands in the file where each finding points, up to the end of its line. */
export function spotted(steps: string, sections: Sections = {}): string[] {
  const lines = mappingText(steps, sections).split('\n');
  return findingsOf(steps, sections).map(({ line, column }) => lines[line - 1]?.slice(column - 1) ?? '');
}

export interface World {
  readonly request?: Partial<RequestSketch>;
  /** The body of the request. */
  readonly body?: unknown;
  /** What the CRM replies; `{}` to everything by default. */
  readonly replyTo?: (call: WireCall) => Partial<ReplySketch> | WireFault;
  readonly wire?: Wire;
  /** Who is logged in; by default nobody yet. */
  readonly sessions?: Sessions;
  readonly guard?: Guard;
  readonly cards?: Cards;
  /** By default pauses take no time. */
  readonly pause?: Pause;
  readonly now?: () => number;
  readonly signal?: AbortSignal;
  readonly observer?: (event: EngineEvent) => void;
}

export interface Trip {
  readonly answer: Answer;
  /** What the answer failed with, as `error: message`. */
  readonly failure: string | undefined;
  readonly calls: readonly WireCall[];
  /** What the steps hold. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly events: readonly EngineEvent[];
}

/** Runs the operation of a mapping that `mappingOf` made. */
export async function runMapping(mapping: Mapping, world: World = {}): Promise<Trip> {
  const [id = 'sendReceiptQr'] = mapping.operations.keys();
  const calls: WireCall[] = [];
  const values: Record<string, unknown> = {};
  const events: EngineEvent[] = [];
  const sketch = { params: {}, query: {}, headers: {}, body: world.body, ...world.request };
  let ids = 0;
  const answer = await run(
    mapping,
    id,
    rawRequest(mapping.operations.get(id)?.operation ?? operations.findCard, sketch),
    {
      wire: world.wire ?? new ReplayWire(call => outcome(world.replyTo?.(call) ?? { body: {} })),
      sessions: world.sessions ?? new Sessions(mapping),
      guard: world.guard ?? new Guard(mapping.crm.limits),
      ...(world.cards && { cards: world.cards }),
      ...replayTime(world.now ?? (() => Date.parse('2026-03-15T12:00:00Z'))),
      ...(world.pause && { pause: world.pause }),
      ids: () => String(++ids),
      signal: world.signal ?? new AbortController().signal,
      errors: usualErrors,
      observer: event => {
        events.push(event);
        if (event.type === 'call') calls.push(event.call);
        if (event.type === 'value') values[event.step] = event.value;
        world.observer?.(event);
      },
    },
  );
  const { failure } = answer;
  return { answer, failure: failure && `${failure.error}: ${failure.message}`, calls, values, events };
}

export function runSteps(steps: string, world: World & Sections = {}): Promise<Trip> {
  return runMapping(mappingOf(steps, world), world);
}

/** What a bare expression gives, seen through a `value` step. */
export async function evaluated(expression: string, world: World & Sections = {}): Promise<unknown> {
  const { values, failure } = await runSteps(`it:\n  value: ${JSON.stringify(expression)}`, world);
  if (failure) throw new Error(failure);
  return values.it;
}

function outcome(sketch: Partial<ReplySketch> | WireFault): WireReply | WireFault {
  return sketch instanceof Error ? sketch : recordedReply({ status: 200, headers: {}, ...sketch });
}
