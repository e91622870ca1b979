/** What a field that holds a secret is called. */
const WORDS = new Set('key pin otp totp pass pat psw jwt passcode passkey credential'.split(' '));

/** The same in the Russian of 1C, where whose it is follows: `ПарольПользователя`. */
const RUSSIAN = new Set('пароль секрет токен пин пинкод'.split(' '));

/** The same where it may be the end of a longer word, as in `apikey` or `userpassword`. */
const ENDS = /(password|passwd|passphrase|pwd|secret|token|apikey)s?$/;

/** What may follow: a secret that was written in another way is as good as the secret. */
const FORMS = new Set('code value text string plain hash md5 sha1 sha256 base64 b64'.split(' '));

/** Keys that open nothing. */
const HARMLESS =
  /^(public|primary|foreign|sort|search|partition|idempotency|cache|locale|language|csrf|xsrf)$/;

/** Whether a field says by its name that it holds a secret: `password`, `client_secret`, `X-Api-Key`; no `token_type`. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '');
  while (words.length > 1 && FORMS.has(words.at(-1) ?? '')) words.pop();
  const last = (words.at(-1) ?? '').replace(/\d+$/, '');
  if (HARMLESS.test(words.at(-2) ?? '')) return false;
  if (words.some(word => RUSSIAN.has(word)) || /^ключ(доступа|api)?$/.test(words.join(''))) return true;
  return WORDS.has(last) || WORDS.has(last.replace(/s$/, '')) || ENDS.test(last);
}

/** The headers that hold credentials whatever stands in them. */
export function isCredentialHeader(name: string): boolean {
  return /^(proxy-)?authorization$/i.test(name);
}
