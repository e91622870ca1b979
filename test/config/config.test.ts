import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, secretsOf } from '../../src/config/config.js';
import { configOf, findingsOf, minimal, read } from './reading.js';

describe('a config that is right', () => {
  it('is complete: what the file does not say is filled in', async () => {
    const { folder, ...config } = await configOf(minimal());
    expect(config).toEqual({
      file: join(folder, 'gw.yaml'),
      listen: { host: '127.0.0.1', port: 8080 },
      admin: { host: '127.0.0.1', port: 9090, isAsked: false },
      basePath: '',
      versionSegment: 'v1',
      realm: 'loyalty-gw',
      locale: 'ru',
      errors: {},
      users: [
        {
          login: 'koshelek',
          password: 'koshelek-demo',
        },
      ],
      mapping: join(folder, 'crm.yaml'),
      params: {},
      replicas: false,
      log: { level: 'info' },
      reload: { every: 2_000 },
      limits: {
        body: 102_400,
        headers: 16_384,
        url: 4_096,
        head: 15_000,
        request: 30_000,
        keepAlive: 75_000,
        shutdown: 10_000,
        connections: 2_000,
        inFlight: 500,
        attempts: {
          window: 900_000,
          free: 10,
          freePerAddress: 50,
          delay: 500,
          longestDelay: 8_000,
        },
      },
      secrets: ['koshelek-demo'],
    });
  });

  it('takes everything that the file says', async () => {
    const yaml = `
      listen: { host: 0.0.0.0, port: 0 }
      basePath: /walletapi/
      api: 1.1.0
      realm: Loyalty of the shop
      users:
        - { login: Кошелёк, password: пароль, operations: [findCard, listUsers] }
      mapping: ../crm.yaml
      params: { CRM_URL: "http://127.0.0.1:9400", RETRIES: 3, STRICT: true }
      log: { level: debug }
      limits:
        { body: 1MiB, request: 1m, shutdown: 500ms, headers: 8KiB, url: 1000, head: 5s, keepAlive: 2m,
          connections: 100, inFlight: 20, rate: 600/m, attempts: { window: 1h, free: 3 } }
    `;
    const config = await configOf(yaml);
    expect(config).toMatchObject({
      listen: { host: '0.0.0.0', port: 0 },
      basePath: '/walletapi',
      api: '1.1.0',
      realm: 'Loyalty of the shop',
      users: [{ login: 'Кошелёк', password: 'пароль', operations: ['findCard', 'listUsers'] }],
      mapping: join(config.folder, '../crm.yaml'),
      params: { CRM_URL: 'http://127.0.0.1:9400', RETRIES: '3', STRICT: 'true' },
      log: { level: 'debug' },
      limits: {
        body: 1_048_576,
        headers: 8_192,
        url: 1_000,
        head: 5_000,
        request: 60_000,
        keepAlive: 120_000,
        shutdown: 500,
        connections: 100,
        inFlight: 20,
        rate: { calls: 600, per: 60_000 },
        attempts: { window: 3_600_000, free: 3, freePerAddress: 50 },
      },
    });
  });

  it.each([
    ['012345', '012345'],
    ['9001234567890123456', '9001234567890123456'],
    ['0x1F', '0x1F'],
    ['1e3', '1e3'],
    ['1.10', '1.10'],
    ['true', 'true'],
    ['"012345"', '012345'],
    ['12345 # a comment', '12345'],
  ])('takes the password %s as it stands in the file', async (written, password) => {
    const config = await configOf(minimal('', { password: written }));
    expect(config.users[0]?.password).toBe(password);
  });

  it('takes number-looking params and logins as they stand in the file, also through an anchor', async () => {
    const config = await configOf(minimal('params: { SHOP: &shop 007, OTHER: *shop }', { login: '0042' }));
    expect(config.params).toEqual({ SHOP: '007', OTHER: '007' });
    expect(config.users[0]?.login).toBe('0042');
  });

  it.each([
    ['/', ''],
    ['/walletapi', '/walletapi'],
    ['/walletapi/', '/walletapi'],
    ['/a/b-c/d.e_f~g', '/a/b-c/d.e_f~g'],
  ])('makes of the base path %s "%s"', async (written, basePath) => {
    expect((await configOf(minimal(`basePath: ${written}`))).basePath).toBe(basePath);
  });

  it('names its secrets: passwords and params that came from files, and what a Basic header holds', async () => {
    const yaml = minimal('params: { CRM_URL: "http://crm", CRM_TOKEN: { file: token } }');
    const config = await configOf(yaml, {}, { token: 'crm-token' });
    expect(secretsOf(config).sort()).toEqual(['crm-token', 'koshelek-demo', 'koshelek:koshelek-demo']);
  });
});

