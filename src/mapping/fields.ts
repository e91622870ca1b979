import { z } from 'zod';
import { nameAmong, oneOf, versionProblem } from '../document/shape.js';
import { count, duration, size } from '../document/units.js';
import { Numeral } from '../json/write.js';
import { type FieldKind, fieldKinds, revisions } from '../loyalty-api/operations.js';
import { authFields, loginOnly, tlsFields } from './auth-fields.js';
import { errorName, errorNameOrNothing } from './error-name.js';
import { limitFields } from './limit-fields.js';
import { nestings } from './nested.js';
import { replyFormats } from './reply-format.js';

/**
 * The fields of a mapping file: one description for parsing and defaults. What a value means is said in `describe`;
 * how it is compiled stands in the files beside this one.
 */

/** Any scalar, as its text: to YAML `true` and `5` are no texts, but they may well be meant as such. */
const scalar = (what: string) =>
  z
    .union([z.string(), z.boolean(), z.number(), z.instanceof(Numeral)], {
      error: ({ input, path }) =>
        `${JSON.stringify(path?.at(-1))} ${input === undefined ? 'is missing' : 'is wrong'}: ${what} is needed`,
    })
    .transform(String);

/** Bare JSONata. */
const expression = scalar('a JSONata expression');

const template = z.unknown();

const condition = expression.describe('an expression that gives true or false');

const vendorError = z.strictObject({
  when: condition.describe('whether the reply is this error'),
  fail: errorName.describe('the error of the catalogue that Koshelek gets'),
});

/** How a reply is judged: set for the whole CRM, and overridden by a call. */
const judging = {
  timeout: duration.optional().describe('how long the reply may take until it is complete'),
  throttledOn: condition
    .optional()
    .describe('the reply says that the call was not processed and may be made later; a 429 by default'),
  retryAfter: expression.optional().describe('seconds to wait, where the reply says so in its body'),
  missing: condition.optional().describe('the reply says that there is nothing: the step is absent'),
  errors: z
    .array(vendorError)
    .optional()
    .describe('errors of the CRM, told to Koshelek by errors of the catalogue'),
  success: condition.optional().describe('the reply is what was asked for; anything else is a failure'),
  retryOn: condition
    .optional()
    .describe('another attempt may help after this reply; after a 502, 503 or 504 by default'),
  retries: z
    .number()
    .int()
    .min(0)
    .max(20)
    .optional()
    .describe('how often a call is repeated at most; 10 by default, 0: never'),
  asText: z
    .array(z.string())
    .optional()
    .describe('members of a reply that always arrive as text, never as numbers'),
  keepNulls: z.boolean().optional().describe('keep null members of a reply; they are dropped by default'),
  reply: nameAmong('kind of reply', replyFormats)
    .optional()
    .describe('what a body is read as; json by default'),
};

const nested = nameAmong('way to nest', nestings).describe('how structures are written in queries and forms');

const methods = { get: template, post: template, put: template, patch: template, delete: template };

/** What a call is made for, and what comes of it: of a call that several steps use, each may say these anew. */
const around = {
  forEach: expression.optional().describe('a list: the call is made for each of its items, $item'),
  concurrency: count.optional().describe('how many of these calls run at the same time; 4 reads, 1 write'),
  max: count.optional().describe('how many items there may be; 100 by default'),
  until: condition.optional().describe('one item after another, until this is true of a reply'),
  take: expression.optional().describe('what the step holds; $reply.body by default'),
  'take?': expression.optional().describe('the same, when it may give nothing'),
  ifMissing: errorName.optional().describe('the error to fail with when the reply is missing'),
  mayFail: z.boolean().optional().describe('a failure of the CRM leaves the step absent'),
};

const pages = z.strictObject({
  first: template.optional().describe('what $page is in the first call'),
  next: expression.optional().describe('what $page is in the next call; nothing after the last one'),
  link: expression
    .optional()
    .describe('the address of the next page, at the CRM; nothing after the last one'),
  rows: expression.describe('the rows of a page: a list'),
  max: count.default(50).describe('how many pages there may be'),
});

