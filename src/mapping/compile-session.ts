import { dirname, resolve } from 'node:path';
import type { Path } from '../document/place.js';
import { parseDuration } from '../document/units.js';
import type { OAuth2Fields } from './auth-fields.js';
import { compileHeaders, compileQuery } from './compile-named.js';
import { keepSecret, requiredText, secretText } from './compile-secret.js';
import { compileCall } from './compile-step.js';
import { compileExpression, hasPlaceholder, type Workshop } from './compiler.js';
import { compileCondition } from './condition.js';
import type { Expression } from './expression.js';
import type { LoginFields } from './fields.js';
import { formEncoded } from './form-encoded.js';
import { isHttpUrl } from './literal-text.js';
import type { Judging, LoginGrant, OAuth2Grant, SessionAuth } from './mapping.js';
import { LOGIN, problemOfName } from './names.js';

/** A login serves all requests, so it sees none of them. */
const PARAMS = { names: new Set(['params']), later: new Set<string>() };
const REPLY = { ...PARAMS, names: new Set(['params', 'reply']) };

/** Compiles a login of the CRM's own making. Findings go to the document. */
export function compileLogin(
  workshop: Workshop,
  path: Path,
  fields: LoginFields,
  defaults: Judging,
  baseUrl: string,
): SessionAuth {
  // The CRM section tells what became of a request of Koshelek's, and may look at it. A login is none.
  const ownRules = { ...defaults, missing: undefined, errors: [], success: undefined };
  // As a read it could be missing. Its own session is none yet.
  const written = { kind: 'call' as const, ...fields, safe: false };
  const call = compileCall({ ...workshop, session: undefined }, path, written, PARAMS, ownRules);
  if (!['get', 'post', 'put', 'patch', 'delete'].some(method => method in fields)) {
    workshop.document.errorAtKey(
      'shape',
      path,
      'a login is a call: it needs get, post, put, patch or delete',
    );
  }
  const grant: LoginGrant = {
    kind: 'login',
    call: { ...call, name: LOGIN, place: workshop.document.placeOfKey(path), when: undefined },
    baseUrl: fields.baseUrl === undefined ? baseUrl : urlAt(workshop, [...path, 'baseUrl'], fields.baseUrl),
    token: over(workshop, [...path, 'token'], fields.token),
    lifetime: lifetimeAt(workshop, [...path, 'lifetime'], fields.lifetime),
  };
  return session(workshop, path, fields, grant);
}

/** A number and a unit is a duration, anything else an expression. */
function lifetimeAt(workshop: Workshop, path: Path, text: string | undefined): LoginGrant['lifetime'] {
  return text === undefined ? undefined : (parseDuration(text) ?? over(workshop, path, text));
}

/** Compiles a token request of OAuth 2. Findings go to the document. */
export function compileOAuth2(workshop: Workshop, path: Path, fields: OAuth2Fields): SessionAuth {
  checkGrant(workshop, path, fields);
  const secret = (key: 'clientSecret' | 'refreshToken' | 'password', what: string) =>
    fields[key] === undefined ? undefined : secretText(workshop, [...path, key], fields[key], what);
  const open = (key: 'clientId' | 'user' | 'scope', what: string) =>
    fields[key] === undefined ? undefined : requiredText(workshop, [...path, key], fields[key], what);
  const parameters = Object.entries(fields.parameters ?? {}).map(([name, text]) => [
    name,
    requiredText(workshop, [...path, 'parameters', name], text, name),
  ]);
  const clientId = open('clientId', 'the client id') ?? '';
  const clientSecret = secret('clientSecret', 'the client secret') ?? '';
  if (clientSecret !== '') {
    // As the Base64 of Basic it is another text than the secret (RFC 6749, 2.3.1).
    keepSecret(workshop, `${formEncoded(clientId)}:${formEncoded(clientSecret)}`);
  }
  const given = { scope: open('scope', 'the scope'), username: open('user', 'the user') };
  const password = secret('password', 'the password');
  const grant: OAuth2Grant = {
    kind: 'oauth2',
    tokenUrl: urlAt(workshop, [...path, 'tokenUrl'], fields.tokenUrl),
    grant: fields.grant,
    clientId,
    clientSecret,
    clientAuth: fields.clientAuth,
    format: fields.format,
    parameters: {
      ...Object.fromEntries(parameters),
      ...Object.fromEntries(Object.entries({ ...given, password }).filter(([, text]) => text !== undefined)),
    },
    refreshToken: secret('refreshToken', 'the refresh token'),
    tokenFile:
      fields.tokenFile === undefined
        ? undefined
        : resolve(
            dirname(workshop.document.file),
            requiredText(workshop, [...path, 'tokenFile'], fields.tokenFile, 'the token file'),
          ),
    lifetime: fields.lifetime,
    timeout: fields.timeout,
  };
  return session(workshop, path, fields, grant);
}