describe('a config with faults', () => {
  it.each([
    [
      'port',
      'listen: { port: 70000 }',
      '5:17 wrong-value this must be a port: a whole number from 0 to 65535',
    ],
    [
      'port',
      'listen: { port: http }',
      '5:17 wrong-value this must be a port: a whole number from 0 to 65535',
    ],
    ['host', 'listen: { host: "" }', '5:17 wrong-value this must not be empty'],
    ['host', 'listen: { host: [a] }', '5:17 wrong-type "host" must be a text, not a list'],
    ['listen', 'listen: 8080', '5:9 wrong-type "listen" must be a mapping of keys to values, not a text'],
    ['log', 'log:', '5:5 wrong-type "log" must be a mapping of keys to values, not empty'],
    ['api', 'api: 1.1', '5:6 unknown-value "api" must be "1.0.0" or "1.1.0" or "1.2.0"'],
    [
      'level',
      'log: { level: loud }',
      expect.stringContaining('5:15 unknown-value "level" must be "trace" or'),
    ],
    ['realm', 'realm: Кошелёк', expect.stringContaining('5:8 wrong-value a realm holds only ASCII')],
    ['realm', `realm: 'a "b"'`, expect.stringContaining('5:8 wrong-value a realm holds only ASCII')],
    ['params', 'params: { A: }', '5:14 wrong-type this must be a text or { file: path }'],
    ['params', 'params: { A: { fil: x } }', '5:14 wrong-type this must be a text or { file: path }'],
    [
      'size',
      'limits: { body: 100 parsecs }',
      expect.stringContaining('5:17 wrong-value this must be a size'),
    ],
    [
      'duration',
      'limits: { shutdown: 3 }',
      expect.stringContaining('5:21 wrong-value this must be a duration'),
    ],
    [
      'duration',
      'limits: { shutdown: 0s }',
      expect.stringContaining('5:21 wrong-value this must be a duration'),
    ],
    ['count', 'limits: { inFlight: 0 }', '5:21 wrong-value this must be a whole number from 1 on'],
    ['rate', 'limits: { rate: 50 }', '5:17 wrong-value this must be a rate such as 50/s, 600/m or 5000/h'],
    ['rate', 'limits: { rate: 0.5/s }', '5:17 wrong-value this must be a rate such as 50/s, 600/m or 5000/h'],
    ['rate', 'limits: { rate: 0/s }', '5:17 wrong-value this must be a rate such as 50/s, 600/m or 5000/h'],
    [
      'shared',
      'shared: redis://127.0.0.1:6379/prod',
      '5:9 wrong-value behind the host stands the number of a database, or nothing: redis://host:6379/0',
    ],
    ['unknown key', 'liisten: {}', '5:1 unknown-key unknown key "liisten"; did you mean "listen"?'],
    ['unknown key', 'limits: { boddy: 1 }', '5:11 unknown-key unknown key "boddy"; did you mean "body"?'],
  ])('says what is wrong with %s: %s', async (_, line, message) => {
    expect(await findingsOf(minimal(line))).toEqual([message]);
  });

  it.each([
    'walletapi',
    '//',
    '/a//b',
    '/a/../b',
    '/.',
    '/a?b',
    '/{card}',
    '/a b',
    '"/:id"',
    'http://host/a',
  ])('refuses the base path %s', async path => {
    expect(await findingsOf(minimal(`basePath: ${path}`))).toEqual([
      expect.stringContaining('5:11 wrong-value this must be a path such as /walletapi'),
    ]);
  });

  it.each([
    [
      'a login with a colon',
      'a:b',
      'x'.repeat(8),
      '3:12 credential a login holds no colon: in a Basic header the colon ends it',
    ],
    [
      'a login with a control character',
      '"a\\nb"',
      'secret',
      expect.stringContaining('3:12 wrong-value this must not hold line breaks'),
    ],
    ['an empty login', '""', 'secret', '3:12 wrong-value this must not be empty'],
    ['an empty password', 'a', '""', '4:15 wrong-value this must not be empty'],
    [
      'a password of two lines',
      'a',
      '"one\\ntwo"',
      expect.stringContaining('4:15 wrong-value this must not hold line breaks'),
    ],
    ['no password at all', 'a', '', '4:15 wrong-type this must be a text, { file: path } or { hash: … }'],
  ])('refuses %s', async (_, login, password, message) => {
    expect(await findingsOf(minimal('', { login, password }))).toEqual([message]);
  });

  it('refuses two users with the same login, also when it comes from the environment', async () => {
    const yaml = minimal(['  - login: "${LOGIN}"', '    password: other'].join('\n'));
    expect(await findingsOf(yaml, { LOGIN: 'koshelek' })).toEqual([
      '5:12 duplicate-login two users have the login "koshelek"',
    ]);
  });

  it('refuses an empty list of operations', async () => {
    expect(await findingsOf(minimal('    operations: []'))).toEqual([
      '5:17 wrong-value at least one operation is needed; without this key the login may call the usual ones',
    ]);
  });

  it.each([
    [
      'versionSegment: /v2',
      '5:17 wrong-value this must be one part of a path such as v2: letters, digits, - . _ ~',
    ],
    [
      'versionSegment: ..',
      '5:17 wrong-value this must be one part of a path such as v2: letters, digits, - . _ ~',
    ],
    ['locale: de', '5:9 unknown-value "locale" must be "ru" or "en"'],
    [
      'errors: { cardNotFond: { code: 1 } }',
      '5:11 unknown-key unknown key "cardNotFond"; did you mean "cardNotFound"?',
    ],
    ['errors: { cardNotFound: {} }', '5:25 wrong-value say code, description or both'],
    [
      'errors: { cardNotFound: { code: "00 9" } }',
      '5:33 wrong-value a code has 1 to 32 letters, digits and signs of ASCII',
    ],
    [
      'errors: { cardNotFound: { description: "" } }',
      '5:40 wrong-value a description has 1 to 500 characters, not only blanks, in one line',
    ],
  ])('refuses %s', async (yaml, message) => {
    expect(await findingsOf(minimal(yaml))).toEqual([message]);
  });

  it('reports everything at once, in the order of the file', async () => {
    const yaml = `
users:
  - login: a:b
    passwrd: x
  - login: a:b
    password: "\${NOT_SET}"
  - login: c
    password: { file: nowhere }
listen: { port: x }
limits: { body: many }
`;
    expect(await findingsOf(yaml)).toEqual([
      '2:1 missing-key "mapping" is missing: a text is needed',
      '3:5 missing-key "password" is missing: it must be a text, { file: path } or { hash: … }',
      '3:12 credential a login holds no colon: in a Basic header the colon ends it',
      '4:5 unknown-key unknown key "passwrd"; did you mean "password"?',
      '5:12 credential a login holds no colon: in a Basic header the colon ends it',
      '5:12 duplicate-login two users have the login "a:b"',
      '6:16 environment users[1].password needs the environment variable NOT_SET, which is not set',
      '8:23 secret-file the secret file /etc/gw/nowhere cannot be read: no such file',
      '9:17 wrong-value this must be a port: a whole number from 0 to 65535',
      expect.stringContaining('10:17 wrong-value this must be a size'),
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['nothing but a comment', '# to be written'],
    ['a list', '- a'],
    ['a text', 'hello'],
  ])('has findings and throws nothing for %s', async (_, yaml) => {
    expect(await findingsOf(yaml)).toEqual([
      expect.stringContaining('1:1 wrong-type this value must be a mapping of keys to values'),
    ]);
  });

  it.each([
    ['a broken file', 'users: [', /^1:8 yaml /],
    ['a key given twice', 'mapping: a\nmapping: b', /^2:1 duplicate-key Map keys must be unique/],
    ['an anchor within itself', 'users: &a [*a]', /^1:1 yaml .*circular/is],
  ])('has one finding for %s', async (_, yaml, message) => {
    expect(await findingsOf(yaml)).toEqual([expect.stringMatching(message)]);
  });

  it('shows the lines around, but never a password in them', async () => {
    const { findings } = await read(minimal('    operatons: [findCard]', { password: 'pass word' }));
    expect(findings[0]?.frame).toBe(
      ['4 |     password: ***', '5 |     operatons: ***]', '  |     ^'].join('\n'),
    );
  });

  it('leaves it to the caller that the file is not there', async () => {
    await expect(readConfig('nowhere.yaml', { env: {} })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