const call = z.strictObject({
  when: condition.optional().describe('the call is made only if this is true'),
  ...mapValues(methods, method => method.optional().describe('the path, below baseUrl')),
  safe: z
    .boolean()
    .optional()
    .describe('whether the call only reads: by default a GET does, and nothing else'),
  idempotent: z.boolean().optional().describe('whether a write may be made twice: by default none may'),
  query: z.record(z.string(), template).optional().describe('query parameters'),
  headers: z.record(z.string(), template).optional(),
  body: template.optional().describe('the JSON body'),
  form: z.record(z.string(), template).optional().describe('a body of fields, as a form of a web page'),
  text: template.optional().describe('a body that is sent as it is'),
  nested: nested.optional(),
  pages: pages.optional().describe('the reply comes in pages, and the step holds the rows of all'),
  ...around,
  ...judging,
});

const use = z.strictObject({
  when: condition.optional(),
  use: z.string().describe('the name of a call under calls:'),
  given: template.optional().describe('what $given is in the call'),
  ...around,
});

const value = z.strictObject({
  when: condition.optional(),
  value: expression.describe('computed, without a call; it may give nothing'),
});

const fail = z.strictObject({
  when: condition.optional(),
  fail: errorName.describe('an error of the catalogue'),
});

const answer = z.strictObject({
  when: condition.optional(),
  answer: template.describe('the body to answer with at once, or `nothing`'),
});

const stepKinds = { call, use, value, fail, answer };

/** What was probably meant as one: YAML tells by blanks alone what belongs to what. */
function becauseOf(input: unknown): string {
  if (input === null) return '; indent its keys deeper than its name';
  const [, key] = (typeof input === 'string' && /^([\w?]+):\S/.exec(input)) || [];
  return key === undefined ? '' : `; behind the colon of a key stands a blank: ${key}: …`;
}

const step = oneOf(stepKinds, input => {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { problem: `a step is a mapping of keys to values${becauseOf(input)}` };
  }
  const found = [
    ...Object.keys(methods).filter(method => method in input),
    ...['use', 'value', 'fail', 'answer'].filter(kind => kind in input),
  ];
  if (found.length === 1)
    return found[0] && found[0] in methods ? 'call' : (found[0] as keyof typeof stepKinds);
  const all = 'a call (get, post, put, patch, delete, use), a value, a fail or an answer';
  if (found.length === 0) return { problem: `this is no step yet: it needs ${all}` };
  return { problem: `a step is one thing, not ${found.length} (${found.join(', ')}): ${all}` };
});

const kindsAmong = (kinds: readonly FieldKind[]) => z.record(z.string(), nameAmong('kind of value', kinds));

/** A query holds no lists: a parameter that the contract knows may stand in it once. */
const queryKinds = fieldKinds.filter(kind => kind !== 'texts');

const contract = z.strictObject({
  query: kindsAmong(queryKinds)
    .optional()
    .describe('query parameters, added to those of the API or in their place'),
  body: kindsAmong(fieldKinds)
    .optional()
    .describe('members of the body, added to those of the API or in their place'),
  response: z.unknown().optional().describe('what the answer holds, instead of what the API says'),
  'response?': z.unknown().optional().describe('the same, when the answer may be nothing'),
});

const route = z.string().describe('such as PUT /v2/card/{cardNumber}, below the base path');

/** What an operation may say, whatever serves it. */
const outside = {
  route: route.optional(),
  require: z
    .array(z.unknown())
    .optional()
    .describe('what a request must carry, instead of what the API says'),
  contract: contract.optional().describe('what was agreed on with Koshelek, where it differs from the API'),
  deadline: duration.optional().describe('how long it may take as a whole, instead of what the mapping says'),
};

const steps = z.strictObject({
  ...outside,
  steps: z.record(z.string(), step).default({}).describe('in the order of the page'),
  response: template.optional().describe('the body of the answer'),
});

const proxy = z.strictObject({
  ...outside,
  proxy: template.describe('the path at the CRM, below baseUrl; true: the same as that of the API'),
  ifMissing: errorNameOrNothing
    .optional()
    .describe('the error to fail with when the reply is missing; nothing: the answer is empty then'),
  ...judging,
});

const operation = oneOf(
  {
    steps,
    proxy,
    unsupported: z.strictObject({
      route: route.optional(),
      unsupported: z.string().describe('why the CRM cannot serve it'),
    }),
  },
  input => (['unsupported', 'proxy'] as const).find(kind => hasKey(input, kind)) ?? 'steps',
);

