import { stringify } from 'yaml';

/**
 * Writes plain data as YAML. Texts that an older parser would take for a date, a number or a truth value stand in
 * quotes, for most tools outside of JavaScript read YAML 1.1.
 */
export function writeYaml(value: unknown): string {
  return stringify(value, {
    aliasDuplicateObjects: false,
    blockQuote: 'literal',
    compat: 'yaml-1.1',
    lineWidth: 110,
  });
}
