import { z } from 'zod';
import { writtenAs } from '../document/json-schema.js';
import { nameAmong, withHint } from '../document/shape.js';
import { count, duration, numeral } from '../document/units.js';
import { loginOnly } from './auth-fields.js';
import { errorName } from './error-name.js';
import { nestings } from './nested.js';
import { replyFormats } from './reply-format.js';

/** The fields of a call, of which steps, a passthrough and the CRM section have some. */

/**
 * Any scalar, as its text: to YAML `true` and `5` are no texts, but they may well be meant as such.
 *
 * @param hint about a list or a mapping of keys, which somebody may have meant as text
 */
export const scalar = (what: string, hint?: string) =>
  z
    .union([z.string(), z.boolean(), z.number(), numeral], {
      error: ({ input, path }) => {
        const problem = input === undefined ? 'is missing' : 'is wrong';
        const message = `${JSON.stringify(path?.at(-1))} ${problem}: ${what} is needed`;
        return withHint(message, input instanceof Object ? hint : undefined);
      },
    })
    .transform(String);

/** Bare JSONata. */
export const expression = scalar(
  'a JSONata expression',
  'one that begins with [ or { stands in quotes, or in a block after |',
);

/** Whatever YAML can hold. Without any type an editor proposes the key without its colon. */
export const template = z
  .unknown()
  .meta({ type: ['string', 'object', 'array', 'number', 'boolean', 'null'] });

export const condition = expression.describe('an expression that gives true or false');

const vendorError = z.strictObject({
  when: condition.describe('whether the reply is this error'),
  fail: errorName.describe('the error of the [catalogue](errors.md) that Koshelek gets'),
});

/** How a reply is judged: set for the whole CRM, and overridden by a call. */
export const judging = {
  timeout: duration
    .optional()
    .meta({ description: 'how long the reply may take until it is complete', usual: '`3s`' }),
  throttledOn: condition.optional().meta({
    description:
      'a condition over the reply: the CRM has **not processed** the call, because there are too many. So let it be true of nothing else: a write is made again',
    usual: '`$reply.status = 429`',
  }),
  retryAfter: expression.optional().meta({
    description:
      'an expression over the reply: how many seconds to wait, where the CRM says so in its body. What is no number is passed over',
    usual: 'the header `Retry-After`, seconds or a date',
  }),
  missing: condition.optional().meta({
    description:
      'a condition over the reply: nothing is there, and the step is absent. That of the CRM section is for reads, and for writes with `ifMissing`',
    usual: '`$reply.status = 404` for a read',
  }),
  errors: z.array(vendorError).optional().meta({
    description:
      "errors that the CRM tells, and by which of the [catalogue](errors.md) they are told to Koshelek; a call's own are tried before those of the CRM section",
    usual: 'none',
  }),
  success: condition.optional().meta({
    description:
      'a condition over the reply: it is what was asked for. Anything else is a failure, and never "not found"',
    usual: 'a 2xx status, and for reads a body',
  }),
  retryOn: condition.optional().meta({
    description: 'a condition over a reply that is a failure: another attempt may help',
    usual: '502, 503, 504',
  }),
  retries: z
    .number()
    .int()
    .min(0)
    .max(20)
    .optional()
    .meta({ description: 'how often a call is made again at most, from 0 to 20', usual: '`10`' }),
  asText: z.array(z.string()).optional().meta({
    description:
      "members of a reply that always arrive as text, whatever their digits; a call's are added to those of the CRM section",
    usual: 'none',
  }),
  keepNulls: z
    .boolean()
    .optional()
    .meta({ description: 'keep the null members of a reply, which are dropped otherwise', usual: '`false`' }),
  reply: nameAmong('kind of reply', replyFormats).optional().meta({
    description: 'what the body of a reply is [read as](#bodies-of-replies)',
    usual: '`json`',
  }),
};

export const nested = nameAmong('way to nest', nestings).meta({
  description: 'how structures are written in [queries and forms](#bodies-of-calls)',
  usual: 'they cannot be sent',
});

/** What is no text is a finding of `compilePath`, which says what it should be. */
const path = writtenAs(z.unknown(), z.string()).optional();

export const methods = {
  get: path.describe('a read: the path below `baseUrl`, a template'),
  post: path.describe('the same for a POST, which is a write unless `safe` says otherwise'),
  put: path.describe('the same for a PUT'),
  patch: path.describe('the same for a PATCH'),
  delete: path.describe('the same for a DELETE'),
};

