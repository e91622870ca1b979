/**
 * Texts of which one stands in whatever holds a text in clear, encoded as programs encode: percent, JSON's \u, hex,
 * Base64 wherever it begins, references of XML; once or, where that happens, twice. In lower case; see `inClear`.
 */
export function spellingsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const percent = Array.from(bytes, byte => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const codes = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const units = codes.map(code => `\\u${code.toString(16).padStart(4, '0')}`);
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  const texts = [
    text,
    encodeURIComponent(text),
    encodeURIComponent(encodeURIComponent(text)),
    percent,
    form,
    JSON.stringify(text).slice(1, -1),
    JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1),
    units.join(''),
    units.join('').replaceAll('\\', '\\\\'),
    bytes.toString('hex'),
    bytes.toString('latin1'),
    codes.map(code => `&#${code};`).join(''),
  ].map(each => each.toLowerCase());
  return [...new Set(texts)];
}

/** The characters of Base64 that a text gives, wherever it stands in what is encoded. */
function base64Of(text: string): string[] {
  return [0, 1, 2].flatMap(before => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    // The first characters hold bits of what stands before.
    const sure = whole.slice(before === 0 ? 0 : 4);
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** Which of the texts stand in something printed, in any of their spellings. */
export function inClear(texts: readonly string[], printed: string): string[] {
  const lower = printed.toLowerCase();
  const [digits, first] = [/^\d{9,}$/, /\D/g];
  return texts.filter(
    text =>
      spellingsOf(text).some(each => lower.includes(each)) ||
      base64Of(text).some(each => each.length >= 8 && printed.includes(each)) ||
      // A phone as people write it: +7 962 048-01-00.
      (digits.test(text) && printed.split('\n').some(line => line.replace(first, '').includes(text))),
  );
}
