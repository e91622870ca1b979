import { stringify } from 'yaml';
import { isObject } from '../json/values.js';
import { writeJson } from '../json/write.js';

/** The longest line that is written. */
const WIDTH = 110;

/** A value as YAML on one line: `{ phone: "+79620480100", tags: [app] }`. Numerals keep their digits. */
export function inlineYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineYaml).join(', ')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, member]) => `${textYaml(key)}: ${inlineYaml(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return typeof value === 'string' ? textYaml(value) : writeJson(value ?? null);
}

/** A member of a block, its first line without indentation. */
export function memberYaml(key: string, value: unknown, column: number): string {
  return `${textYaml(key)}:${behind(value, column, textYaml(key).length + 1)}`;
}

/** An item of a block, its first line without indentation. */
export function itemYaml(value: unknown, column: number): string {
  if (fits(value, column + 2)) return `- ${inlineYaml(value)}`;
  return `- ${blockYaml(value, column + 2)}`;
}

/**
 * What stands behind a key: on its line where there is room, else in a block below it.
 *
 * @param column of the key
 * @param taken characters of its line behind the column
 */
export function behind(value: unknown, column: number, taken: number): string {
  if (fits(value, column + taken)) return ` ${inlineYaml(value)}`;
  return `\n${' '.repeat(column + 2)}${blockYaml(value, column + 2)}`;
}

/** A list or an object over several lines, the first of them without indentation. */
function blockYaml(value: unknown, column: number): string {
  const lines = Array.isArray(value)
    ? value.map(item => itemYaml(item, column))
    : Object.entries(value as object).map(([key, member]) => memberYaml(key, member, column));
  return lines.join(`\n${' '.repeat(column)}`);
}

function fits(value: unknown, column: number): boolean {
  const isStructure = Array.isArray(value) || isObject(value);
  if (!isStructure || Object.keys(value).length === 0) return true;
  return column + 1 + inlineYaml(value).length <= WIDTH;
}

/** Without quotes where nobody, YAML 1.1 included, takes it for something else. What JSON writes is YAML as well. */
function textYaml(text: string): string {
  const isPlain =
    /^\p{L}([\p{L}\p{N} _./@-]*[\p{L}\p{N}_./@-])?$/u.test(text) &&
    stringify(text, { compat: 'yaml-1.1', lineWidth: 0 }) === `${text}\n`;
  return isPlain ? text : quotedYaml(text);
}

/** A text in double quotes. Of what JSON leaves as it is, what YAML or an editor would stumble over is escaped. */
export function quotedYaml(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, sign => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
