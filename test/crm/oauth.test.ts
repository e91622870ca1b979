import { expect, it } from 'vitest';
import { clientOf, mappingFor, realCrm, type Told } from './real-crm.js';

const secrets = {
  params: 'ID: {}\nSECRET: { secret: true }\nREFRESH: { secret: true }',
  given: { ID: 'gate way', SECRET: 's3cret:ж', REFRESH: 'refresh-token-0' },
};

/** A token endpoint at /token, and behind its tokens a CRM. */
class OAuthCrm {
  /** What came to the token endpoint. */
  readonly asked: { form: Record<string, string>; authorization: string | undefined; type: string }[] = [];
  refreshToken = 'refresh-token-0';
  valid = '';
  /** A reply of the token endpoint in the place of a token. */
  refusal: Told | undefined;
  more: object = { expires_in: 3600 };

  readonly handle = (asked: {
    target: string;
    headers: Readonly<Record<string, string | string[] | undefined>>;
    body: string;
  }): Told => {
    const { authorization } = asked.headers;
    if (asked.target !== '/token') {
      return authorization === `Bearer ${this.valid}` ? { body: { ok: true } } : { status: 401 };
    }
    const type = String(asked.headers['content-type']);
    const form = type.includes('json')
      ? JSON.parse(asked.body)
      : Object.fromEntries(new URLSearchParams(asked.body));
    this.asked.push({ form, authorization: authorization as string | undefined, type });
    if (this.refusal) return this.refusal;
    const isRefresh = form.grant_type === 'refresh_token';
    if (isRefresh && form.refresh_token !== this.refreshToken)
      return { status: 400, body: { error: 'invalid_grant', error_description: 'used: refresh-token' } };
    this.valid = `access-${this.asked.length}`;
    // A refresh token is good once.
    this.refreshToken = `refresh-token-${this.asked.length}`;
    return {
      body: {
        access_token: this.valid,
        token_type: 'bearer',
        ...(isRefresh && { refresh_token: this.refreshToken }),
        ...this.more,
      },
    };
  };
}

/** @param lines of the section, below `oauth2:` */
async function client(crm: OAuthCrm, lines: string[]) {
  const url = await realCrm(crm.handle);
  const all = ['auth:', '  oauth2:', `    tokenUrl: ${url}/token`, ...lines.map(line => `    ${line}`)];
  return clientOf(url, all.join('\n'), undefined, secrets);
}

const CLIENT = ['clientId: "${ID}"', 'clientSecret: "${SECRET}"'];
/** RFC 6749, 2.3.1: form-encoded before they are joined. */
const BASIC = `Basic ${Buffer.from('gate+way:s3cret%3A%D0%B6').toString('base64')}`;

it.each<[string, string[], object, string | undefined, RegExp]>([
  [
    'client credentials, by Basic',
    ['grant: client_credentials', ...CLIENT, 'scope: read write'],
    { grant_type: 'client_credentials', scope: 'read write' },
    BASIC,
    /^application\/x-www-form-urlencoded$/,
  ],
  [
    'client credentials, in the body',
    ['grant: client_credentials', ...CLIENT, 'clientAuth: body', 'parameters: { audience: https://crm }'],
    {
      grant_type: 'client_credentials',
      client_id: 'gate way',
      client_secret: 's3cret:ж',
      audience: 'https://crm',
    },
    undefined,
    /^application\/x-www-form-urlencoded$/,
  ],
  [
    'a user and his password',
    ['grant: password', 'user: "${ID}"', 'password: "${SECRET}"'],
    { grant_type: 'password', username: 'gate way', password: 's3cret:ж' },
    undefined,
    /^application\/x-www-form-urlencoded$/,
  ],
  [
    'a refresh token, written as JSON',
    [
      'grant: refresh_token',
      ...CLIENT,
      'refreshToken: "${REFRESH}"',
      'clientAuth: body',
      'format: json',
      'parameters: { redirect_uri: https://shop.example.com }',
    ],
    {
      grant_type: 'refresh_token',
      refresh_token: 'refresh-token-0',
      client_id: 'gate way',
      client_secret: 's3cret:ж',
      redirect_uri: 'https://shop.example.com',
    },
    undefined,
    /^application\/json/,
  ],
])('%s', async (_, lines, form, authorization, type) => {
  const crm = new OAuthCrm();
  const { run } = await client(crm, lines);
  expect((await run()).failure).toBeUndefined();
  expect((await run()).failure).toBeUndefined();
  expect(crm.asked).toEqual([{ form, authorization, type: expect.stringMatching(type) }]);
});

