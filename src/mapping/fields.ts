import { z } from 'zod';
import { writtenAs } from '../document/json-schema.js';
import { nameAmong, oneOf, versionProblem } from '../document/shape.js';
import { duration, size } from '../document/units.js';
import {
  type FieldKind,
  fieldKinds,
  operationIds,
  operations,
  revisions,
} from '../loyalty-api/operations.js';
import { authFields, tlsFields } from './auth-fields.js';
import {
  around,
  call,
  condition,
  expression,
  judging,
  login,
  methods,
  namedCall,
  nested,
  type pages,
  scalar,
  template,
} from './call-fields.js';
import { errorName, errorNameOrNothing } from './error-name.js';
import { limitFields } from './limit-fields.js';

/**
 * The fields of a mapping file: one description for parsing, defaults, JSON Schema and the tables of docs/mapping.md.
 * What a value means is said in `describe`, in Markdown, and what is usual where nothing is said in `usual`; how it is
 * compiled stands in the files beside this one.
 */

const stepWhen = condition
  .optional()
  .describe('a condition: the step is skipped, and absent, if it is false');

const use = z.strictObject({
  when: stepWhen,
  use: z.string().describe('the name of a call under [calls](#calls); a param may stand in it'),
  given: template.optional().describe('what `$given` is in the call: a template'),
  ...around,
});

const value = z.strictObject({
  when: stepWhen,
  value: expression.describe('an expression: computed, without a call; it may give nothing'),
});

const fail = z.strictObject({
  when: stepWhen,
  fail: errorName.describe('ends the operation with this error of the [catalogue](errors.md)'),
});

const answer = z.strictObject({
  when: stepWhen,
  answer: template.describe('ends the operation with this answer: a template, or `nothing`'),
});

const reserve = z.strictObject({
  when: stepWhen,
  reserve: z
    .literal(true, { error: 'reserve is true' })
    .describe('takes a free [card number](#card-numbers), which nobody else gets meanwhile'),
  person: expression
    .optional()
    .describe(
      'an expression: for whom. Asked again for him, it is the same number. Without a person, or where it gives nothing, anybody may claim it',
    ),
});

const claim = z.strictObject({
  when: stepWhen,
  claim: expression.describe(
    'an expression: the reserved [card number](#card-numbers) that is issued by what stands below',
  ),
  person: expression.describe('an expression: to whom, always in the same spelling; see `owner`'),
});

const stepKinds = { call, use, value, fail, answer, reserve, claim };

/** What was probably meant as one: YAML tells by blanks alone what belongs to what. */
function becauseOf(input: unknown): string {
  if (input === null) return '; indent its keys deeper than its name';
  const [, key, sign] = (typeof input === 'string' && /^([\w?]+)(:\S|\s)/.exec(input)) || [];
  if (key === undefined) return '';
  if (sign?.startsWith(':')) return `; behind the colon of a key stands a blank: ${key}: …`;
  return isStepKey(key) ? `; behind a key stands a colon: ${key}: …` : '';
}

function isStepKey(key: string): boolean {
  return Object.values(stepKinds).some(kind => Object.hasOwn(kind.shape, key));
}

const step = oneOf(stepKinds, input => {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { problem: `a step is a mapping of keys to values${becauseOf(input)}` };
  }
  const found = [
    ...Object.keys(methods).filter(method => method in input),
    ...['use', 'value', 'fail', 'answer', 'reserve', 'claim'].filter(kind => kind in input),
  ];
  if (found.length === 1)
    return found[0] && found[0] in methods ? 'call' : (found[0] as keyof typeof stepKinds);
  const all = 'a call (get, post, put, patch, delete, use), a value, a fail, an answer, a reserve or a claim';
  if (found.length === 0) return { problem: `this is no step yet: it needs ${all}` };
  return { problem: `a step is one thing, not ${found.length} (${found.join(', ')}): ${all}` };
}).meta({ id: 'step', description: 'a step: a call, a value, a fail, an answer, a reserve or a claim' });

