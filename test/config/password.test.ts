import { expect, it } from 'vitest';
import { secretsOf } from '../../src/config/config.js';
import { hashPassword, isPasswordOf, parsePasswordHash } from '../../src/config/password-hash.js';
import { configOf, findingsOf, minimal } from './reading.js';

const HASH = '$scrypt$ln=15,r=8,p=3$MDEyMzQ1Njc4OWFiY2RlZg$z0jSKqQvy4TjQh1VbXTFtGV1CWSjmM2ZcA1J2tTtUQI';

it('a hash fits its password and no other, and no two are the same', { tags: ['slow'] }, async () => {
  const [one, other] = [await hashPassword('пароль'), await hashPassword('пароль')];
  expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(other).not.toBe(one);
  const hash = parsePasswordHash(one);
  if (typeof hash === 'string') throw new Error(hash);
  expect(await isPasswordOf(hash, 'пароль')).toBe(true);
  expect(await isPasswordOf(hash, 'Пароль')).toBe(false);
});

it('verifies what other programs have hashed', async () => {
  // The test vector of RFC 7914 (12) with N of 16384, written as a PHC string.
  const digest = Buffer.from(
    `7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2
     d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887`.replace(/\s/g, ''),
    'hex',
  );
  const text = `$scrypt$ln=14,r=8,p=1$${Buffer.from('SodiumChloride').toString('base64')}$${digest.toString('base64')}`;
  const hash = parsePasswordHash(text.replaceAll('=$', '$').replace(/=+$/, ''));
  if (typeof hash === 'string') throw new Error(hash);
  expect(await isPasswordOf(hash, 'pleaseletmein')).toBe(true);
});

it('a config holds a hash, in itself or in a file, and an old password', async () => {
  const yaml = `
mapping: crm.yaml
users:
  - login: one
    password: { hash: "${HASH}" }
  - { login: two, password: { hash: { file: hash } }, oldPassword: the-old-one }
`;
  const config = await configOf(yaml, {}, { hash: `${HASH}\n` });
  const parsed = parsePasswordHash(HASH);
  expect(config.users).toEqual([
    { login: 'one', password: parsed },
    { login: 'two', password: parsed, oldPassword: 'the-old-one' },
  ]);
  expect(secretsOf(config).sort()).toEqual([HASH, 'the-old-one', 'two:the-old-one']);
});

it.each([
  ['$scrypt$ln=15', '4:23 wrong-value this must be a hash that loyalty-gw hash-password has made'],
  ['koshelek-demo', '4:23 wrong-value this must be a hash that loyalty-gw hash-password has made'],
  [HASH.replace('ln=15', 'ln=10'), '4:23 wrong-value this hash is too cheap to guess: ln is 14 at least'],
  [HASH.replace('ln=15', 'ln=20'), '4:23 wrong-value this hash takes too long to verify'],
  [HASH.replace('p=3', 'p=300'), '4:23 wrong-value this hash takes too long to verify'],
  [HASH.slice(0, -30), '4:23 wrong-value this hash is cut'],
])('refuses the hash %s, and does not quote it', async (hash, message) => {
  const [finding, ...others] = await findingsOf(minimal('', { password: `{ hash: "${hash}" }` }));
  expect(others).toEqual([]);
  expect(finding).toContain(message);
  expect(finding?.replace('such as $scrypt$ln=15,r=8,p=3$…', '')).not.toContain(hash);
});

it('says where a hash stands in the place of the password', async () => {
  expect(await findingsOf(minimal('', { password: HASH }))).toEqual([
    '4:15 wrong-value this is a hash and not the password: write { hash: … }',
  ]);
});

it('says that a hash needs quotes inside of braces, and does not quote the rest of it', async () => {
  const [cut, ...others] = await findingsOf(minimal('', { password: `{ hash: ${HASH} }` }));
  expect(cut).toContain('4:23 wrong-value this must be a hash');
  expect(others).toEqual([
    '4:37 unknown-key inside of { } a hash stands in quotes, for a comma ends it',
    '4:41 unknown-key inside of { } a hash stands in quotes, for a comma ends it',
  ]);
});

it('says which file of a hash cannot be read', async () => {
  expect(await findingsOf(minimal('', { password: '{ hash: { file: nowhere } }' }))).toEqual([
    '4:31 secret-file the secret file /etc/gw/nowhere cannot be read: no such file',
  ]);
});