it('refreshes with the token that came last, before the access token ends and when it is refused', async () => {
  const crm = new OAuthCrm();
  const { run } = await client(crm, ['grant: refresh_token', ...CLIENT, 'refreshToken: "${REFRESH}"']);
  const at = async (seconds: number) => (await run({ now: () => seconds * 1_000 })).failure;
  expect(await at(0)).toBeUndefined();
  expect(await at(3_539)).toBeUndefined();
  expect(await at(3_541)).toBeUndefined();
  crm.valid = 'taken back';
  expect(await at(3_542)).toBeUndefined();
  expect(crm.asked.map(({ form }) => form.refresh_token)).toEqual([
    'refresh-token-0',
    'refresh-token-1',
    'refresh-token-2',
  ]);
});

it.each<[object, number, number]>([
  [{ expires_in: '100' }, 89, 91],
  [{ expires_in: undefined }, 7_139, 7_200],
])('takes %o for its lifetime, or what the mapping says', async (more, before, after) => {
  const crm = new OAuthCrm();
  crm.more = more;
  const { run } = await client(crm, ['grant: client_credentials', ...CLIENT, 'lifetime: 2h']);
  for (const seconds of [0, before, after]) await run({ now: () => seconds * 1_000 });
  expect(crm.asked).toHaveLength(2);
  await run({ now: () => (after + before - 1) * 1_000 });
  expect(crm.asked).toHaveLength(2);
});

it.each<[string, Told, string]>([
  [
    'a refused client',
    { status: 401, body: { error: 'invalid_client' } },
    'crmDenied: the login failed: invalid_client, status 401',
  ],
  ['a text of the CRM', { status: 400, body: { error: 'Maria' } }, 'crmDenied: the login failed: status 400'],
  ['a busy endpoint', { status: 429 }, 'crmBusy: the login failed: status 429'],
  ['a broken endpoint', { status: 502 }, 'crmError: the login failed: status 502'],
  ['no token', { status: 200, body: {} }, 'crmBadReply: the login failed: no access_token (status 200)'],
])('fails with %s', async (_, refusal, message) => {
  const crm = new OAuthCrm();
  crm.refusal = refusal;
  const { run } = await client(crm, ['grant: client_credentials', ...CLIENT]);
  expect((await run()).failure).toBe(message);
});

it.each([
  ['clientId: a', 'the grant client_credentials needs clientSecret'],
  [
    'clientId: a\nclientSecret: "${SECRET}"\nrefreshToken: "${REFRESH}"',
    'refreshToken is for the grant refresh_token',
  ],
])('is a finding: %s', (lines, message) => {
  const crm = `auth:\n  oauth2:\n    tokenUrl: https://a\n    grant: client_credentials\n    ${lines.replaceAll('\n', '\n    ')}`;
  expect(mappingFor('http://crm.test', crm, undefined, secrets).findings.map(each => each.message)).toContain(
    message,
  );
});

it.each([
  ['/oauth/token', '/oauth/token'],
  ['/oauth/token/', '/oauth/token/'],
  ['/', '/'],
  ['', '/'],
])('asks at the address as it is written: %s', async (path, target) => {
  const targets: string[] = [];
  const url = await realCrm(asked => {
    targets.push(asked.target);
    return { body: { access_token: 'access-1' } };
  });
  const lines = ['grant: client_credentials', ...CLIENT].map(line => `    ${line}`);
  const crm = ['auth:', '  oauth2:', `    tokenUrl: ${url}${path}`, ...lines].join('\n');
  await clientOf(url, crm, undefined, secrets).run();
  expect(targets).toEqual([target, '/a']);
});
