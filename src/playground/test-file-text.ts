import { Document } from '../document/document.js';
import { writeYaml } from '../document/write-yaml.js';
import { isObject } from '../json/values.js';
import { declaredParams } from '../scaffold/params.js';
import { Refusal } from './refusal.js';

/** A test file that has no case yet. */
export function beginning(mapping: string, params: Readonly<Record<string, string>>): string {
  const head = { test: 1, mapping, ...(Object.keys(params).length > 0 && { params }) };
  return `# The cases of ${mapping}. Run them with \`loyalty-gw test\`; no CRM is needed. All people are invented.\n\n${writeYaml(head)}`;
}

/** Invented values for the params that a mapping cannot do without. */
export function usualParams(mapping: string): Record<string, string> {
  const needed = declaredParams(mapping).filter(each => each.required && each.default === undefined);
  const invented = ({ name }: { name: string }) =>
    /URL|HOST|ADDRESS/.test(name)
      ? 'https://crm.example.com'
      : `invented-${name.toLowerCase().replaceAll('_', '-')}`;
  return Object.fromEntries(needed.map(each => [each.name, invented(each)]));
}

/**
 * The text of a test file with one more case at its end, or with another one in the place of the one of its name. All
 * else stays as it is.
 *
 * @throws Refusal `exists`, `cannot`
 */
export function withCase(
  document: Document,
  written: Readonly<Record<string, unknown>>,
  replace: boolean,
): string {
  const { cases } = Object(document.value) as { cases?: unknown };
  if (cases === undefined)
    return `${document.text.replace(/\n*$/, '\n\n')}${writeYaml({ cases: [written] })}`;
  if (!Array.isArray(cases)) throw new Refusal('cannot', 'cases: of the test file is no list');
  const at = cases.findIndex(each => isObject(each) && each.name === written.name);
  if (at >= 0 && !replace)
    throw new Refusal(
      'exists',
      `there is a case "${String(written.name)}" already`,
      'replace it, or take another name',
    );
  const edit =
    at >= 0 ? { path: ['cases', at], value: written } : { path: ['cases'], value: [...cases, written] };
  const after = document.edited([edit]);
  if (after === undefined)
    throw new Refusal('cannot', 'the case shares a part with others that would change as well');
  return at >= 0 ? after : apart(document, after, cases.length);
}

/** Where the cases stand apart from each other, so does the new one. */
function apart(before: Document, text: string, index: number): string {
  const first = before.placeOf(['cases', 0]).line;
  const second = index > 1 ? before.placeOf(['cases', 1]).line : undefined;
  const lines = text.split('\n');
  const isApart =
    second === undefined ||
    before.text
      .split('\n')
      .slice(first, second)
      .some(line => line.trim() === '');
  if (!isApart) return text;
  const { line } = new Document(before.file, text).placeOf(['cases', index]);
  return [...lines.slice(0, line - 1), text.includes('\r\n') ? '\r' : '', ...lines.slice(line - 1)].join(
    '\n',
  );
}
