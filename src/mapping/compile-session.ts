import type { Path } from '../document/place.js';
import type { OAuth2Fields } from './auth-fields.js';
import { compileForm, compileHeaders, compileQuery } from './compile-named.js';
import { requiredText } from './compile-secret.js';
import { compileExpression, hasPlaceholder, type Workshop } from './compiler.js';
import { compileCondition } from './condition.js';
import type { Expression } from './expression.js';
import { isHttpUrl } from './literal-text.js';
import type { SessionAuth } from './mapping.js';
import { problemOfName } from './names.js';
import { reportOpenSecrets } from './open-secrets.js';
import { withMembers, withNames } from './visible.js';

/** A login serves all requests, so it sees none of them. */
export const PARAMS = { names: new Set(['params']), later: new Set<string>() };
const REPLY = withNames(PARAMS, 'reply');

/** What every login gives, whatever it asks for. Findings go to the document. */
export function compileSession(
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
    return { name, expression: overReply(workshop, at, text) };
  });
  const visible = withMembers(PARAMS, 'session', ['token', ...values.map(({ name }) => name)]);
  const send = fields.send?.kind === 'parts' ? fields.send : undefined;
  const headers =
    fields.send === undefined ? { Authorization: 'Bearer {% $session.token %}' } : send?.headers;
  if (send && !/\$session\.token\b/.test(JSON.stringify(send))) {
    const message =
      'the token is not sent: write "{% $session.token %}" in a header, a query parameter or the body';
    workshop.document.errorAtKey('not-sent', [...path, 'send'], message);
  }
  reportOpenSecrets(workshop, [...path, 'send'], send);
  return {
    kind: 'session',
    place: workshop.document.placeOfKey(path),
    grant,
    values,
    send: {
      headers: compileHeaders(workshop, [...path, 'send', 'headers'], headers, visible),
      query: compileQuery(workshop, [...path, 'send', 'query'], send?.query, visible, undefined),
      body: compileForm(workshop, [...path, 'send', 'body'], send?.body ?? {}, visible, undefined),
    },
    renewOn: compileCondition(workshop, [...path, 'renewOn'], fields.renewOn, REPLY),
  };
}

/** An expression over the reply of a login. */
export function overReply(workshop: Workshop, path: Path, text: string): Expression {
  // A finding was reported when there is none; the mapping is not used then.
  return compileExpression(workshop, path, text, REPLY) as Expression;
}

/** The address of a login, as it is written: a slash at its end may matter. */
export function loginUrl(workshop: Workshop, path: Path, text: string): string {
  const url = requiredText(workshop, path, text, 'the address');
  if (url !== '' && !hasPlaceholder(workshop, url) && !isHttpUrl(url)) {
    const message = 'this is an address such as https://auth.example.com/token, without ?, # and credentials';
    workshop.document.error('base-url', path, message);
  }
  return url;
}
