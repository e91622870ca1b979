// @ts-check
// Card numbers have 19 digits, more than a double can hold, and this CRM sends them as bare JSON numbers.
// Node 20 can neither write a BigInt with JSON.stringify nor read such a number with JSON.parse.

/**
 * @param {unknown} value
 * @returns {string}
 */
export function writeJson(value) {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) => `${JSON.stringify(name)}:${writeJson(member)}`,
    );
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

const STRING_OR_NUMBER = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG_INTEGER = /^\d{16,}$/;

/**
 * Reads JSON; an integer of 16 digits or more arrives as text, with all its digits.
 *
 * @param {string} text
 * @returns {unknown}
 */
export function readJson(text) {
  // The original is judged first, so that quoting a number never turns broken JSON into good JSON.
  JSON.parse(text);
  return JSON.parse(
    text.replace(STRING_OR_NUMBER, token => (LONG_INTEGER.test(token) ? `"${token}"` : token)),
  );
}