/** What a call is made for, and what comes of it: of a call that several steps use, each may say these anew. */
export const around = {
  forEach: expression
    .optional()
    .describe('an expression that gives a list: the call is made [for each](#foreach) of its items, `$item`'),
  concurrency: count.optional().meta({
    description: 'of `forEach`: how many of the calls run at the same time',
    usual: '4 reads, 1 write',
  }),
  max: count.optional().meta({
    description:
      'of `forEach`: how many items there may be. With more no call is made, and that is a failure',
    usual: '`100`',
  }),
  until: condition
    .optional()
    .describe('of `forEach`: one item after another, until this condition is true of a reply'),
  take: expression.optional().meta({
    description: 'an expression over the reply: what the step [holds](#take)',
    usual: '`$reply.body`',
  }),
  'take?': expression.optional().describe('the same, when it may give nothing'),
  ifMissing: errorName
    .optional()
    .meta({ description: 'the error to fail with when the reply is missing', usual: 'the step is absent' }),
  mayFail: z.boolean().optional().meta({
    description: 'an error of the CRM [leaves the step absent](#mayfail), and the operation goes on',
    usual: '`false`',
  }),
};

export const pages = z.strictObject({
  first: template.optional().meta({
    description: 'what `$page` is in the first call: a value, or a template',
    usual: 'nothing',
  }),
  next: expression
    .optional()
    .describe(
      'an expression over `$reply` and `$page`: what `$page` is in the next call. Nothing, or null, means that this was the last. It or `link` is needed',
    ),
  link: expression
    .optional()
    .describe(
      'an expression: the address of the next page, absolute or relative to this one. Method, headers and body stay the same. Nothing, or null, means that this was the last',
    ),
  rows: expression.describe(
    'an expression: the rows of a page. What is no list is a failure. It stands in the place of `take`',
  ),
  max: count.default(50).describe('how many pages there may be. More are a failure, `crmBadReply`'),
});

const callFields = z.strictObject({
  when: condition.optional().describe('a condition: the call is made only if it is true'),
  ...methods,
  safe: z.boolean().optional().meta({
    description: 'whether the call only reads. A write waits for all steps above it and holds all below it',
    usual: '`true` for a `get`, `false` for all others',
  }),
  idempotent: z.boolean().optional().meta({
    description: 'of a write: it may be made twice. Not even a `put` or a `delete` is by itself',
    usual: '`false`',
  }),
  query: z.record(z.string(), template).optional().describe('query parameters: names and templates'),
  headers: z
    .record(z.string(), template)
    .optional()
    .describe('headers: names and templates; they stand in the place of those of the CRM section'),
  body: template.optional().describe('a [body](#bodies-of-calls) of JSON: a template'),
  form: z
    .record(z.string(), template)
    .optional()
    .describe('a [body](#bodies-of-calls) of fields, as a form of a web page sends them'),
  text: template.optional().describe('a [body](#bodies-of-calls) that is sent as it is'),
  nested: nested.optional(),
  pages: pages.optional().describe('the reply comes in [pages](#pages), and the step holds the rows of all'),
  ...around,
  ...judging,
});

/** That a call has a method is found when it is compiled; a schema for editors says it with the fields. */
const hasMethod = { anyOf: Object.keys(methods).map(method => ({ required: [method] })) };

/** A call of a step. */
export const call = callFields.meta(hasMethod);

/** A call that steps use by name. */
export const namedCall = callFields.omit({ when: true }).meta(hasMethod);

/**
 * A call, with what is to be kept of its reply. A login is nobody's step: nothing is taken, skipped or missing. Nor is
 * it repeated: see `Sessions` for when it is tried again.
 */
export const login = callFields
  .omit({ when: true, safe: true, missing: true, pages: true })
  .omit({ idempotent: true, throttledOn: true, retryAfter: true, retryOn: true, retries: true })
  .omit(mapValues(around, () => true as const))
  .extend(loginOnly)
  .meta(hasMethod);

function mapValues<K extends string, A, B>(object: Record<K, A>, change: (value: A) => B): Record<K, B> {
  return Object.fromEntries(Object.entries<A>(object).map(([key, entry]) => [key, change(entry)])) as Record<
    K,
    B
  >;
}
