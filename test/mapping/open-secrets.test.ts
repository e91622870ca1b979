import { expect, it } from 'vitest';
import { isSecretName } from '../../src/mapping/secret-name.js';
import { problemsOf, spotted } from './run-steps.js';

const params = {
  params: 'OPEN: {}\nPW: {}\nKEY: { secret: true }\nUSER: {}',
  given: { OPEN: 'open', PW: 'hunter2', KEY: 's3cret', USER: 'gate' },
};

const login = (sent: string) => `auth: { login: { post: /login, token: $reply.body.token, ${sent} } }`;
const oauth2 =
  'tokenUrl: https://crm.example.com/token, grant: client_credentials, clientId: a, clientSecret: "${KEY}"';

const LITERAL =
  'stands in the mapping for all to read (declare a param with secret: true, and write ${NAME} here)';
const param = (name: string) =>
  `comes from the param ${name}, which is not secret (declare it as ${name}: { secret: true })`;

it.each<[string, string, string]>([
  [login('body: { user: "${USER}", password: "hunter2-literal" }'), '"hunter2', `"password" ${LITERAL}`],
  [login('body: { otp: "${PW}" }'), '"${PW}"', `"otp" ${param('PW')}`],
  [login('body: { pin: 4711 }'), '4711', `"pin" ${LITERAL}`],
  [login('body: { in: { client_secret?: ["${PW}"] } }'), '"${PW}"', `"client_secret" ${param('PW')}`],
  [login('form: { apiKey: abcdef }'), 'abcdef', `"apiKey" ${LITERAL}`],
  [login('query: { access_token: abcdef }'), 'abcdef', `"access_token" ${LITERAL}`],
  [login('headers: { Authorization: "Basic bGl0ZXJhbA==" }'), '"Basic', `"Authorization" ${LITERAL}`],
  [login('headers: { X-Api-Key: "${OPEN}" }'), '"${OPEN}"', `"X-Api-Key" ${param('OPEN')}`],
  [
    login('send: { headers: { X-Token: "{% $session.token %}", X-Api-Key: abcdef } }'),
    'abcdef',
    `"X-Api-Key" ${LITERAL}`,
  ],
  [`auth: { oauth2: { ${oauth2}, parameters: { api_key: abcdef } } }`, 'abcdef', `"api_key" ${LITERAL}`],
  ['headers: { authorization: "Basic bGl0ZXJhbA==" }', '"Basic', `"authorization" ${LITERAL}`],
  ['headers: { X-Auth-Token: "${OPEN}" }', '"${OPEN}"', `"X-Auth-Token" ${param('OPEN')}`],
  [
    'auth: { use: a, among: { a: none, b: { login: { post: /b, send: none, body: { password: hunter2 } } } } }',
    'hunter2',
    `"password" ${LITERAL}`,
  ],
])('warns of a secret in clear by its name: %s', (crm, place, problem) => {
  expect(problemsOf('a: { get: /a }', { ...params, crm })).toEqual([`secret-in-clear: ${problem}`]);
  const [spot] = spotted('a: { get: /a }', { ...params, crm });
  expect(spot?.startsWith(place)).toBe(true);
});

it('warns of a literal Authorization in the call of a step', () => {
  expect(problemsOf('a: { get: /a, headers: { Authorization: "Basic bGl0ZXJhbA==", X-Key: a } }')).toEqual([
    `secret-in-clear: "Authorization" ${LITERAL}`,
  ]);
});

it.each([
  login('body: { user: admin, login: "${USER}", password: "${KEY}" }'),
  login('body: { user: admin, key: "${OPEN}-${KEY}" }'),
  login('form: { grant_type: password, token_type: bearer, keyId: "7", tokenLifetime: 3600, password: "" }'),
  login('headers: { Authorization: "Basic ${KEY}", Accept: text/plain }'),
  login('send: { headers: { Authorization: "${OPEN} {% $session.token %}" } }'),
  login('send: { query: { token: "{% $session.token & $params.OPEN %}" } }'),
  login('body: { rememberToken: true, password: null }'),
  'headers: { X-Shop: "7", X-User: "${USER}" }',
  // No expression could see the param, were it secret.
  login('body: { password: "{% $hash($params.PW, \'md5\') %}" }'),
  login('headers: { X-CSRF-Token: Fetch }'),
  login('body: { items: [{ key: login, value: "${USER}" }] }'),
])('finds nothing wrong in %s', crm => {
  expect(problemsOf('a: { get: /a }', { ...params, crm })).toEqual([]);
});

it.each(
  'password userPassword user_password userpassword password1 Secret client-secret clientSecret apikey apiKey API_KEY keys secretKey otp PIN pinCode token refresh_token passwordHash пароль ПарольПользователя ключ КлючДоступа'.split(
    ' ',
  ),
)('%s says that it holds a secret', name => {
  expect(isSecretName(name)).toBe(true);
});

it.each(
  'user userName login passwordless tokenType key_id keyboard monkey spin compass publicKey Idempotency-Key name value hash secretary locale_key searchKey X-CSRF-Token КлючПоиска'.split(
    ' ',
  ),
)('%s does not', name => {
  expect(isSecretName(name)).toBe(false);
});
