import { expect, it } from 'vitest';
import { Document } from '../../src/document/document.js';
import { loadMapping } from '../../src/mapping/load.js';
import { mappingText, problemsOf, spotted } from './run-steps.js';

const params = {
  params: 'OPEN: {}\nKEY: { secret: true }\nUSER: {}',
  given: { OPEN: 'open', KEY: 's3cret', USER: 'gate' },
};

const about = (crm: string, steps = 'a: { get: /a }') => problemsOf(steps, { ...params, crm });

it.each<[string, string]>([
  [
    'basic: { user: "a:b", password: "${KEY}" }',
    'credential: the user of Basic holds no colon: it would end there',
  ],
  [
    'basic: { user: a, password: "${KEY}\\n" }',
    'credential: the password holds a line break or another control character',
  ],
  ['basic: { user: "", password: "${KEY}" }', 'credential: the user is empty'],
  [
    'bearer: "${KEY}\\n"',
    'credential: the token cannot stand in a header: it holds a line break, a blank around it, or letters beyond ASCII',
  ],
  ['bearer: "{% 1 %}"', 'marker: no expression can stand here'],
  ['header: { name: "X Key", value: "${KEY}" }', 'header-name: "X Key" is no name for a header'],
  ['header: { name: Host, value: "${KEY}" }', 'header-name: the header Host is written by the HTTP client'],
  ['query: { name: "", value: "${KEY}" }', 'credential: the name is empty'],
  [
    'basic: { user: a, password: "${KEY}" }, bearer: "${KEY}"',
    'key-choice: auth is "none" or one of { basic: … }, { bearer: … }, { header: … }, { query: … }, { oauth2: … }, { login: … }, { hmac: … }',
  ],
  [
    'hmac: { key: "${KEY}", string: all, headers: { X: "{% $signature %}" } }',
    'constant-signature: a signature of a constant proves nothing: sign what the call is, such as {% $call.method %}',
  ],
  [
    'hmac: { key: "${KEY}", string: { a: "{% $call.body %}" }, headers: { X: "{% $signature %}" } }',
    'wrong-type: what is signed is a text: put it together in one template',
  ],
  [
    'query: { name: "a\\uD800", value: "${KEY}" }',
    'cannot-be-sent: half a surrogate pair has no form in UTF-8',
  ],
  [
    'hmac: { key: "${KEY}", string: "{% $call.path %}", headers: { X: a } }',
    'not-sent: no header sends the signature: write "{% $signature %}" in one',
  ],
  [
    'hmac: { key: "${KEY}", string: "{% $call.pth %}", headers: { X: "{% $signature %}" } }',
    'unknown-member: $call has no "pth" (did you mean path?)',
  ],
  [
    'hmac: { key: "${KEY}", string: "{% $request.path %}", headers: { X: "{% $signature %}" } }',
    'unknown-variable: there is no variable $request.path (variables here: $params, $call)',
  ],
  [
    'login: { post: /auth, token: $request.body }',
    'unknown-variable: there is no variable $request.body (variables here: $params, $reply)',
  ],
  [
    'login: { post: /auth, body: "{% $session.token %}", token: $reply.body }',
    'unknown-variable: there is no variable $session here (there is a session in path, query, headers and body of a call, where crm.auth logs in)',
  ],
  [
    'login: { token: $reply.body }',
    'key-choice: a login is a call: it needs get, post, put, patch or delete',
  ],
  [
    'login: { post: /auth, token: $reply.body, take: $reply.body }',
    'unknown-key: unknown key "take"; did you mean "token"?',
  ],
  [
    'login: { post: /auth, token: $reply.body, values: { token: $reply.body } }',
    'session-value: the token has a key of its own: token:',
  ],
  [
    'login: { post: /auth, token: $reply.body, send: { headers: { X: a } } }',
    'not-sent: the token is not sent: write "{% $session.token %}" in a header, a query parameter or the body',
  ],
  [
    'login: { post: /auth, token: $reply.body, send: { headers: { X: "{% $session.uid %}{% $session.token %}" } } }',
    'unknown-member: $session has no "uid" (it has: token)',
  ],
  [
    'login: { post: /auth, token: $reply.body, renewOn: $reply.body.error }',
    'not-a-condition: this is a value, not a condition: without it the operation fails (write $exists(…), or compare: … = true)',
  ],
  [
    'login: { post: /auth, baseUrl: auth.example.com, token: $reply.body }',
    'base-url: this is an address such as https://auth.example.com/token, without ?, # and credentials',
  ],
  [
    'oauth2: { tokenUrl: https://a, grant: implicit }',
    'unknown-value: "grant" must be "client_credentials" or "refresh_token" or "password"',
  ],
])('is told: { %s }', (auth, problem) => {
  expect(about(`auth: { ${auth} }`)).toContain(problem);
});

it.each<[string, string, string]>([
  [
    'bearer: in-clear',
    'in-clear }',
    'the token stands in the mapping for all to read (declare a param with secret: true, and write ${NAME} here)',
  ],
  [
    'bearer: "${OPEN}"',
    '"${OPEN}" }',
    'the token comes from the param OPEN, which is not secret (declare it as OPEN: { secret: true })',
  ],
  [
    'header: { name: X-Key, value: ApiKey 1 }',
    'ApiKey 1 } }',
    'the value stands in the mapping for all to read (declare a param with secret: true, and write ${NAME} here)',
  ],
])('warns of secrets in clear, and masks them: { %s }', (auth, place, problem) => {
  const sections = { ...params, crm: `auth: { ${auth} }` };
  expect(problemsOf('a: { get: /a }', sections)).toEqual([`secret-in-clear: ${problem}`]);
  expect(spotted('a: { get: /a }', sections)).toEqual([place]);
});

