import { describe, expect, it } from 'vitest';
import type { WireCall } from '../../src/crm/wire.js';
import { problemsOf, runSteps } from '../mapping/run-steps.js';

/** A CRM whose list is paged in the ways that CRMs have. */
const rows = Array.from({ length: 7 }, (_, index) => ({ n: index + 1 }));
const slice = (from: number, size = 3) => rows.slice(from, from + size);
const asked = (call: WireCall, name: string) => new URL(call.url).searchParams.get(name);

const ways: [string, string, (call: WireCall) => object][] = [
  [
    'by numbers',
    `query: { page: "{% $page %}" }
  pages:
    first: 1
    next: "$reply.body.page < $reply.body.of ? $page + 1"
    rows: $reply.body.rows`,
    call => {
      const page = Number(asked(call, 'page'));
      return { rows: slice((page - 1) * 3), page, of: 3 };
    },
  ],
  [
    'by offsets, until a page is short',
    `query: { offset: "{% $page %}" }
  pages:
    first: 0
    next: "$count($reply.body) = 3 ? $page + 3"
    rows: $reply.body`,
    call => slice(Number(asked(call, 'offset'))),
  ],
  [
    'by a cursor that the first call does not have',
    `query: { cursor?: "{% $page %}" }
  pages:
    next: $reply.body.next
    rows: $reply.body.rows`,
    call => {
      const from = Number((asked(call, 'cursor') ?? 'c0').slice(1));
      return { rows: slice(from), next: from + 3 < rows.length ? `c${from + 3}` : null };
    },
  ],
  [
    'by the address of the next page',
    `query: { limit: 3 }
  pages:
    link: $reply.body.links.next
    rows: $reply.body.rows`,
    call => {
      const from = Number(asked(call, 'from') ?? 0);
      const next = `http://crm.test/list?limit=3&from=${from + 3}`;
      return { rows: slice(from), links: from + 3 < rows.length ? { next } : {} };
    },
  ],
  [
    'by a relative address',
    `pages:
    link: $reply.headers.link
    rows: $reply.body`,
    call => slice(Number(asked(call, 'from') ?? 0)),
  ],
];

