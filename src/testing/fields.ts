import { z } from 'zod';
import { oneOf, versionProblem } from '../document/shape.js';
import { count } from '../document/units.js';
import { Numeral } from '../json/write.js';
import { errorName } from '../mapping/error-name.js';
import { callMethods } from '../mapping/fields.js';

/** The fields of a test file: cases for one mapping, beside which it lies. */

const json = z.unknown();
const scalars = [z.string(), z.number(), z.boolean(), z.instanceof(Numeral)] as const;
const texts = z.record(z.string(), z.union(scalars, { error: 'a text is needed here' }).transform(String));

const request = z.strictObject({
  params: texts.default({}).describe('path parameters'),
  query: texts.default({}).describe('query parameters'),
  headers: texts.default({}),
  body: json.optional().describe('the JSON body'),
  text: z.string().optional().describe('the body as raw text, for bodies that are no JSON'),
});

/** Below `baseUrl`; of a login that is elsewhere, the whole address. */
const path = z.string().regex(/^(\/|https?:\/\/)/, 'a path begins with /');

const match = z.enum(['exact', 'subset']);

/** In the words of a mapping. What is not said must not be there, except headers, unless `match` says so. */
export const callFields = z
  .strictObject({
    get: path.optional(),
    post: path.optional(),
    put: path.optional(),
    patch: path.optional(),
    delete: path.optional(),
    query: z.record(z.string(), json).default({}).describe('all query parameters'),
    headers: texts.default({}).describe('headers that must be among those sent'),
    body: json.optional().describe('the whole JSON body'),
    form: z.record(z.string(), json).optional().describe('all fields of the form'),
    text: z.string().optional().describe('the whole body as it is'),
    match: z
      .strictObject({
        query: match.default('exact'),
        headers: match.default('subset'),
        body: match.default('exact'),
        form: match.default('exact'),
      })
      .prefault({})
      .describe('for each part whether it is all that is sent, or must be among it'),
  })
  .refine(fields => methodsOf(fields).length === 1, 'a call has one method: get, post, put, patch or delete')
  .refine(
    ({ body, form, text }) => [body, form, text].filter(it => it !== undefined).length <= 1,
    'a call has one body: body, form or text',
  )
  .refine(
    ({ match, body }) => match.body === 'exact' || body !== undefined,
    'match speaks of the body, and the call has none',
  )
  .refine(
    ({ match, form }) => match.form === 'exact' || form !== undefined,
    'match speaks of the form, and the call has none',
  );

/** What the CRM answers. */
export const replyFields = z
  .strictObject({
    status: z.number().int().min(100).max(599).default(200),
    headers: texts.default({}),
    body: json.optional().describe('the JSON body'),
    text: z.string().optional().describe('the body as raw text, for bodies that are no JSON'),
  })
  .refine(
    fields => fields.body === undefined || fields.text === undefined,
    'a reply has either body or text',
  );

export const faults = ['refused', 'reset', 'timeout'] as const;

const isFault = (input: unknown) => typeof input === 'object' && input !== null && 'fault' in input;

const login = oneOf(
  {
    reply: z.strictObject({ reply: replyFields }),
    fault: z.strictObject({ fault: z.enum(faults).describe('how the connection fails') }),
  },
  input => (isFault(input) ? 'fault' : 'reply'),
);

const times = count
  .optional()
  .describe('how often the call is made, repeats included; without it, once, and as often as it is repeated');

const inOrder = z
  .boolean()
  .default(false)
  .describe('whether it comes after those of its kind that stand above, and before those below');

export const exchangeFields = oneOf(
  {
    reply: z.strictObject({ call: callFields, times, inOrder, reply: replyFields }),
    fault: z.strictObject({
      call: callFields,
      times,
      inOrder,
      fault: z.enum(faults).describe('how the connection fails'),
    }),
  },
  input => (isFault(input) ? 'fault' : 'reply'),
);

export const answerFields = oneOf(
  {
    nothing: z.strictObject({ nothing: z.literal(true) }),
    error: z.strictObject({ error: errorName.describe('an error of the catalogue') }),
    body: z.strictObject({
      body: json,
      match: z.strictObject({ body: match.default('exact') }).prefault({}),
    }),
  },
  input => {
    const keys = typeof input === 'object' && input !== null ? Object.keys(input) : [];
    const kind = (['nothing', 'error', 'body'] as const).find(name => keys.includes(name));
    return kind ?? { problem: 'an answer is { body: … }, { error: … } or { nothing: true }' };
  },
);

/** One case, with the names of shared parts replaced by what they stand for, and the values of its row put in. */
export const caseFields = z.strictObject({
  name: z.string().min(1),
  operation: z.string(),
  params: texts.default({}).describe('params of the mapping, in the place of those of the file'),
  request: request.prefault({}),
  exchanges: z.array(exchangeFields).default([]).describe('what goes over the wire, and what comes back'),
  inOrder: z.boolean().default(false).describe('whether all calls come in the order of the exchanges'),
  answer: answerFields.describe('what Koshelek gets'),
});

const parts = (what: string) => z.record(z.string(), json).default({}).describe(what);

/** What cases have in common. Where one of these stands in a case, its name may stand instead. */
const shared = z.strictObject({
  calls: parts('calls by their names'),
  replies: parts('replies by their names'),
  exchanges: parts('exchanges by their names; their calls and replies may be names, too'),
  answers: parts('answers by their names'),
});

/** The rows of a case that is a table: what is put in for `${column}`. */
export const rowsFields = z
  .array(z.record(z.string(), json))
  .min(1, 'a table has at least one row: { column: value, … }');

export const testFields = z.strictObject({
  test: z.literal(1, { error: versionProblem('test') }),
  mapping: z.string().describe('the mapping, relative to this file'),
  params: texts.default({}).describe('params of the mapping'),
  clock: z.iso.datetime({ offset: true }).default('2026-03-15T12:00:00Z').describe('what $now() gives'),
  login: login.optional().describe('what the CRM replies to a login for which a case has no exchange'),
  shared: shared.prefault({}),
  cases: z.array(json).min(1, 'a test file has at least one case'),
});

export type TestFields = z.output<typeof testFields>;
export type CaseFields = z.output<typeof caseFields>;
export type LoginReply = NonNullable<TestFields['login']>;
export type ExchangeFields = CaseFields['exchanges'][number];
export type CallFields = z.output<typeof callFields>;
export type ReplyFields = z.output<typeof replyFields>;

/** The methods that a call names. */
export function methodsOf(fields: Readonly<Record<string, unknown>>): string[] {
  return callMethods.filter(method => fields[method] !== undefined);
}
