import { stringify } from 'yaml';
import { Numeral } from '../json/write.js';

/**
 * Writes plain data as YAML. Texts that an older parser would take for a date, a number or a truth value stand in
 * quotes, for most tools outside of JavaScript read YAML 1.1. Whole Numerals are written as numbers.
 */
export function writeYaml(value: unknown): string {
  return stringify(value, (_, member) => (member instanceof Numeral ? BigInt(member.text) : member), {
    aliasDuplicateObjects: false,
    blockQuote: 'literal',
    compat: 'yaml-1.1',
    lineWidth: 110,
  });
}
