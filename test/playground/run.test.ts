import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { RunAnswer, Story } from '../../src/playground/api-run.js';
import { folderWith, type Opened, opened, posted, storyOf } from './opened.js';
import { files, mapping } from './shop.js';

const shop = async () => opened(await folderWith(files), 'shop.yaml');

const both = {
  text: mapping,
  operation: 'findCard',
  request: { query: { msisdn: '79620480100', email: 'maria@example.com' } },
  replies: {
    byPhone: [{ status: 200, body: '{"items": [{"number": 4700000000000072783, "active": true}]}', ms: 300 }],
    byEmail: [{ status: 200, body: '{"items": []}' }],
  },
};

const run = async (page: Opened, asked: object): Promise<Story> =>
  storyOf(await page.post<RunAnswer>('/api/run', asked));

const valueAt = ({ explained }: Story, expression: string) =>
  explained.find(each => each.expression.trim() === expression)?.value;

describe('a run', () => {
  it('tells the calls as they would be sent, without secrets, and a line for a shell', async () => {
    const { exchanges } = await run(await shop(), { ...both, params: { CRM_TOKEN: 'a-very-secret-token' } });
    expect(exchanges).toHaveLength(2);
    expect(exchanges[0]).toMatchObject({
      step: 'byPhone',
      call: {
        method: 'GET',
        url: '<CRM_URL>/customers?phone=%2B79620480100',
        headers: { authorization: '***' },
        curl: "curl '<CRM_URL>/customers?phone=%2B79620480100' -H 'accept: application/json' -H 'user-agent: loyalty-gw' -H 'authorization: ***'",
      },
      reply: { status: 200 },
      judged: { verdict: 'success', isGood: true },
    });
    expect(JSON.stringify(exchanges)).not.toContain('a-very-secret-token');
  });

  it('shows what ran at the same time, and what waited', async () => {
    const story = await run(await shop(), both);
    expect(story.exchanges.map(({ step, start, end }) => ({ step, start, end }))).toEqual([
      { step: 'byPhone', start: 0, end: 300 },
      { step: 'byEmail', start: 0, end: 100 },
    ]);
    const found = story.steps.find(({ step }) => step === 'found');
    expect(found).toMatchObject({ needs: ['byPhone', 'byEmail'], start: 300, end: 300 });
    expect(story.duration).toBe(300);
  });

  it('keeps all digits, and has a verdict for each field', async () => {
    const { answer, isGood } = await run(await shop(), both);
    expect(isGood).toBe(true);
    expect(answer?.raw).toMatch(
      /^HTTP\/1\.1 200 OK\nContent-Type: application\/json; charset=utf-8\nContent-Length: \d+\n\n\{/,
    );
    expect(answer?.fields).toEqual([
      {
        path: 'card.cardNumber',
        verdict: 'fits',
        required: true,
        expected: 'a text, not empty',
        value: '"4700000000000072783"',
      },
      {
        path: 'card.cardState',
        verdict: 'fits',
        required: true,
        expected: 'one of active, inactive',
        value: '"active"',
      },
      {
        path: 'card.barcode.barcodeNumber',
        verdict: 'fits',
        required: true,
        expected: 'a text, not empty',
        value: '"4700000000000072783"',
      },
      {
        path: 'card.barcode.barcodeType',
        verdict: 'fits',
        required: true,
        expected: expect.stringMatching(/^one of .*EAN_13/),
        value: '"EAN_13"',
      },
    ]);
  });

  it('says which field does not fit, and which is missing', async () => {
    const text = mapping.replace(/ {6}card:\n(?: {8}.*\n)+/, '      card: "{% $found %}"\n');
    const body =
      '{"items": [{"cardState": "ACTIVE", "barcode": {"barcodeNumber": "1", "barcodeType": "EAN_13"}, "extra": 1}]}';
    const { answer, failure, isGood } = await run(await shop(), {
      ...both,
      text,
      replies: { ...both.replies, byPhone: [{ status: 200, body }] },
    });
    expect(isGood).toBe(false);
    expect(failure).toMatchObject({ error: 'contractFault', code: '5002' });
    expect(answer?.status).toBe(422);
    const wrong = answer?.fields.filter(({ verdict }) => verdict !== 'fits');
    expect(wrong).toMatchObject([
      { path: 'card.cardNumber', verdict: 'missing' },
      {
        path: 'card.cardState',
        verdict: 'wrong',
        value: '"ACTIVE"',
        problem: 'expected one of active, inactive',
      },
      { path: 'card.extra', verdict: 'not named' },
    ]);
  });

  it('tells what each expression gave, at its place', async () => {
    const story = await run(await shop(), both);
    expect(valueAt(story, '$found.number')).toBe('"4700000000000072783"');
    const state = story.explained.find(({ expression }) => expression.includes('$stateOf'));
    expect(state).toMatchObject({
      key: 'response.card.cardState',
      value: '"active"',
      reads: [{ name: '$found' }],
    });
    const { from, to } = state?.range ?? { from: { line: 0, column: 0 }, to: { line: 0, column: 0 } };
    expect(mapping.split('\n')[from.line - 1]?.slice(from.column - 1, to.column - 1)).toBe(
      ' $stateOf($found) ',
    );
  });

  it.each(['timeout', 'reset', 'refused'] as const)('takes a fault for a reply: %s', async fault => {
    const { exchanges, failure, steps } = await run(await shop(), {
      ...both,
      replies: { ...both.replies, byPhone: [{ fault }] },
    });
    expect(exchanges.find(({ step }) => step === 'byPhone')).toMatchObject({ fault });
    expect(failure?.error).toBe(fault === 'timeout' ? 'crmTimeout' : 'crmUnavailable');
    expect(steps.find(({ step }) => step === 'found')?.kind).toBe('not reached');
  });

  it('takes the time of the call for a timeout, and a reply that comes later for one', async () => {
    const text = mapping.replace('crm:\n', 'crm:\n  timeout: 2s\n  retries: 0\n');
    const of = async (reply: object) => {
      const { exchanges } = await run(await shop(), {
        ...both,
        text,
        replies: { ...both.replies, byPhone: [reply] },
      });
      return exchanges.find(({ step }) => step === 'byPhone');
    };
    expect(await of({ fault: 'timeout' })).toMatchObject({ start: 0, end: 2_000, fault: 'timeout' });
    expect(await of({ status: 200, body: '{}', ms: 5_000 })).toMatchObject({ end: 2_000, fault: 'timeout' });
  });

  it('names the call that has no reply yet', async () => {
    const story = await run(await shop(), { ...both, replies: { byPhone: both.replies.byPhone } });
    expect(story).toMatchObject({ missingReply: 'byEmail', isGood: false });
    expect(story.answer).toBeUndefined();
    expect(story.contract).toContain('byEmail');
  });

  it('gives each call of a step its reply, and the last one to all that follow', async () => {
    const busy = { status: 503, body: '' };
    const { exchanges } = await run(await shop(), {
      ...both,
      replies: { byEmail: both.replies.byEmail, byPhone: [busy, { status: 200, body: '{"items": []}' }] },
    });
    const own = exchanges.filter(({ step }) => step === 'byPhone');
    expect(own.map(({ number, reply }) => [number, reply?.status])).toEqual([
      [1, 503],
      [2, 200],
    ]);
    expect(own[0]?.retryAfter).toBeDefined();
    expect(own[1]?.start).toBeGreaterThanOrEqual(own[0]?.end ?? 0);
  });

  it('takes the request as raw text', async () => {
    const page = await shop();
    const raw =
      'GET /v1/card?msisdn=79620480100&email=maria%40example.com HTTP/1.1\nAccept: application/json';
    const { request, isGood } = await run(page, { ...both, request: { raw } });
    expect(isGood).toBe(true);
    expect(JSON.parse(request.seen ?? '')).toMatchObject({ query: both.request.query });
  });

  it('takes a body that is no JSON, and tells that it was refused', async () => {
    const { request, answer, steps } = await run(await shop(), {
      text: mapping,
      operation: 'updateCommunication',
      request: {
        raw: 'PUT /v1/card/4600000000017/communication\nContent-Type: application/json\n\n{"allow": [',
      },
      replies: {},
    });
    expect(request.refused).toBe(true);
    expect(answer).toMatchObject({
      status: 422,
      fields: [{ path: 'code', value: '"1002"' }, { path: 'description' }],
    });
    expect(steps.every(({ kind }) => kind === 'not reached')).toBe(true);
  });

  it.each([
    ['no request line', 'hello', /no request line/],
    ['another path', 'GET /v1/cards', /no request of findCard/],
    ['another method', 'DELETE /v1/card', /no request of findCard/],
    ['no header', 'GET /v1/card\nnonsense', /is no header/],
  ])('refuses raw text with %s', async (_, raw, message) => {
    const { status, body } = await (await shop()).raw('/api/run', posted({ ...both, request: { raw } }));
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { code: 'cannot', message: expect.stringMatching(message) } });
  });

  it('tells findings in the place of a story where the mapping cannot be run', async () => {
    const page = await shop();
    const answer = await page.post<RunAnswer>('/api/run', {
      ...both,
      text: mapping.replace('get:', 'gett:'),
    });
    expect(answer.story).toBeUndefined();
    expect(answer.findings.map(({ level }) => level)).toContain('error');
  });

  it.each([
    ['an unknown operation', { ...both, operation: 'findCrad' }, /there is no operation/],
    ['one that the mapping lacks', { ...both, operation: 'listPromos' }, /has no operation listPromos/],
  ])('says that it cannot run %s', async (_, asked, message) => {
    const { status, body } = await (await shop()).raw('/api/run', posted(asked));
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { message: expect.stringMatching(message) } });
  });

  it('comes to an end with an expression that has none', { tags: ['slow'] }, async () => {
    const text = mapping.replace(
      '$append($byPhone, $byEmail)[0]',
      () => '($f := function($n) { $f($n + 1) }; $f(0))',
    );
    const { failure } = await run(await shop(), { ...both, text });
    expect(failure).toMatchObject({ error: 'mappingFault', step: 'found', at: { line: expect.any(Number) } });
  });

  it('comes to an end with pages that have none', async () => {
    const text = mapping
      .replace(
        '        take: $list($reply.body.items)\n',
        '        pages: { first: 1, next: $page + 1, rows: $reply.body.items, max: 100000 }\n',
      )
      .replace(`'+') %}" }`, () => `'+') %}", page: "{% $page %}" }`);
    const pages = { ...both.replies, byPhone: [{ status: 200, body: '{"items": [1]}', ms: 0 }] };
    const { status, body } = await (await shop()).raw('/api/run', posted({ ...both, text, replies: pages }));
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { code: 'cannot', message: expect.stringContaining('given up') } });
  });

  it('leaves nothing behind that makes the next ones slower', async () => {
    const page = await shop();
    const entered = vi.spyOn(AsyncLocalStorage.prototype, 'enterWith');
    onTestFinished(() => entered.mockRestore());
    for (let runs = 0; runs < 3; runs++) await run(page, both);
    expect(new Set(entered.mock.contexts)).toHaveLength(1);
  });
});
