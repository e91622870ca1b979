import { z } from 'zod';
import { oneOf } from '../document/shape.js';
import { duration } from '../document/units.js';

/** The fields of `crm.auth` and `crm.tls`. What a value means is said in `describe`. */

const text = z.string();
const named = z.record(z.string(), z.unknown());

const place = z.strictObject({
  name: text.describe('the name of the header or the query parameter'),
  value: text.describe('literal text with params, such as `ApiKey ${KEY}`'),
});

const basic = z.strictObject({
  user: text.describe('the user, literal text with params'),
  password: text.describe('the password: a secret param'),
});

const noAuth = z
  .literal('none')
  .describe('nothing is sent')
  .transform(() => ({}));

const send = oneOf(
  {
    none: z
      .literal('none')
      .describe('there is no token, and calls read the `values`')
      .transform(() => ({})),
    parts: z.strictObject({
      headers: named.optional().describe('headers: names and templates that see `$session` with its `token`'),
      query: named.optional().describe('the same for query parameters'),
      body: named
        .optional()
        .describe('the same for members that are added to the JSON object or the form of each call'),
    }),
  },
  input => (input === 'none' ? 'none' : 'parts'),
)
  .optional()
  .meta({
    description:
      'how the token goes with a call: `headers`, `query` and `body`, templates that see `$session` with its `token`. A member of `body` is added to the JSON object or the form of each call; a call without one, or with a member of that name in its JSON, is a fault of the mapping. `none`: there is no token, and calls read the `values`',
    usual: '`Authorization: Bearer …`',
  });

const expressions = z.record(z.string(), text);

/** What every login gives, whatever it asks for. */
const session = {
  values: expressions.optional().meta({
    description:
      "expressions over `$reply`: what `$session` holds in later calls, such as a user's id. They are shown by `dry-run`: what is secret is the token. The value `baseUrl` is where calls go from then on, never from https to http",
    usual: 'none',
  }),
  send,
  renewOn: text.optional().meta({
    description: 'a condition over the reply of any call: the token is no longer good',
    usual: '`$reply.status = 401`',
  }),
};

/** Added to the fields of a call. */
export const loginOnly = {
  baseUrl: text.optional().meta({ description: 'where the login is', usual: '`crm.baseUrl`' }),
  token: text
    .optional()
    .describe('an expression over `$reply`: the token. It is required, unless `send` is `none`'),
  lifetime: text.optional().meta({
    description: 'how long the token is good: a duration, or an expression over `$reply` that gives seconds',
    usual: 'until a reply says that it is not',
  }),
  ...session,
};

export const oauth2 = z.strictObject({
  tokenUrl: text.describe('the token endpoint'),
  grant: z
    .enum(['client_credentials', 'refresh_token', 'password'])
    .describe('how a token is got: `client_credentials`, `refresh_token` or `password`'),
  clientId: text.optional().describe('of the gateway, as the grant needs it'),
  clientSecret: text.optional().describe('the same'),
  clientAuth: z
    .enum(['basic', 'body'])
    .default('basic')
    .describe('how client id and secret are sent: `basic`, in `Authorization`; `body`, as parameters'),
  scope: text.optional().meta({ description: 'what the token is asked for', usual: 'none' }),
  user: text.optional().describe('of the grant `password`: whose token it is'),
  password: text.optional().describe('of the grant `password`: that of the user'),
  refreshToken: text.optional().describe('of the grant `refresh_token`: the first one'),
  tokenFile: text
    .optional()
    .describe('of the grant `refresh_token`: where later ones are kept, relative to the mapping'),
  parameters: z
    .record(z.string(), text)
    .optional()
    .meta({ description: 'further parameters, such as `redirect_uri`', usual: 'none' }),
  format: z
    .enum(['form', 'json'])
    .default('form')
    .describe('how the parameters are written: `form` or `json`'),
  lifetime: duration.optional().meta({
    description: 'how long the token is good, a duration, where the reply has no `expires_in`',
    usual: 'until a reply says that it is over',
  }),
  timeout: duration.prefault('5s').describe('how long the reply may take until it is complete'),
  ...session,
});

export const hmac = z.strictObject({
  algorithm: z
    .enum(['sha256', 'sha1', 'sha512'])
    .default('sha256')
    .describe('the hash: `sha256`, `sha1` or `sha512`'),
  key: text.describe('the key: a secret param'),
  string: z
    .unknown()
    .describe(
      'what is signed: a template that sees `$params` and `$call`; the line break at the end of a block after `|` is not',
    ),
  prefix: text
    .optional()
    .meta({ description: 'put before the bytes of the signature, before both are encoded', usual: 'none' }),
  encoding: z
    .enum(['hex', 'base64', 'base64url'])
    .default('hex')
    .describe('how the signature is written: `hex`, `base64` or `base64url`'),
  headers: named.describe('headers: names and templates that see `$params`, `$call` and `$signature`'),
});

const KINDS = ['basic', 'bearer', 'header', 'query', 'oauth2', 'login', 'hmac'] as const;

/** @param login the fields of a login, which are those of a call and `loginOnly` */
export function authFields<L extends z.ZodType>(login: L) {
  const kinds = {
    none: noAuth,
    basic: z.strictObject({ basic: basic.describe('`Authorization: Basic …`, in UTF-8') }),
    bearer: z.strictObject({ bearer: text.describe('`Authorization: Bearer …`: the token') }),
    header: z.strictObject({ header: place.describe('a header') }),
    query: z.strictObject({
      query: place.describe(
        'a query parameter, beside those of the call, and in the place of one of the same name',
      ),
    }),
    oauth2: z.strictObject({ oauth2: oauth2.describe('a token of [OAuth 2](#oauth-2)') }),
    login: z.strictObject({ login: login.describe("a token of a [login](#login) of the CRM's own making") }),
    hmac: z.strictObject({ hmac: hmac.describe('a [signature](#signatures) over the call') }),
  };
  const among = z.strictObject({
    use: text.describe('the name of [one of several](#one-of-several) kinds of auth, such as `${AUTH}`'),
    among: z.record(z.string(), oneOf(kinds, kindOf)).describe('these kinds of auth by name'),
  });
  return oneOf({ ...kinds, among }, input =>
    Object.hasOwn(Object(input) as object, 'among') ? 'among' : kindOf(input),
  );
}

function kindOf(input: unknown): 'none' | (typeof KINDS)[number] | { problem: string } {
  if (input === undefined || input === 'none') return 'none';
  const found = KINDS.filter(kind => Object.hasOwn(Object(input) as object, kind));
  const [only] = found;
  if (only && found.length === 1) return only;
  return { problem: `auth is "none" or one of { ${KINDS.map(kind => `${kind}: …`).join(' }, { ')} }` };
}

export const tlsFields = z.strictObject({
  ca: text.optional().describe('a file of certificates to trust besides those that Node.js trusts, PEM'),
  cert: text.optional().describe('a file with the client certificate, PEM'),
  key: text.optional().describe('a file with its private key, PEM'),
  passphrase: text.optional().describe('that of the private key: a secret param'),
});

export type OAuth2Fields = z.output<typeof oauth2>;
export type HmacFields = z.output<typeof hmac>;
export type TlsFields = z.output<typeof tlsFields>;