const ofCustom = {
  route,
  contract,
  summary: z.string().default('agreed on with Koshelek').describe('what it is, for people'),
};

const custom = oneOf({ steps: steps.extend(ofCustom), proxy: proxy.extend(ofCustom) }, input =>
  hasKey(input, 'proxy') ? 'proxy' : 'steps',
);

/**
 * A call, with what is to be kept of its reply. A login is nobody's step: nothing is taken, skipped or missing. Nor is
 * it repeated: see `Sessions` for when it is tried again.
 */
const login = call
  .omit({ when: true, safe: true, missing: true, pages: true })
  .omit({ idempotent: true, throttledOn: true, retryAfter: true, retryOn: true, retries: true })
  .omit(mapValues(around, () => true as const))
  .extend(loginOnly);

const param = z.strictObject({
  required: z.boolean().default(false),
  secret: z.boolean().default(false).describe('never shown, and not visible to expressions'),
  default: scalar('a text').optional(),
  oneOf: z.array(scalar('a text')).min(1).optional().describe('the values that it may have'),
  description: z.string().optional(),
});

export const mappingFields = z.strictObject({
  mapping: z.literal(1, { error: versionProblem('mapping') }),
  name: z.string().min(1),
  api: z.enum(revisions).describe('the revision of the Loyalty Online API that it implements'),
  params: z.record(z.string(), param.nullable()).default({}).describe('what a deployment sets'),
  requestHeaders: z
    .array(z.string())
    .default([])
    .describe('headers of Koshelek that expressions see, and that are passed on'),
  deadline: duration.default(10_000).describe('how long an operation may take as a whole'),
  crm: z.strictObject({
    baseUrl: z.string(),
    auth: authFields(login).optional().describe('how calls are authenticated; none by default'),
    tls: tlsFields.optional().describe('a private CA and a client certificate'),
    headers: z.record(z.string(), template).optional().describe('sent with every call'),
    nested: nested.optional(),
    maxReply: size.default(10 * 1024 * 1024).describe('the largest reply that is read'),
    ...limitFields,
    ...judging,
  }),
  functions: z
    .record(z.string(), z.string())
    .default({})
    .describe('JSONata functions that expressions can call'),
  calls: z
    .record(z.string(), call.omit({ when: true }))
    .default({})
    .describe('calls that steps use by name'),
  operations: z.record(z.string(), operation),
  custom: z.record(z.string(), custom).default({}).describe('operations that the API does not have'),
});

export type MappingFields = z.output<typeof mappingFields>;
export type OperationFields = MappingFields['operations'][string];
export type ProxyFields = Extract<OperationFields, { kind: 'proxy' }>;
/** What a partner has agreed on with Koshelek. */
export type AgreementFields = Partial<Pick<z.output<typeof steps>, 'route' | 'require' | 'contract'>>;
export type StepFields = z.output<typeof step>;
export type CallFields = Extract<StepFields, { kind: 'call' }>;
export type UseFields = Extract<StepFields, { kind: 'use' }>;
/** What a step may say of a call, be it its own or one that it uses. */
export type AroundFields = Pick<CallFields, keyof typeof around>;
export type PagesFields = z.output<typeof pages>;
export type AuthFields = NonNullable<MappingFields['crm']['auth']>;
export type LoginFields = z.output<typeof login>;
export type JudgingFields = Pick<CallFields, keyof typeof judging>;

/** The methods that a call may have, as keys. */
export const callMethods = Object.keys(methods) as readonly (keyof typeof methods)[];

/** The method of a call; `undefined` when it has none. */
export function methodOf(
  fields: Partial<Record<keyof typeof methods, unknown>>,
): keyof typeof methods | undefined {
  return callMethods.find(method => fields[method] !== undefined);
}

function hasKey(input: unknown, key: string): boolean {
  return typeof input === 'object' && input !== null && key in input;
}

function mapValues<K extends string, A, B>(object: Record<K, A>, change: (value: A) => B): Record<K, B> {
  return Object.fromEntries(Object.entries<A>(object).map(([key, entry]) => [key, change(entry)])) as Record<
    K,
    B
  >;
}