const kindsAmong = (kinds: readonly FieldKind[]) => z.record(z.string(), nameAmong('kind of value', kinds));

/** A query holds no lists: a parameter that the contract knows may stand in it once. */
const queryKinds = fieldKinds.filter(kind => kind !== 'texts');

const contract = z.strictObject({
  query: kindsAmong(queryKinds)
    .optional()
    .describe(
      'query parameters by name and kind, added to those of the API or in their place. A value of another kind is refused before a step runs. What goes into a path of the CRM should be a `segment`',
    ),
  body: kindsAmong(fieldKinds).optional().describe('the same for members of the body'),
  response: template
    .optional()
    .describe(
      'what the answer holds, instead of what the API says: an object or a list as it looks, `?` behind a key that may be left out (a list is sent nevertheless, empty), and at the ends `text`, `filled` (not empty), `date`, `digits`, `integer`, `any` or `{ oneOf: [texts] }`. `nothing`: the body is empty',
    ),
  'response?': template.optional().describe('the same, and a step may say `answer: nothing`'),
});

const route = z
  .string()
  .describe(
    "a method, or several as in `POST|PUT`, and a path below the base path; POST, PUT, PATCH, DELETE, or GET alone. Its parts are words or `{parameters}`; words win over parameters. What stands for a `{cardNumber}` is no word of the API's routes, such as `anonymous`. The config's `versionSegment` changes the API's routes, not these",
  );

const requirement = writtenAs(
  z.unknown(),
  z.union([
    z.string(),
    z.strictObject({ oneOf: z.array(z.string()).min(1).describe('one of these is enough') }),
  ]),
);

/** What an operation may say, whatever serves it. */
const outside = {
  route: route.optional(),
  require: z
    .array(requirement)
    .optional()
    .describe(
      'what a request must carry, instead of what the API says: names of values, or `{ oneOf: [names] }`. What the contract does not know is written `query.name` or `body.name`. A blank value is not there. `[]` requires nothing',
    ),
  contract: contract
    .optional()
    .describe(
      'what was [agreed on with Koshelek](#what-was-agreed-on-with-koshelek), where it differs from the API',
    ),
  deadline: duration.optional().meta({
    description: 'how long the operation may take as a whole',
    usual: 'the `deadline` of the mapping',
  }),
};

const steps = z.strictObject({
  ...outside,
  steps: z
    .record(z.string(), step)
    .default({})
    .describe('the [steps](#operations) by name, in the order of the page'),
  response: template
    .optional()
    .describe('the body of the [answer](#response): a template. Operations with an empty answer have none'),
});

const proxy = z.strictObject({
  ...outside,
  proxy: writtenAs(
    template.describe(
      'the request is [passed on](#passthrough): the path at the CRM, a template; `true`: the same path as that of the API',
    ),
    z.union([z.string(), z.literal(true)]),
  ),
  ifMissing: errorNameOrNothing.optional().meta({
    description:
      'the error to fail with when the reply is missing; `nothing`: the answer is empty then, where the contract lets it be',
    usual: 'a missing reply is a failure, `crmError`',
  }),
  ...judging,
});

const operation = oneOf(
  {
    steps,
    proxy,
    unsupported: z.strictObject({
      route: route.optional(),
      unsupported: z.string().describe('why the CRM cannot serve it: the answer is the error `unsupported`'),
    }),
  },
  input => (['unsupported', 'proxy'] as const).find(kind => hasKey(input, kind)) ?? 'steps',
).meta({ id: 'operation' });

const ofCustom = {
  route,
  contract: contract.describe('what was agreed on with Koshelek: what a request holds, and what the answer'),
  summary: z.string().default('agreed on with Koshelek').describe('what it is, for people'),
};

const custom = oneOf({ steps: steps.extend(ofCustom), proxy: proxy.extend(ofCustom) }, input =>
  hasKey(input, 'proxy') ? 'proxy' : 'steps',
);

