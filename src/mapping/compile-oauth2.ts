import { dirname, resolve } from 'node:path';
import type { Path } from '../document/place.js';
import type { OAuth2Fields } from './auth-fields.js';
import { keepSecret, requiredText, secretText } from './compile-secret.js';
import { compileSession, loginUrl } from './compile-session.js';
import type { Workshop } from './compiler.js';
import { formEncoded } from './form-encoded.js';
import type { OAuth2Grant, SessionAuth } from './mapping.js';
import { reportOpenSecrets } from './open-secrets.js';

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
  reportOpenSecrets(workshop, [...path, 'parameters'], fields.parameters);
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
    tokenUrl: withPath(loginUrl(workshop, [...path, 'tokenUrl'], fields.tokenUrl)),
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
  return compileSession(workshop, path, fields, grant);
}

/** The root of a host may be written without its slash (RFC 9110, 4.2.3). */
function withPath(url: string): string {
  return /^https?:\/\/[^/]+$/i.test(url) ? `${url}/` : url;
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

function checkGrant({ document, isChosen = true }: Workshop, path: Path, fields: OAuth2Fields): void {
  for (const key of NEEDED[fields.grant]) {
    if (fields[key] === undefined)
      document.errorAtKey('missing-key', path, `the grant ${fields.grant} needs ${key}`);
  }
  for (const [key, grant] of Object.entries(OF_ONE_GRANT)) {
    if (fields[key as 'user'] !== undefined && fields.grant !== grant)
      document.errorAtKey('useless-key', [...path, key], `${key} is for the grant ${grant}`);
  }
  if (fields.grant !== 'refresh_token' || !isChosen) return;
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