describe('pages', () => {
  it.each(ways)('%s', async (_, said, reply) => {
    const { values, calls, failure } = await runSteps(`it:\n  get: /list\n  ${said}`, {
      replyTo: call => {
        const body = reply(call);
        const from = Number(asked(call, 'from') ?? 0) + 3;
        const isEnd = from >= rows.length;
        return { body, headers: (isEnd ? {} : { link: `?from=${from}` }) as Record<string, string> };
      },
    });
    expect(failure).toBeUndefined();
    expect(values.it).toEqual(rows);
    expect(calls).toHaveLength(3);
  });

  const numbered = (rest = '') => `it:
  get: /list
  query: { page: "{% $page %}" }
  pages:
    first: 1
    next: "$reply.body.more ? $page + 1"
    rows: $reply.body.rows${rest}`;

  it.each([
    ['one row', [{ n: 1 }]],
    ['none', []],
  ])('hold a list of %s', async (_, body) => {
    expect((await runSteps(numbered(), { replyTo: () => ({ body: { rows: body } }) })).values.it).toEqual(
      body,
    );
  });

  it.each([
    ['no list', { rows: { n: 1 } }, 'rows gave no list, although the reply was a success'],
    ['no rows at all', {}, 'rows gave no list, although the reply was a success'],
    ['more pages than max', { rows: [1], more: true }, 'there are more than 50 pages'],
  ])('with %s are a failure', async (_, body, message) => {
    const { failure, values } = await runSteps(numbered(), { replyTo: () => ({ body }) });
    expect([failure, 'it' in values]).toEqual([`crmBadReply: ${message}`, false]);
  });

  it('may be fewer by max', async () => {
    const { failure, calls } = await runSteps(numbered('\n    max: 2'), {
      replyTo: () => ({ body: { rows: [1], more: true } }),
    });
    expect([failure, calls.length]).toEqual(['crmBadReply: there are more than 2 pages', 2]);
  });

  it('that lead back to one another end', async () => {
    const steps = numbered().replace('$page + 1', '3 - $page');
    const { failure, calls } = await runSteps(steps, {
      replyTo: () => ({ body: { rows: [1], more: true } }),
    });
    expect(failure).toBe('crmBadReply: the next page is one that was there before');
    expect(calls.map(call => asked(call, 'page'))).toEqual(['1', '2']);
  });

  it('of too many rows are a failure before memory is', async () => {
    const many = Array.from({ length: 50_001 }, () => 1);
    const { failure } = await runSteps(numbered(), { replyTo: () => ({ body: { rows: many, more: true } }) });
    expect(failure).toBe('crmBadReply: the pages have more than 100000 rows');
  });

  it('fail as a whole when one of them does', async () => {
    const { failure, values } = await runSteps(numbered(), {
      replyTo: call =>
        asked(call, 'page') === '2' ? { status: 500, body: {} } : { body: { rows: [1], more: true } },
    });
    expect(failure).toMatch(/^crmError/);
    expect('it' in values).toBe(false);
  });

  it('are absent when the first is missing', async () => {
    const { values, failure } = await runSteps(numbered(), { replyTo: () => ({ status: 404 }) });
    expect([values.it, failure]).toEqual([undefined, undefined]);
  });

  const second = (call: WireCall) =>
    asked(call, 'page') === '2' ? { status: 404, body: {} } : { body: { rows: [1], more: true } };
  it('end with one that is missing, where the mapping says what is', async () => {
    const declared = `${numbered()}\n  missing: $reply.status = 404`;
    expect((await runSteps(declared, { replyTo: second })).values.it).toEqual([1]);
    expect((await runSteps(numbered(), { replyTo: second })).failure).toBe('crmBadReply: page 2 is missing');
  });

  it('are what ifMissing says only when the first is missing', async () => {
    const named = `${numbered()}\n  ifMissing: cardNotFound`;
    const declared = `${named}\n  missing: $reply.status = 404`;
    expect((await runSteps(named, { replyTo: () => ({ status: 404 }) })).failure).toMatch(/^cardNotFound/);
    expect((await runSteps(named, { replyTo: second })).failure).toBe('crmBadReply: page 2 is missing');
    expect((await runSteps(declared, { replyTo: second })).values.it).toEqual([1]);
  });

  it('of each item of a list are one list', async () => {
    const steps = `it:
  forEach: $request.body.ids
  concurrency: 1
  get: "/list/{% $item %}"
  query: { page: "{% $page %}" }
  pages:
    first: 1
    next: "$page = 1 ? 2"
    rows: '[$item & $page]'`;
    const { values } = await runSteps(steps, { body: { ids: ['a', 'b'] } });
    expect(values.it).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  it('may begin with an expression', async () => {
    const steps = numbered().replace('first: 1', 'first: "{% $request.body.from %}"');
    const { calls } = await runSteps(steps, { body: { from: 5 }, replyTo: () => ({ body: { rows: [] } }) });
    expect(calls.map(call => asked(call, 'page'))).toEqual(['5']);
  });
});

describe('the address of the next page', () => {
  const linked = 'it:\n  get: /list\n  pages: { link: $reply.body.next, rows: $reply.body.rows }';
  const crm = 'auth: { bearer: "${TOKEN}" }';
  const params = '{ TOKEN: { required: true, secret: true } }';
  const given = { TOKEN: 'a-token-of-the-tests' };
  const follow = (next: unknown) => {
    let count = 0;
    return runSteps(linked, {
      crm,
      params,
      given,
      replyTo: () => ({ body: { rows: [1], ...(count++ === 0 && { next }) } }),
    });
  };

  it.each([
    ['http://evil.example.com/list?page=2'],
    ['http://crm.test.evil.example.com/list?page=2'],
    ['http://crm.test@evil.example.com/list?page=2'],
    ['http://user:secret@crm.test/list?page=2'],
    ['https://crm.test/list?page=2'],
    ['http://crm.test:8080/list?page=2'],
    ['//evil.example.com/list'],
    ['\\\\evil.example.com/list'],
    ['file:///etc/passwd'],
    ['http://['],
    [7],
    [{ href: '/list' }],
    [''],
  ])('is not followed to %j', async next => {
    const { failure, calls } = await follow(next);
    expect(calls).toHaveLength(1);
    expect(failure).toMatch(
      /^crmBadReply: the (link to the next page leads elsewhere than below baseUrl|next page is)|is missing/,
    );
  });

  it.each([
    ['http://crm.test/list?page=2', 'http://crm.test/list?page=2'],
    ['HTTP://CRM.TEST:80/list?page=2', 'http://crm.test/list?page=2'],
    ['/other?page=2#part', 'http://crm.test/other?page=2'],
    ['?page=2', 'http://crm.test/list?page=2'],
  ])('%s is followed with authentication', async (next, url) => {
    const { calls, values, failure } = await follow(next);
    expect(failure).toBeUndefined();
    expect(calls.map(call => [call.url, call.headers.authorization])).toEqual([
      ['http://crm.test/list', 'Bearer a-token-of-the-tests'],
      [url, 'Bearer a-token-of-the-tests'],
    ]);
    expect(values.it).toEqual([1, 1]);
  });

  it('loses nothing behind a second ? when credentials come to its query', async () => {
    let count = 0;
    const { calls } = await runSteps(linked, {
      crm: 'auth: { query: { name: key, value: "${TOKEN}" } }',
      params,
      given,
      replyTo: () => ({ body: { rows: [1], ...(count++ === 0 && { next: '/list?after=a?b&customer=7' }) } }),
    });
    expect(calls[1]?.url).toBe('http://crm.test/list?after=a?b&customer=7&key=a-token-of-the-tests');
  });
});

describe('check', () => {
  const paged = (pages: string, rest = '') =>
    problemsOf(`it:\n  get: /list\n  query: { page?: "{% $page %}" }\n  pages: { ${pages} }${rest}`).join(
      '\n',
    );
  it.each([
    ['rows: $reply.body', '', 'pages need one of next'],
    ['rows: $reply.body, next: $page + 1, link: $reply.body.next', '', 'pages need one of next'],
    ['rows: $reply.body, link: $reply.body.next, first: 1', '', 'with link there is no $page'],
    ['next: $page + 1', '', '"rows" is missing'],
    ['rows: $reply.body, next: $page + 1', '\n  take: $reply.body', 'the call has pages: what it takes'],
    [
      'rows: $reply.body, next: $page + 1',
      '\n  forEach: "[1]"\n  until: $page = 1',
      'until looks at one reply',
    ],
    ['rows: $reply.body, next: $page + 1, first: "{% $page %}"', '', 'there is no variable $page here'],
  ])('refuses pages: { %s }%s', (pages, rest, problem) => {
    expect(paged(pages, rest)).toContain(problem);
  });

  it('knows $page in no other call', () => {
    expect(problemsOf('it:\n  get: "/it/{% $page %}"')[0]).toContain(
      'there is a page in a call that has pages',
    );
  });

  it('refuses a page that nothing sends', () => {
    expect(
      problemsOf('it:\n  get: /list\n  pages: { first: 1, next: $page + 1, rows: $reply.body }').join('\n'),
    ).toContain('nothing of what is sent reads $page');
  });
});