const verify = z.strictObject({
  steps: z
    .record(z.string(), step)
    .default({})
    .describe(
      'steps that only read; they see the number as `$request.params.cardNumber`, and nothing else of a request',
    ),
  owner: expression.describe(
    'an expression: who has the number in the CRM, in the spelling of `person`. Nothing: nobody has it, and it may be given to somebody else',
  ),
  deadline: duration.optional().meta({
    description: 'how long it may take as a whole',
    usual: 'the `deadline` of the mapping',
  }),
});

export const cardsFields = z.strictObject({
  verify: verify.describe(
    'asks the CRM who has a number, where nobody knows [how a claim ended](#how-a-claim-ends)',
  ),
});

const param = z.strictObject({
  required: z.boolean().default(false).describe('a deployment has to set it'),
  secret: z
    .boolean()
    .default(false)
    .describe('masked wherever something is printed, and not seen by expressions'),
  default: scalar('a text').optional().describe('its value where a deployment sets none'),
  oneOf: z.array(scalar('a text')).min(1).optional().describe('the values that it may have'),
  description: z.string().optional().describe('what it is, for those who set it'),
});

/** The operations of the API, each with what it is. Another name is a finding, which names the nearest. */
const operationsOfApi = z.strictObject(
  Object.fromEntries(
    operationIds.map(id => [
      id,
      operation.optional().meta({ description: operations[id].summary, type: 'object' }),
    ]),
  ),
);

export const crmFields = z.strictObject({
  baseUrl: z.string().describe('the address that paths are added to; params may stand in it'),
  auth: authFields(login)
    .optional()
    .meta({ description: 'how calls are [authenticated](#authentication)', usual: '`none`' }),
  tls: tlsFields.optional().meta({
    description: 'a [private CA and a client certificate](#client-certificates)',
    usual: 'those that Node.js trusts, no certificate',
  }),
  headers: z
    .record(z.string(), template)
    .optional()
    .meta({ description: 'sent with every call, but not with a login', usual: 'none' }),
  nested: nested.optional(),
  maxReply: size
    .prefault('10MiB')
    .describe(
      'the largest reply that is read, also after it was inflated: replies may be compressed with gzip, deflate or br',
    ),
  ...limitFields,
  ...judging,
});

export const mappingFields = z.strictObject({
  mapping: z.literal(1, { error: versionProblem('mapping') }).describe('the version of this language'),
  name: z.string().min(1).describe('what the mapping is called in the log'),
  api: z.enum(revisions).describe('the revision of the Loyalty Online API that it implements'),
  params: z
    .record(z.string(), param.nullable().describe('a param'))
    .default({})
    .describe('what a [deployment sets](#params), in its config or in the environment'),
  requestHeaders: z
    .array(z.string())
    .default([])
    .describe('headers of Koshelek that expressions see, and that are passed on'),
  deadline: duration.prefault('10s').describe('how long an operation may take as a whole'),
  crm: crmFields.describe('how to talk to the [CRM](#crm)'),
  functions: z
    .record(z.string(), z.string())
    .default({})
    .describe('[functions](#functions) in JSONata that expressions can call'),
  calls: z.record(z.string(), namedCall).default({}).describe('[calls](#calls) that steps use by name'),
  cards: cardsFields
    .optional()
    .describe('what the gateway has to know to give out [card numbers](#card-numbers)'),
  operations: writtenAs(
    z.record(z.string(), operation).describe('the [operations](#operations) of the API that the CRM serves'),
    operationsOfApi,
  ),
  custom: z
    .record(z.string(), custom)
    .default({})
    .describe('[operations](#what-was-agreed-on-with-koshelek) that the API does not have'),
});

export type MappingFields = z.output<typeof mappingFields>;
export type OperationFields = MappingFields['operations'][string];
export type ProxyFields = Extract<OperationFields, { kind: 'proxy' }>;
/** What a partner has agreed on with Koshelek. */
export type AgreementFields = Partial<Pick<z.output<typeof steps>, 'route' | 'require' | 'contract'>>;
export type StepFields = z.output<typeof step>;
export type VerifyFields = NonNullable<MappingFields['cards']>['verify'];
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
