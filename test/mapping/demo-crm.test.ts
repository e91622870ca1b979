import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplayWire } from '../../src/crm/replay-wire.js';
import { Document } from '../../src/document/document.js';
import type { Answer } from '../../src/engine/answer.js';
import { run } from '../../src/engine/run.js';
import { usualErrors } from '../../src/loyalty-api/errors.js';
import { operations } from '../../src/loyalty-api/operations.js';
import { loadMapping } from '../../src/mapping/load.js';
import type { Mapping } from '../../src/mapping/mapping.js';
import { type RequestSketch, rawRequest } from '../../src/testing/raw-request.js';
import { recordedFault } from '../../src/testing/recorded.js';

const document = await Document.read(join(import.meta.dirname, '../../mappings/demo-crm.yaml'));
const given = { CRM_URL: 'http://crm.test', CRM_TOKEN: 't' };
const mapping = loadMapping(document, { given, unset: 'error' }) as Mapping;

const requests = {
  findCard: { query: { msisdn: '79620480100', email: 'maria@example.com' } },
  getCard: { params: { cardNumber: '4700000000000072783' } },
} satisfies Record<string, Partial<RequestSketch>>;

type Sent = { status: number; text: string } | 'refused' | 'reset' | 'timeout' | 'unreadable';

function ask(id: keyof typeof requests, replies: readonly Sent[]): Promise<Answer> {
  const left = [...replies];
  const raw = rawRequest(operations[id], { params: {}, query: {}, headers: {}, ...requests[id] });
  return run(mapping, id, raw, {
    wire: new ReplayWire(() => {
      const sent = left.shift() ?? 'reset';
      if (typeof sent === 'string') return recordedFault(sent);
      return { status: sent.status, headers: {}, body: new TextEncoder().encode(sent.text) };
    }),
    clock: () => 0,
    ids: () => '1',
    signal: new AbortController().signal,
    errors: usualErrors,
    observer: () => {},
  });
}

/** JSON of the demo CRM's words, put together anyhow, and now and then as it should be. */
const words = fc.constantFrom<unknown>(
  '4700000000000072783',
  'ACTIVE',
  'EAN13',
  '2026-12-31',
  '',
  0,
  1,
  -1.5,
  1e21,
  true,
  false,
  null,
);
const members = fc.constantFrom(
  'items',
  'id',
  'blocked',
  'card',
  'number',
  'status',
  'barcodeType',
  'total',
  'available',
  'lots',
  'amount',
  'expires',
  'error',
  'code',
  '__proto__',
  'toString',
);
const json = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    words,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(members, tie('value'), { maxKeys: 5 }),
  ),
})).value;

/** A good value, in which some members are replaced by anything. */
const nearly = (good: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(
    Object.fromEntries(
      Object.entries(good).map(([key, value]) => [key, fc.oneof({ weight: 6, arbitrary: value }, json)]),
    ),
    {
      requiredKeys: [],
    },
  );

const number = fc.constantFrom<unknown>(4700000000000072, '490000000031');
const card = nearly({
  number,
  status: fc.constantFrom('ACTIVE', 'BLOCKED'),
  barcodeType: fc.constantFrom('EAN13', 'CODE128'),
});
const lot = nearly({
  title: fc.string(),
  amount: fc.double({ noNaN: true }),
  expires: fc.constant('2026-12-31T23:59:59+03:00'),
});
const bonuses = nearly({
  total: fc.double({ noNaN: true }),
  available: fc.integer(),
  lots: fc.array(lot, { maxLength: 2 }),
});
const people = nearly({
  items: fc.array(nearly({ id: fc.integer({ min: 1, max: 2 }), blocked: fc.boolean(), card }), {
    maxLength: 2,
  }),
});

const sent: fc.Arbitrary<Sent> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      status: fc.oneof(
        { weight: 5, arbitrary: fc.constant(200) },
        fc.constantFrom(201, 204, 302, 400, 401, 404, 409, 429, 500, 503),
      ),
      text: fc
        .oneof(
          { weight: 3, arbitrary: people },
          { weight: 2, arbitrary: card },
          { weight: 2, arbitrary: bonuses },
          json,
        )
        .map(value => JSON.stringify(value)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ status: fc.constantFrom(200, 404), text: fc.string() }) },
  { weight: 1, arbitrary: fc.constantFrom<Sent>('refused', 'reset', 'timeout', 'unreadable') },
);

function onlyStrings(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'string';
  return Object.values(value).every(onlyStrings);
}

function expectAllowed(answer: Answer, mayBeNothing: boolean): void {
  if (answer.status === 200) {
    if (answer.body === '') expect(mayBeNothing).toBe(true);
    else expect(onlyStrings(JSON.parse(answer.body))).toBe(true);
    return;
  }
  expect(answer.status).toBe(422);
  const body = JSON.parse(answer.body);
  expect(Object.keys(body)).toEqual(['code', 'description']);
  expect(onlyStrings(body)).toBe(true);
  // That would be a mistake of ours.
  expect(answer.failure?.error).not.toBe('internalError');
}

const runs = { numRuns: 400 };

describe('whatever the CRM replies', () => {
  it('findCard answers texts, nothing or an error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(sent, sent), async replies =>
        expectAllowed(await ask('findCard', replies), true),
      ),
      runs,
    );
  });

  it('getCard answers texts or an error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(sent, sent), async replies =>
        expectAllowed(await ask('getCard', replies), false),
      ),
      runs,
    );
  });

  it('"no such card" is never said of a failure', async () => {
    await fc.assert(
      fc.asyncProperty(sent, async reply => {
        const empty = { status: 200, text: '{"items":[]}' };
        const { status, body } = await ask('findCard', [empty, reply]);
        if (status !== 200 || body !== '') return;
        const { status: sentStatus, text } = reply as { status: number; text: string };
        const isList = sentStatus < 300 && /"items":\s*\[/.test(text);
        expect(isList || /CARD_NOT_FOUND|CUSTOMER_NOT_FOUND/.test(text)).toBe(true);
      }),
      runs,
    );
  });
});