it('finds nothing wrong in secrets that are params', () => {
  expect(about('auth: { basic: { user: gate, password: "${KEY}" } }')).toEqual([]);
  expect(about('auth: { header: { name: X-Key, value: "ApiKey ${USER}:${KEY}" } }')).toEqual([]);
});

it('tells what a refresh token needs to outlive a restart', () => {
  const lines = 'tokenUrl: https://a, grant: refresh_token, clientId: a, refreshToken: "${KEY}"';
  expect(about(`auth: { oauth2: { ${lines} } }`)).toEqual([
    'refresh-token: when the CRM gives a new refresh token with each refresh, a restart loses the last one (keep it in a file: tokenFile: …)',
  ]);
  expect(about(`auth: { oauth2: { ${lines}, tokenFile: token.json } }`)).toEqual([
    'refresh-token: one process alone may use a token file: several processes need a shared store of tokens (run one process, or let each have a refresh token and a token file of its own)',
  ]);
});

it('knows every text that must never be shown', () => {
  const secretsOf = (auth: string) => {
    const text = mappingText('a: { get: /a }', { ...params, crm: `auth: { ${auth} }` });
    return loadMapping(new Document('test.yaml', text), { given: params.given, unset: 'error' })?.secrets;
  };
  expect(secretsOf('bearer: in-clear')).toEqual(['s3cret', 'in-clear']);
  expect(secretsOf('basic: { user: gate, password: "${KEY}" }')).toContain('gate:s3cret');
  const oauth2 =
    'oauth2: { tokenUrl: https://a, grant: client_credentials, clientId: a b, clientSecret: "${KEY}" }';
  expect(secretsOf(oauth2)).toContain('a+b:s3cret');
});

const LOGIN = 'auth: { login: { post: /auth, token: $reply.body.token, values: { uid: $reply.body.uid } } }';

it.each<[string, string[]]>([
  ['a: { get: "/a/{% $session.uid %}" }', []],
  ['a: { get: /a, headers: { X: "{% $session.uid %}" } }', []],
  [
    'a: { get: "/a/{% $session.token %}" }',
    ['secret-token: the token is not for expressions of steps (say under send: how it goes with a call)'],
  ],
  ['a: { get: "/a/{% $session.id %}" }', ['unknown-member: $session has no "id" (did you mean uid?)']],
  [
    'a: { value: $session.uid }',
    [
      'unknown-variable: there is no variable $session here (there is a session in path, query, headers and body of a call, where crm.auth logs in)',
    ],
  ],
  [
    'login: { get: /a }',
    [
      'step-name: "login" is what the login of crm.auth is called, in dry-run and in the log (give the step another name)',
    ],
  ],
])('the session in a step: %s', (steps, problems) => {
  expect(about(LOGIN, steps)).toEqual(problems);
});

it('a step may be called login where nobody logs in', () => {
  expect(about('', 'login: { get: /a }')).toEqual([]);
});

const several = (use: string, among: string, steps = 'a: { get: /a }') =>
  problemsOf(steps, { ...params, crm: `auth:\n  use: ${use}\n  among:\n    ${among}` });

it('among several is one of those that are there', () => {
  expect(several('tokn', 'token: { bearer: "${KEY}" }\n    open: none')).toEqual([
    'unknown-value: there is no kind of auth "tokn" under among: (did you mean token?)',
  ]);
});

it('among several is looked at also where it is not chosen, but for params that are not set', () => {
  const among = 'open: none\n    token: { bearer: "${UNSET}" }\n    broken: { bearer: "{% 1 %}" }';
  const unset = { ...params, params: `${params.params}\nUNSET: { secret: true }` };
  expect(
    problemsOf('a: { get: /a }', { ...unset, crm: `auth:\n  use: open\n  among:\n    ${among}` }),
  ).toEqual(['marker: no expression can stand here']);
  expect(
    problemsOf('a: { get: /a }', {
      ...unset,
      crm: 'auth:\n  use: token\n  among: { token: { bearer: "${UNSET}" } }',
    })[0],
  ).toMatch(/^unset-param/);
});

it('among several gives a session with the values of all', () => {
  const among =
    'open: none\n    in: { login: { post: /in, token: $reply.body.t, values: { uid: $reply.body.u } } }';
  expect(several('open', among, 'a: { get: "/{% $session.uid %}" }')).toEqual([]);
  expect(several('open', among, 'a: { get: "/{% $session.udi %}" }').join()).toContain(
    '$session has no "udi"',
  );
});

it.each([
  [
    'login: { post: /in }',
    'missing-key: "token" is missing: an expression over $reply; where there is none to send, say send: none',
  ],
  [
    'login: { post: /in, token: $reply.body.t, send: none }',
    'useless-key: the token is not sent, as send is none: leave it out',
  ],
])('%s has a token exactly where one is sent', (auth, problem) => {
  expect(about(`auth: { ${auth} }`)).toEqual([problem]);
});

it('among several tells how it runs only where it is chosen', () => {
  const oauth2 =
    'app: { oauth2: { tokenUrl: "https://a.test/t", grant: refresh_token, clientId: a, refreshToken: "${KEY}" } }';
  expect(several('open', `open: none\n    ${oauth2}`)).toEqual([]);
  expect(several('app', `open: none\n    ${oauth2}`)[0]).toMatch(/^refresh-token: when the CRM gives a new/);
});