/** What each grant needs (RFC 6749: 4.3.2, 4.4.2, 6), and what it does not use. */
const NEEDED = {
  client_credentials: ['clientId', 'clientSecret'],
  refresh_token: ['clientId', 'refreshToken'],
  password: ['user', 'password'],
} as const;
const OF_ONE_GRANT = {
  refreshToken: 'refresh_token',
  tokenFile: 'refresh_token',
  user: 'password',
  password: 'password',
};

function checkGrant({ document }: Workshop, path: Path, fields: OAuth2Fields): void {
  for (const key of NEEDED[fields.grant]) {
    if (fields[key] === undefined)
      document.errorAtKey('oauth2', path, `the grant ${fields.grant} needs ${key}`);
  }
  for (const [key, grant] of Object.entries(OF_ONE_GRANT)) {
    if (fields[key as 'user'] !== undefined && fields.grant !== grant)
      document.errorAtKey('oauth2', [...path, key], `${key} is for the grant ${grant}`);
  }
  if (fields.grant !== 'refresh_token') return;
  const notice = (message: string, hint: string) =>
    document.report('notice', 'refresh-token', document.placeOfKey(path), message, hint);
  if (fields.tokenFile === undefined) {
    const message = 'when the CRM gives a new refresh token with each refresh, a restart loses the last one';
    notice(message, 'keep it in a file: tokenFile: …');
  } else {
    const message = 'one process alone may use a token file: several processes need a shared store of tokens';
    notice(message, 'run one process, or let each have a refresh token and a token file of its own');
  }
}

function session(
  workshop: Workshop,
  path: Path,
  fields: Pick<OAuth2Fields, 'values' | 'send' | 'renewOn'>,
  grant: SessionAuth['grant'],
): SessionAuth {
  const values = Object.entries(fields.values ?? {}).map(([name, text]) => {
    const at = [...path, 'values', name];
    const problem =
      name === 'token'
        ? 'the token has a key of its own: token:'
        : problemOfName(name, 'a value of $session');
    if (problem) workshop.document.errorAtKey('session-value', at, problem);
    return { name, expression: over(workshop, at, text) };
  });
  const members = { session: ['token', ...values.map(({ name }) => name)] };
  const visible = { ...PARAMS, names: new Set(['params', 'session']), members };
  const { headers, query } = fields.send ?? {};
  const sent = fields.send === undefined ? { Authorization: 'Bearer {% $session.token %}' } : headers;
  if (fields.send && !/\$session\.token\b/.test(JSON.stringify(fields.send))) {
    const message = 'the token is not sent: write "{% $session.token %}" in a header or a query parameter';
    workshop.document.errorAtKey('send', [...path, 'send'], message);
  }
  return {
    kind: 'session',
    place: workshop.document.placeOfKey(path),
    grant,
    values,
    send: {
      headers: compileHeaders(workshop, [...path, 'send', 'headers'], sent, visible),
      query: compileQuery(workshop, [...path, 'send', 'query'], query, visible),
    },
    renewOn: compileCondition(workshop, [...path, 'renewOn'], fields.renewOn, REPLY),
  };
}

/** An expression over the reply of a login. */
function over(workshop: Workshop, path: Path, text: string): Expression {
  // A finding was reported when there is none; the mapping is not used then.
  return compileExpression(workshop, path, text, REPLY) as Expression;
}

function urlAt(workshop: Workshop, path: Path, text: string): string {
  const url = requiredText(workshop, path, text, 'the address');
  if (url !== '' && !hasPlaceholder(workshop, url) && !isHttpUrl(url)) {
    const message = 'this is an address such as https://auth.example.com/token, without ?, # and credentials';
    workshop.document.error('base-url', path, message);
  }
  return url.replace(/\/+$/, '');
}
