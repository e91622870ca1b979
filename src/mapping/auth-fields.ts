import { z } from 'zod';
import { oneOf } from '../document/shape.js';
import { duration } from '../document/units.js';

/** The fields of `crm.auth` and `crm.tls`. What a value means is said in `describe`. */

const text = z.string();
const named = z.record(z.string(), z.unknown());

const place = z.strictObject({
  name: text.describe('the name of the header or the query parameter'),
  value: text.describe('literal text with params, such as ApiKey ${KEY}'),
});

const send = oneOf(
  {
    none: z.literal('none').transform(() => ({})),
    parts: z.strictObject({
      headers: named.optional().describe('templates that see $session, with the token'),
      query: named.optional().describe('the same for query parameters'),
      body: named.optional().describe('the same for members of a body, of JSON or of a form'),
    }),
  },
  input => (input === 'none' ? 'none' : 'parts'),
)
  .optional()
  .describe('how the token goes with a call; Authorization: Bearer by default');

const expressions = z.record(z.string(), text);

/** What every login gives, whatever it asks for. */
const session = {
  values: expressions
    .optional()
    .describe('expressions over $reply: what $session holds; baseUrl moves the calls'),
  send,
  renewOn: text
    .optional()
    .describe('whether a reply says that the token is no longer good; a 401 by default'),
};

/** Added to the fields of a call. */
export const loginOnly = {
  baseUrl: text.optional().describe('where the login is, when it is not at crm.baseUrl'),
  token: text.optional().describe('an expression over $reply; without one when send is none'),
  lifetime: text
    .optional()
    .describe('a duration such as 55m, or an expression over $reply that gives seconds'),
  ...session,
};

const oauth2 = z.strictObject({
  tokenUrl: text.describe('the token endpoint'),
  grant: z.enum(['client_credentials', 'refresh_token', 'password']),
  clientId: text.optional(),
  clientSecret: text.optional(),
  clientAuth: z.enum(['basic', 'body']).default('basic').describe('how client id and secret are sent'),
  scope: text.optional(),
  user: text.optional().describe('of the grant password'),
  password: text.optional(),
  refreshToken: text.optional().describe('of the grant refresh_token: the first one'),
  tokenFile: text.optional().describe('where later refresh tokens are kept, relative to the mapping'),
  parameters: z.record(z.string(), text).optional().describe('further parameters, such as redirect_uri'),
  format: z.enum(['form', 'json']).default('form').describe('how the parameters are written'),
  lifetime: duration.optional().describe('of the token, where the reply has no expires_in'),
  timeout: duration.default(5_000).describe('how long the reply may take until it is complete'),
  ...session,
});

const hmac = z.strictObject({
  algorithm: z.enum(['sha256', 'sha1', 'sha512']).default('sha256'),
  key: text,
  string: z.unknown().describe('what is signed: a template that sees $call'),
  prefix: text.optional().describe('put before the bytes of the signature, before both are encoded'),
  encoding: z.enum(['hex', 'base64', 'base64url']).default('hex'),
  headers: named.describe('templates that see $call and $signature'),
});

const KINDS = ['basic', 'bearer', 'header', 'query', 'oauth2', 'login', 'hmac'] as const;

/** @param login the fields of a login, which are those of a call and `loginOnly` */
export function authFields<L extends z.ZodType>(login: L) {
  const kinds = {
    none: z.literal('none').transform(() => ({})),
    basic: z.strictObject({ basic: z.strictObject({ user: text, password: text }) }),
    bearer: z.strictObject({ bearer: text.describe('the token') }),
    header: z.strictObject({ header: place }),
    query: z.strictObject({ query: place }),
    oauth2: z.strictObject({ oauth2 }),
    login: z.strictObject({ login }),
    hmac: z.strictObject({ hmac }),
  };
  const among = z.strictObject({
    use: text.describe('the name of one of them, such as ${AUTH}'),
    among: z.record(z.string(), oneOf(kinds, kindOf)).describe('kinds of auth by name'),
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
  ca: text.optional().describe('a file of certificates to trust, besides those that Node.js trusts'),
  cert: text.optional().describe('a file with the client certificate, PEM'),
  key: text.optional().describe('a file with its private key, PEM'),
  passphrase: text.optional().describe('of the private key'),
});

export type OAuth2Fields = z.output<typeof oauth2>;
export type HmacFields = z.output<typeof hmac>;
export type TlsFields = z.output<typeof tlsFields>;
