import fc from 'fast-check';
import type { WireFault, WireReply } from '../../src/crm/wire.js';
import { recordedFault } from '../../src/testing/recorded.js';
import { anyJson, canary, type Json, scalar, textOf } from './json-text.js';
import { nearly } from './nearly.js';
import type { Scene } from './scenes.js';

/** A reply as a failing test shows it. */
export interface Sketch {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: string | Uint8Array;
}

export type Reply = Sketch | 'refused' | 'reset' | 'timeout' | 'unreadable';

export function outcomeOf(reply: Reply): WireReply | WireFault {
  if (typeof reply === 'string') return recordedFault(reply);
  const { status, type, body } = reply;
  return {
    status,
    headers: type === undefined ? {} : { 'content-type': type },
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  };
}

const statuses = fc.oneof(
  fc.constantFrom(200, 200, 201, 204, 301, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503),
  fc.integer({ min: 200, max: 599 }),
);

const types = fc.constantFrom('application/json', undefined, 'text/html', 'text/plain; charset=windows-1251');

/** What stands in a body beside its JSON, or is missing of it. */
const bent: fc.Arbitrary<(text: string) => string | Uint8Array> = fc.oneof(
  { weight: 12, arbitrary: fc.constant((text: string) => text) },
  {
    weight: 1,
    arbitrary: fc.nat({ max: 60 }).map(length => (text: string) => text.slice(0, length)),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<(text: string) => string | Uint8Array>(
      text => `\uFEFF${text}`,
      text => `\r\n ${text}\t\n`,
      text => `${text}${text}`,
      text => `callback(${text})`,
      text => Buffer.from(text, 'utf16le'),
      text => Buffer.concat([Buffer.from(text), Buffer.from([0xff])]),
    ),
  },
);

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom('', ' ', 'null', '[]', '{}', 'OK', '<html>', `{"error":"${canary}"}`),
);

/** Any reply at all to a call for which this one would be right. */
function replyInPlaceOf(status: number, body: Json | undefined): fc.Arbitrary<Reply> {
  const right = body ?? scalar('');
  const json = (arbitrary: fc.Arbitrary<Json>) =>
    fc.tuple(arbitrary, bent).map(([value, bend]) => bend(textOf(value)));
  const sketch = (
    status: fc.Arbitrary<number>,
    body: fc.Arbitrary<string | Uint8Array>,
  ): fc.Arbitrary<Reply> => fc.record({ status, type: types, body });
  return fc.oneof(
    { weight: 14, arbitrary: sketch(fc.constant(status), fc.constant(textOf(right))) },
    { weight: 14, arbitrary: sketch(fc.constant(status), json(nearly(right))) },
    { weight: 2, arbitrary: sketch(statuses, json(fc.constant(right))) },
    { weight: 3, arbitrary: sketch(statuses, json(anyJson)) },
    { weight: 1, arbitrary: sketch(statuses, anyBytes) },
    { weight: 1, arbitrary: fc.constantFrom<Reply>('refused', 'reset', 'timeout', 'unreadable') },
  );
}

/** Any replies, in the places of the right ones of a scene: the number in the list, and its name for people. */
export function repliesFor(
  scenes: readonly Scene[],
): fc.Arbitrary<{ index: number; name: string; replies: readonly Reply[] }> {
  return fc.oneof(
    ...scenes.map((scene, index) =>
      fc
        .tuple(...scene.exchanges.map(({ status, body }) => replyInPlaceOf(status, body)))
        .map(replies => ({ index, name: scene.name, replies })),
    ),
  );
}
