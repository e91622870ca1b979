import type { Document } from '../document/document.js';
import { suggestion } from '../document/nearest.js';
import type { Path } from '../document/place.js';
import type { FieldName, RequestContract } from '../loyalty-api/operations.js';

/**
 * Reads what a request must carry: names of values, and `{ oneOf: [names] }` where one of several will do. Findings go
 * to the document.
 */
export function requirements(
  document: Document,
  path: Path,
  entries: readonly unknown[],
  request: RequestContract,
): FieldName[][] {
  return entries.flatMap((entry, index) => {
    const choice = choiceOf(entry);
    const names = choice ?? [entry];
    const at = (position: number) => (choice ? [...path, index, 'oneOf', position] : [...path, index]);
    if (choice?.length === 0) document.error('require', [...path, index], 'one of nothing is never there');
    const found = names.flatMap((name, position) => fieldName(document, at(position), name, request) ?? []);
    return found.length > 0 ? [found] : [];
  });
}

function choiceOf(entry: unknown): readonly unknown[] | undefined {
  if (typeof entry !== 'object' || entry === null || Object.keys(entry).join() !== 'oneOf') return undefined;
  const { oneOf } = entry as { oneOf: unknown };
  return Array.isArray(oneOf) ? oneOf : undefined;
}

/** `msisdn`, which the contract knows, or `query.tag` and `body.tag`, which it need not know. */
function fieldName(
  document: Document,
  path: Path,
  name: unknown,
  { query, body, params }: RequestContract,
): FieldName | undefined {
  const report = (message: string, hint?: string) => {
    document.error('require', path, message, hint);
    return undefined;
  };
  if (typeof name !== 'string') return report('this is the name of a value, or { oneOf: [names] }');
  const [, part, rest] = /^(query|body)\.(.+)$/.exec(name) ?? [];
  if (part === 'body' && !body) return report('requests of this operation have no body');
  if (rest !== undefined) return { part: part as FieldName['part'], name: rest };
  if (Object.hasOwn(params, name.replace(/^params\./, '')))
    return report('a part of the path is always there');
  const inQuery = Object.hasOwn(query, name);
  const inBody = body !== undefined && Object.hasOwn(body, name);
  if (inQuery && inBody) return report(`"${name}" may be either: write query.${name} or body.${name}`);
  if (inQuery || inBody) return { part: inQuery ? 'query' : 'body', name };
  const others = body ? 'query.name or body.name' : 'query.name';
  const known = Object.keys({ ...query, ...body });
  return report(
    `requests of this operation have no "${name}"`,
    suggestion(name, known, `it has ${known.join(', ') || 'none'}; of what it does not know write ${others}`),
  );
}
