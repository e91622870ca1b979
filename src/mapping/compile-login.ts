import type { Path } from '../document/place.js';
import { parseDuration } from '../document/units.js';
import { compileCall } from './compile-call.js';
import { NOTHING_SAID } from './compile-judging.js';
import { compileSession, loginUrl, overReply, PARAMS } from './compile-session.js';
import type { Workshop } from './compiler.js';
import { type LoginFields, methodOf } from './fields.js';
import type { Judging, LoginGrant, SessionAuth } from './mapping.js';
import { LOGIN } from './names.js';
import { reportOpenSecrets } from './open-secrets.js';

/** Compiles a login of the CRM's own making. Findings go to the document. */
export function compileLogin(
  workshop: Workshop,
  path: Path,
  fields: LoginFields,
  defaults: Judging,
  baseUrl: string,
): SessionAuth {
  // The CRM section tells what became of a request of Koshelek's, and may look at it. A login is none.
  const { timeout, asText, keepNulls, format } = defaults;
  const ownRules: Judging = { ...NOTHING_SAID, timeout, asText, keepNulls, format };
  // As a read it could be missing. Its own session is none yet.
  const written = { kind: 'call' as const, ...fields, safe: false };
  const call = compileCall({ ...workshop, session: undefined }, path, written, PARAMS, ownRules);
  for (const key of ['query', 'headers', 'body', 'form'] as const) {
    reportOpenSecrets(workshop, [...path, key], fields[key]);
  }
  if (methodOf(fields) === undefined) {
    workshop.document.errorAtKey(
      'key-choice',
      path,
      'a login is a call: it needs get, post, put, patch or delete',
    );
  }
  if ((fields.token === undefined) !== (fields.send?.kind === 'none')) {
    const isMissing = fields.token === undefined;
    const message = isMissing
      ? '"token" is missing: an expression over $reply; where there is none to send, say send: none'
      : 'the token is not sent, as send is none: leave it out';
    const code = isMissing ? 'missing-key' : 'useless-key';
    workshop.document.errorAtKey(code, isMissing ? path : [...path, 'token'], message);
  }
  const grant: LoginGrant = {
    kind: 'login',
    call: { ...call, name: LOGIN, place: workshop.document.placeOfKey(path), when: undefined },
    baseUrl:
      fields.baseUrl === undefined
        ? baseUrl
        : loginUrl(workshop, [...path, 'baseUrl'], fields.baseUrl).replace(/\/+$/, ''),
    token: fields.token === undefined ? undefined : overReply(workshop, [...path, 'token'], fields.token),
    lifetime: lifetimeAt(workshop, [...path, 'lifetime'], fields.lifetime),
  };
  return compileSession(workshop, path, fields, grant);
}

/** A number and a unit is a duration, anything else an expression. */
function lifetimeAt(workshop: Workshop, path: Path, text: string | undefined): LoginGrant['lifetime'] {
  return text === undefined ? undefined : (parseDuration(text) ?? overReply(workshop, path, text));
}
