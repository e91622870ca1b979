import { suggestion } from '../document/nearest.js';
import type { Path } from '../document/place.js';
import type { HmacFields } from './auth-fields.js';
import { compileLogin } from './compile-login.js';
import { compileHeaders, problemOfHeader, withoutLineEnd } from './compile-named.js';
import { compileOAuth2 } from './compile-oauth2.js';
import { headerSafe, keepSecret, requiredText, secretText } from './compile-secret.js';
import { PARAMS } from './compile-session.js';
import { compileTemplate } from './compile-template.js';
import { hasPlaceholder, type Workshop, withPlaceholders } from './compiler.js';
import type { AuthFields } from './fields.js';
import { literalAt } from './literal-text.js';
import type { Auth, FixedAuth, HmacAuth, Judging } from './mapping.js';
import { LiteralTemplate } from './template.js';
import { withMembers, withNames } from './visible.js';

/** What a signature can be made of; see `sign`. */
const CALL = ['method', 'path', 'query', 'target', 'body', 'bodyHash', 'nonce'];

/** Compiles `crm.auth`. Findings go to the document; the result counts only if there were none. */
export function compileAuth(
  workshop: Workshop,
  path: Path,
  fields: AuthFields | undefined,
  defaults: Judging,
  baseUrl: string,
): Auth {
  switch (fields?.kind) {
    case 'basic':
      return basic(workshop, [...path, 'basic'], fields.basic);
    case 'bearer': {
      const at = [...path, 'bearer'];
      const token = headerSafe(
        workshop,
        at,
        secretText(workshop, at, fields.bearer, 'the token'),
        'the token',
      );
      return fixed({ authorization: `Bearer ${token}` });
    }
    case 'header':
      return header(workshop, [...path, 'header'], fields.header);
    case 'query':
      return query(workshop, [...path, 'query'], fields.query);
    case 'hmac':
      return hmac(workshop, [...path, 'hmac'], fields.hmac);
    case 'login':
      return compileLogin(workshop, [...path, 'login'], fields.login, defaults, baseUrl);
    case 'oauth2':
      return compileOAuth2(workshop, [...path, 'oauth2'], fields.oauth2);
    case 'among':
      return among(workshop, path, fields, defaults, baseUrl);
    default:
      return { kind: 'none' };
  }
}

/** What `$session` holds in the calls of steps: the names under `values`; `undefined` when nothing logs in. */
export function sessionMembers(fields: AuthFields | undefined): readonly string[] | undefined {
  if (fields?.kind === 'among') {
    const all = Object.values(fields.among).map(sessionMembers);
    return all.some(members => members !== undefined) ? all.flatMap(members => members ?? []) : undefined;
  }
  if (fields?.kind === 'login') return Object.keys(fields.login.values ?? {});
  return fields?.kind === 'oauth2' ? Object.keys(fields.oauth2.values ?? {}) : undefined;
}

function fixed(headers: FixedAuth['headers'], query = ''): FixedAuth {
  return { kind: 'fixed', headers, query };
}

/**
 * One of several kinds, which a param chooses. All are looked at; the params of the others need not be set, and those
 * of the chosen one only in a deployment.
 */
function among(
  workshop: Workshop,
  path: Path,
  { use, among: kinds }: Extract<AuthFields, { kind: 'among' }>,
  defaults: Judging,
  baseUrl: string,
): Auth {
  const name = literalAt(workshop, [...path, 'use'], use);
  let chosen: Auth = { kind: 'none' };
  for (const [each, fields] of Object.entries(kinds)) {
    const at = [...path, 'among', each];
    const isChosen = each === name;
    const own = isChosen && workshop.isDeployed ? workshop : { ...withPlaceholders(workshop), isChosen };
    const auth = compileAuth(own, at, fields, defaults, baseUrl);
    if (isChosen) chosen = auth;
  }
  if (name !== undefined && !hasPlaceholder(workshop, name) && !Object.hasOwn(kinds, name)) {
    const known = Object.keys(kinds);
    const hint = suggestion(name, known, `there are ${known.join(', ')}`);
    workshop.document.error(
      'unknown-value',
      [...path, 'use'],
      `there is no kind of auth "${name}" under among:`,
      hint,
    );
  }
  return chosen;
}

/** RFC 7617: the user holds no colon, neither holds control characters, and both are sent as UTF-8. */
function basic(workshop: Workshop, path: Path, fields: { user: string; password: string }): FixedAuth {
  const user = requiredText(workshop, [...path, 'user'], fields.user, 'the user');
  const password = secretText(workshop, [...path, 'password'], fields.password, 'the password');
  const refuse = (key: string, message: string) =>
    workshop.document.error('credential', [...path, key], message);
  if (user.includes(':')) refuse('user', 'the user of Basic holds no colon: it would end there');
  if (/\p{Cc}/u.test(user)) refuse('user', 'the user holds a line break or another control character');
  if (/\p{Cc}/u.test(password))
    refuse('password', 'the password holds a line break or another control character');
  const pair = `${user}:${password}`;
  // As Base64 it is another text than the password.
  keepSecret(workshop, pair);
  return fixed({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
}

function header(workshop: Workshop, path: Path, fields: { name: string; value: string }): FixedAuth {
  const name = requiredText(workshop, [...path, 'name'], fields.name, 'the name');
  const problem = name === '' ? undefined : problemOfHeader(name);
  if (problem) workshop.document.error('header-name', [...path, 'name'], problem);
  const at = [...path, 'value'];
  const value = secretText(workshop, at, fields.value, 'the value');
  return fixed({ [name.toLowerCase()]: headerSafe(workshop, at, value, 'the value') });
}

function query(workshop: Workshop, path: Path, fields: { name: string; value: string }): FixedAuth {
  const name = requiredText(workshop, [...path, 'name'], fields.name, 'the name');
  const value = secretText(workshop, [...path, 'value'], fields.value, 'the value');
  const problem = /\p{Cs}/u.test(name + value) ? 'half a surrogate pair has no form in UTF-8' : undefined;
  if (problem) workshop.document.error('cannot-be-sent', path, problem);
  return fixed({}, problem ? '' : `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
}

function hmac(workshop: Workshop, path: Path, fields: HmacFields): HmacAuth {
  const visible = withMembers(PARAMS, 'call', CALL);
  const withSignature = withNames(visible, 'signature');
  const text = compileTemplate(workshop, [...path, 'string'], withoutLineEnd(fields.string), { visible });
  if (typeof fields.string === 'object') {
    workshop.document.error(
      'wrong-type',
      [...path, 'string'],
      'what is signed is a text: put it together in one template',
    );
  } else if (text instanceof LiteralTemplate) {
    const message =
      'a signature of a constant proves nothing: sign what the call is, such as {% $call.method %}';
    workshop.document.error('constant-signature', [...path, 'string'], message);
  }
  if (!/\$signature\b/.test(JSON.stringify(fields.headers))) {
    const message = 'no header sends the signature: write "{% $signature %}" in one';
    workshop.document.errorAtKey('not-sent', [...path, 'headers'], message);
  }
  return {
    kind: 'hmac',
    algorithm: fields.algorithm,
    key: secretText(workshop, [...path, 'key'], fields.key, 'the key'),
    text,
    prefix:
      fields.prefix === undefined
        ? ''
        : requiredText(workshop, [...path, 'prefix'], fields.prefix, 'the prefix'),
    encoding: fields.encoding,
    headers: compileHeaders(workshop, [...path, 'headers'], fields.headers, withSignature),
  };
}
