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

/** In the words of a mapping. What is not said must not be there, except headers. */
const call = z
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
  })
  .refine(fields => methodsOf(fields).length === 1, 'a call has one method: get, post, put, patch or delete')
  .refine(
    ({ body, form, text }) => [body, form, text].filter(it => it !== undefined).length <= 1,
    'a call has one body: body, form or text',
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

const exchange = oneOf(
  {
    reply: z.strictObject({ call, times, reply: replyFields }),
    fault: z.strictObject({ call, times, fault: z.enum(faults).describe('how the connection fails') }),
  },
  input => (isFault(input) ? 'fault' : 'reply'),
);

const answer = oneOf(
  {
    nothing: z.strictObject({ nothing: z.literal(true) }),
    error: z.strictObject({ error: errorName.describe('an error of the catalogue') }),
    body: z.strictObject({ body: json }),
  },
  input => {
    const keys = typeof input === 'object' && input !== null ? Object.keys(input) : [];
    const kind = (['nothing', 'error', 'body'] as const).find(name => keys.includes(name));
    return kind ?? { problem: 'an answer is { body: … }, { error: … } or { nothing: true }' };
  },
);

const testCase = z.strictObject({
  name: z.string().min(1),
  operation: z.string(),
  params: texts.default({}).describe('params of the mapping, in the place of those of the file'),
  request: request.prefault({}),
  exchanges: z.array(exchange).default([]).describe('what goes over the wire, and what comes back'),
  answer: answer.describe('what Koshelek gets'),
});

export const testFields = z.strictObject({
  test: z.literal(1, { error: versionProblem('test') }),
  mapping: z.string().describe('the mapping, relative to this file'),
  params: texts.default({}).describe('params of the mapping'),
  clock: z.iso.datetime({ offset: true }).default('2026-03-15T12:00:00Z').describe('what $now() gives'),
  login: login.optional().describe('what the CRM replies to a login for which a case has no exchange'),
  cases: z.array(testCase).min(1, 'a test file has at least one case'),
});

export type TestFields = z.output<typeof testFields>;
export type CaseFields = TestFields['cases'][number];
export type LoginReply = NonNullable<TestFields['login']>;
export type ExchangeFields = CaseFields['exchanges'][number];
export type CallFields = z.output<typeof call>;
export type ReplyFields = z.output<typeof replyFields>;

/** The methods that a call names. */
export function methodsOf(fields: Readonly<Record<string, unknown>>): string[] {
  return callMethods.filter(method => fields[method] !== undefined);
}
