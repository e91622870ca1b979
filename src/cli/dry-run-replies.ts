import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ReplayWire } from '../crm/replay-wire.js';
import type { WireCall, WireFault, WireReply } from '../crm/wire.js';
import { Document } from '../document/document.js';
import type { EngineEvent } from '../engine/events.js';
import { Numeral } from '../json/write.js';
import { faults } from '../testing/fields.js';
import { recordedFault, recordedReply } from '../testing/recorded.js';
import type { Io } from './io.js';
import { readable, UsageError } from './usage.js';

/** What stands for the CRM in a run: a reply or a fault, and what the person called it. */
interface Recorded {
  readonly outcome: WireReply | WireFault;
  readonly label: string;
}

/** Ends a run at a call for which no reply was given. */
export class NoReplyGiven extends Error {
  override readonly name = 'NoReplyGiven';
  constructor(readonly step: string) {
    super(`no reply was given for the step ${step}`);
  }
}

/** The replies of `--crm`, by step. */
export class RecordedReplies {
  readonly wire = new ReplayWire(call => this.replyTo(call));
  private readonly stepOf = new Map<WireCall, string>();
  private readonly labels = new Map<string, string>();

  private constructor(private readonly byStep: Map<string, Recorded[]>) {}

  static async read(given: Readonly<Record<string, readonly string[]>>, io: Io): Promise<RecordedReplies> {
    const byStep = new Map<string, Recorded[]>();
    for (const [step, texts] of Object.entries(given)) {
      byStep.set(step, await Promise.all(texts.map(text => readReply(step, text, io))));
    }
    return new RecordedReplies(byStep);
  }

  /** The wire sees calls only; which step makes one is told by the event before it. */
  observe(event: EngineEvent): void {
    if (event.type === 'call') this.stepOf.set(event.call, event.step);
  }

  /** How the reply that was used last for a step was given. */
  labelOf(step: string): string | undefined {
    return this.labels.get(step);
  }

  private replyTo(call: WireCall): WireReply | WireFault {
    const step = this.stepOf.get(call) ?? '';
    const replies = this.byStep.get(step);
    const next = replies && replies.length > 1 ? replies.shift() : replies?.[0];
    if (!next) throw new NoReplyGiven(step);
    this.labels.set(step, next.label);
    return next.outcome;
  }
}

async function readReply(step: string, text: string, io: Io): Promise<Recorded> {
  const fault = faults.find(name => name === text);
  if (fault) return { outcome: recordedFault(fault), label: text };
  const [, status, rest] = /^([1-5]\d\d)(?:@(.+))?$/s.exec(text) ?? [];
  if (status !== undefined) {
    const body = rest === undefined ? '' : await fileText(rest, io);
    return {
      outcome: withJsonType(recordedReply({ status: Number(status), headers: {}, text: body })),
      label: text,
    };
  }
  const content = text.startsWith('@') ? await fileText(text.slice(1), io) : text;
  const label = text.startsWith('@') ? text : 'given on the command line';
  return { outcome: fromContent(step, content), label };
}

/** A body, or an envelope of status, headers and body. Read as YAML, of which JSON is a part: no digit is lost. */
function fromContent(step: string, content: string): WireReply | WireFault {
  const { value } = new Document(`--crm ${step}`, content);
  if (!isEnvelope(value)) return withJsonType(recordedReply({ status: 200, headers: {}, text: content }));
  const { status = 200, headers = {}, body, text } = value;
  return recordedReply({ status, headers, body, text });
}

interface Envelope {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string;
}

const envelopeKeys = ['status', 'headers', 'body', 'text'];

/** A body of a CRM may well have a member `status`; an envelope has nothing else, and its status is a number. */
function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Numeral)
    return false;
  const keys = Object.keys(value);
  const { status } = value as { status?: unknown };
  return (
    keys.length > 0 &&
    keys.every(key => envelopeKeys.includes(key)) &&
    (typeof status === 'number' || (status === undefined && ('body' in value || 'text' in value)))
  );
}

function withJsonType(reply: WireReply): WireReply {
  return reply.body.length === 0 ? reply : { ...reply, headers: { 'content-type': 'application/json' } };
}

function fileText(file: string, io: Io): Promise<string> {
  if (file === '') throw new UsageError('--crm: the name of a file is missing after @');
  return readable(file, readFile(resolve(io.cwd, file), 'utf8'));
}
