import { z } from 'zod';
import { writtenAs } from '../document/json-schema.js';
import { oneOf, versionProblem } from '../document/shape.js';
import { count, numeral } from '../document/units.js';
import { operationIds } from '../loyalty-api/operations.js';
import { errorName } from '../mapping/error-name.js';
import { callMethods } from '../mapping/fields.js';

/** The fields of a test file: cases for one mapping, beside which it lies. */

const json = z.unknown();
const scalars = [z.string(), z.number(), z.boolean(), numeral] as const;
const texts = z.record(z.string(), z.union(scalars, { error: 'a text is needed here' }).transform(String));

const request = z.strictObject({
  params: texts.default({}).describe('path parameters'),
  query: texts.default({}).describe('query parameters'),
  headers: texts.default({}).describe('headers of the request'),
  body: json.optional().describe('the JSON body'),
  text: z.string().optional().describe('the body as raw text, for bodies that are no JSON'),
});

/** Below `baseUrl`; of a login that is elsewhere, the whole address. */
const path = z.string().regex(/^(\/|https?:\/\/)/, 'a path begins with /');

const match = z.enum(['exact', 'subset']);

/** In the words of a mapping. What is not said must not be there, except headers, unless `match` says so. */
export const callFields = z
  .strictObject({
    get: path
      .optional()
      .describe('a GET: the path below `baseUrl`, or the whole address of a login elsewhere'),
    post: path.optional().describe('the same for a POST'),
    put: path.optional().describe('the same for a PUT'),
    patch: path.optional().describe('the same for a PATCH'),
    delete: path.optional().describe('the same for a DELETE'),
    query: z.record(z.string(), json).default({}).describe('all query parameters'),
    headers: texts.default({}).describe('headers that must be among those sent'),
    body: json.optional().describe('the whole JSON body'),
    form: z.record(z.string(), json).optional().describe('all fields of the form'),
    text: z.string().optional().describe('the whole body as it is'),
    match: z
      .strictObject({
        query: match.default('exact').describe('of the query parameters'),
        headers: match.default('subset').describe('of the headers'),
        body: match.default('exact').describe('of the JSON body'),
        form: match.default('exact').describe('of the fields of the form'),
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
    status: z.number().int().min(100).max(599).default(200).describe('the status of the reply'),
    headers: texts.default({}).describe('headers of the reply'),
    body: json.optional().describe('the JSON body'),
    text: z.string().optional().describe('the body as raw text, for bodies that are no JSON'),
  })
  .refine(
    fields => fields.body === undefined || fields.text === undefined,
    'a reply has either body or text',
  );

export const faults = ['refused', 'reset', 'timeout'] as const;

const reply = replyFields.describe('what the CRM answers');
const fault = z.enum(faults).describe('how the connection fails');
const call = callFields.describe('the call that the mapping makes');

const isFault = (input: unknown) => typeof input === 'object' && input !== null && 'fault' in input;

const loginFields = oneOf(
  {
    reply: z.strictObject({ reply }),
    fault: z.strictObject({ fault }),
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
    reply: z.strictObject({ call, times, inOrder, reply }),
    fault: z.strictObject({ call, times, inOrder, fault }),
  },
  input => (isFault(input) ? 'fault' : 'reply'),
);

export const answerFields = oneOf(
  {
    nothing: z.strictObject({ nothing: z.literal(true).describe('a 200 with an empty body') }),
    error: z.strictObject({ error: errorName.describe('a 422 with this error of the catalogue') }),
    body: z.strictObject({
      body: json.describe('a 200 with this body, in which all scalars are texts'),
      match: z
        .strictObject({ body: match.default('exact').describe('of the body') })
        .prefault({})
        .describe('whether the body is all that is answered, or must be among it'),
    }),
  },
  input => {
    const keys = typeof input === 'object' && input !== null ? Object.keys(input) : [];
    const kind = (['nothing', 'error', 'body'] as const).find(name => keys.includes(name));
    return kind ?? { problem: 'an answer is { body: … }, { error: … } or { nothing: true }' };
  },
);

/** Those of the API are proposed; a mapping may have others, under `custom`. */
const operationName = writtenAs(
  z.string().describe('the operation that Koshelek calls'),
  z.union([z.enum(operationIds), z.string()]),
);

/** Persons are written as `person` of the mapping's claims gives them. */
const cardState = z.union(
  [
    z.enum(['free', 'reserved']),
    z.strictObject({ reserved: z.string().describe('reserved for this person alone') }),
    z.strictObject({
      issuing: z.string().describe('another request of this person is issuing it'),
    }),
    z.strictObject({ issued: z.string().describe('issued to this person') }),
    z.strictObject({
      doubtful: z.string().describe('nobody knows whether it was issued to this person'),
    }),
  ],
  {
    error:
      'a card number is free, reserved, { reserved: person }, { issuing: person }, { issued: person } or { doubtful: person }',
  },
);

const cardStates = z.record(z.string(), cardState);

/** One case, with the names of shared parts replaced by what they stand for, and the values of its row put in. */
export const caseFields = z.strictObject({
  name: z.string().min(1).describe('what the case shows'),
  operation: operationName,
  params: texts.default({}).describe('params of the mapping, in the place of those of the file'),
  request: request.prefault({}).describe('what Koshelek asks'),
  exchanges: z.array(exchangeFields).default([]).describe('what goes over the wire, and what comes back'),
  inOrder: z.boolean().default(false).describe('whether all calls come in the order of the exchanges'),
  cards: cardStates
    .optional()
    .describe(
      'what [card numbers](#card-numbers) are before, by number; a number that is not named is reserved',
    ),
  cardsAfter: cardStates.optional().describe('what card numbers must be in the end'),
  answer: answerFields.describe('what Koshelek gets'),
});

const orName = (written: z.ZodType) => z.union([written, z.string()]);

const writtenExchange = z.union([
  z.strictObject({
    call: orName(call).describe('the call that the mapping makes, or the name of a shared one'),
    times,
    inOrder,
    reply: orName(reply).describe('what the CRM answers, or the name of a shared one'),
  }),
  z.strictObject({
    call: orName(call).describe('the call that the mapping makes, or the name of a shared one'),
    times,
    inOrder,
    fault,
  }),
]);

const parts = (of: z.ZodType, what: string) =>
  z.record(z.string(), writtenAs(z.unknown(), of)).default({}).describe(what);

/** What cases have in common. Where one of these stands in a case, its name may stand instead. */
const shared = z.strictObject({
  calls: parts(callFields, 'calls by their names'),
  replies: parts(replyFields, 'replies by their names'),
  exchanges: parts(writtenExchange, 'exchanges by their names; their calls and replies may be names, too'),
  answers: parts(answerFields, 'answers by their names'),
});

/** The rows of a case that is a table: what is put in for `${column}`. */
export const rowsFields = z
  .array(z.record(z.string(), json))
  .min(1, 'a table has at least one row: { column: value, … }');

const login = writtenAs(
  loginFields,
  z.union([
    z.strictObject({ reply: orName(reply).describe('what the CRM answers, or the name of a shared one') }),
    z.strictObject({ fault }),
  ]),
);

/** A case as it is written: names of shared parts, and the rows of a table, are still in it. */
const writtenCase = caseFields.extend({
  exchanges: z
    .array(orName(writtenExchange))
    .default([])
    .describe('what goes over the wire, and what comes back: exchanges, or names of shared ones'),
  answer: orName(answerFields).describe('what Koshelek gets, or the name of a shared answer'),
  rows: rowsFields
    .optional()
    .describe('makes a table of the case: it is run for each row, whose values `${column}` stands for'),
});

export const testFields = z.strictObject({
  test: z.literal(1, { error: versionProblem('test') }).describe('the version of the format'),
  mapping: z.string().describe('the mapping, relative to this file'),
  params: texts.default({}).describe('params of the mapping'),
  clock: z.iso.datetime({ offset: true }).default('2026-03-15T12:00:00Z').describe('what $now() gives'),
  login: login.optional().describe('what the CRM replies to a login for which a case has no exchange'),
  shared: shared.prefault({}).describe('what cases have in common, by names that may stand in its place'),
  cases: z
    .array(writtenAs(z.unknown(), writtenCase))
    .min(1, 'a test file has at least one case')
    .describe('the cases, which are run one by one'),
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
