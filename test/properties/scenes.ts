import { join } from 'node:path';
import { Guard } from '../../src/crm/guard.js';
import { replayTime } from '../../src/crm/pause.js';
import { ReplayWire } from '../../src/crm/replay-wire.js';
import { Sessions } from '../../src/crm/sessions.js';
import type { WireCall, WireFault, WireReply } from '../../src/crm/wire.js';
import type { Answer } from '../../src/engine/answer.js';
import { run } from '../../src/engine/run.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import type { OperationId } from '../../src/loyalty-api/operations.js';
import type { RawRequest } from '../../src/loyalty-api/read-request.js';
import { callDifferences } from '../../src/testing/match.js';
import { rawRequest } from '../../src/testing/raw-request.js';
import { readTestFile } from '../../src/testing/test-file.js';
import { type Json, jsonOf } from './json-text.js';

type Outcome = WireReply | WireFault;

/** A valid request and what the CRM rightly replies to the calls that it leads to. */
export interface Scene {
  readonly name: string;
  readonly operation: OperationId;
  readonly request: RawRequest;
  readonly exchanges: readonly {
    readonly isFor: (call: WireCall) => boolean;
    readonly status: number;
    /** Absent: the reply is empty, or none comes. */
    readonly body: Json | undefined;
  }[];
}

const { tests } = await readTestFile(join(import.meta.dirname, '../../mappings/demo-crm.test.yaml'));
if (!tests) throw new Error('the cases of the demo cannot be read');
const { mapping, cases, now } = tests;

/** The cases of the shipped mapping that reach the CRM: every operation has some. */
export const scenes: readonly Scene[] = cases
  .map(({ fields, operation }) => ({
    name: fields.name,
    // The demo has no operations but those of the API.
    operation: operation.id as OperationId,
    request: rawRequest(operation, fields.request),
    exchanges: fields.exchanges.map(exchange => {
      const reply = exchange.kind === 'reply' ? exchange.reply : { status: 200, body: {} };
      return {
        isFor: (call: WireCall) => callDifferences(exchange.call, call, mapping.crm.baseUrl).length === 0,
        status: reply.status,
        body: reply.body === undefined ? undefined : jsonOf(reply.body),
      };
    }),
  }))
  .filter(scene => scene.exchanges.length > 0);

export interface Played {
  readonly answer: Answer;
  /** What the gateway heard of the CRM, in the order of its calls. */
  readonly heard: readonly Outcome[];
}

/**
 * Runs the request of a scene by the shipped mapping, with other replies in the places of the right ones. A call that
 * the scene does not have, because a reply led elsewhere, gets the next one that is left.
 */
export async function play(scene: Scene, outcomes: readonly Outcome[]): Promise<Played> {
  const left = scene.exchanges.map((exchange, index) => ({ ...exchange, outcome: outcomes[index] }));
  const heard: Outcome[] = [];
  const replyTo = (call: WireCall): Outcome => {
    const right = left.findIndex(({ isFor }) => isFor(call));
    const [{ outcome = undefined } = {}] = left.splice(Math.max(0, right), 1);
    const reply = outcome ?? { status: 200, headers: {}, body: new Uint8Array() };
    heard.push(reply);
    return reply;
  };
  let ids = 0;
  const answer = await run(mapping, scene.operation, scene.request, {
    wire: new ReplayWire(replyTo),
    sessions: new Sessions(mapping),
    guard: new Guard(mapping.crm.limits),
    ...replayTime(() => now),
    ids: () => String(++ids),
    signal: new AbortController().signal,
    observer: () => {},
    errors: usualErrors,
  });
  return { answer, heard };
}
