import type { JsonSchema } from '../../document/json-schema.js';
import { isOperationId, operationIds, operations } from '../../loyalty-api/operations.js';
import type { Shape } from '../../loyalty-api/shapes.js';
import type { Completion } from '../api.js';
import { keysOf, schemasAt } from './schema-at.js';

/**
 * The keys that may stand at a path.
 *
 * @param present those that stand there already
 * @param indent of the key, for what comes below it; none inside of braces
 */
export function completeKeys(
  schema: JsonSchema,
  path: readonly string[],
  present: readonly string[],
  indent: string | undefined,
): Completion[] {
  if (path.length === 1 && path[0] === 'operations') return operationKeys(present, indent ?? '');
  const ofAnswer = answerKeys(path, present);
  if (ofAnswer.length > 0) return ofAnswer;
  return keysOf(schemasAt(schema, path), present).map(([label, found]) => {
    const choices = schemasAt(schema, [...path, label]);
    return {
      label,
      kind: 'key',
      ...detailOf(choices),
      ...(found.description !== undefined && { doc: found.description }),
      insert: insertOf(label, choices, indent),
    };
  });
}

function operationKeys(present: readonly string[], indent: string): Completion[] {
  return operationIds
    .filter(id => !present.includes(id))
    .map(id => ({
      label: id,
      kind: 'operation',
      detail: `${operations[id].methods.join('|')} ${operations[id].path}`,
      doc: operations[id].summary,
      insert: `${id}:\n${indent}  steps:\n${indent}    `,
    }));
}

/** The members of an answer, as the contract has them. */
function answerKeys(path: readonly string[], present: readonly string[]): Completion[] {
  const [section, id = '', part, , key] = path;
  if (section !== 'operations' || !isOperationId(id)) return [];
  const below =
    part === 'response' ? path.slice(3) : part === 'steps' && key === 'answer' ? path.slice(5) : undefined;
  if (!below) return [];
  const shapes = below.reduce<readonly Shape[]>(
    (all, name) => all.flatMap(shape => inside(shape, name)),
    operations[id].response.body,
  );
  return shapes.flatMap(shape =>
    shape.kind === 'object'
      ? Object.entries(shape.members)
          .filter(([name]) => !present.includes(name) && !present.includes(`${name}?`))
          .map(
            ([label, member]): Completion => ({
              label,
              kind: 'key',
              detail: member.required ? 'required' : 'may be left out',
              insert: `${label}: `,
            }),
          )
      : [],
  );
}

function inside(shape: Shape, name: string): Shape[] {
  if (shape.kind === 'list') return name === '[]' ? [shape.of] : inside(shape.of, name);
  if (shape.kind !== 'object') return [];
  const member = shape.members[name.replace(/\?$/, '')];
  return member ? [member.shape] : [];
}

function detailOf(choices: readonly JsonSchema[]): { detail?: string } {
  const values = choices.flatMap(({ enum: names, const: only }) => [
    ...(names ?? []),
    ...(only === undefined ? [] : [only]),
  ]);
  if (values.length > 0 && values.length < 6) return { detail: values.join(' | ') };
  const types = [...new Set(choices.flatMap(({ type }) => type ?? []))];
  return types.length === 1 ? { detail: words[types[0] ?? ''] ?? String(types[0]) } : {};
}

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'keys and values',
  array: 'a list',
};

function insertOf(key: string, choices: readonly JsonSchema[], indent: string | undefined): string {
  if (indent === undefined) return `${key}: `;
  const types = new Set(choices.flatMap(({ type }) => type ?? []));
  if (types.size !== 1) return `${key}: `;
  if (types.has('object')) return `${key}:\n${indent}  `;
  return types.has('array') && !choices.some(({ items }) => isScalar(items))
    ? `${key}:\n${indent}  - `
    : `${key}: `;
}

function isScalar(items: unknown): boolean {
  const { type } = Object(items) as { type?: unknown };
  return type === 'string' || type === 'number';
}

/** The values that may stand at a path, where it is one of some. */
export function completeValues(schema: JsonSchema, path: readonly string[]): Completion[] {
  const key = path.at(-1) ?? '';
  const kind = key === 'fail' || key === 'ifMissing' ? 'error' : 'value';
  const found = new Map<string, Completion>();
  for (const choice of schemasAt(schema, path)) {
    const { enumDescriptions = [] } = choice as { enumDescriptions?: readonly string[] };
    const values = choice.enum ?? (choice.const === undefined ? [] : [choice.const]);
    values.forEach((value, index) => {
      const text = String(value);
      const detail = enumDescriptions[index];
      found.set(text, {
        label: text,
        kind,
        ...(detail !== undefined && { detail }),
        insert: quotedIfNumber(value),
      });
    });
    if (choice.type === 'boolean')
      for (const text of ['true', 'false']) found.set(text, { label: text, kind: 'value', insert: text });
  }
  return [...found.values()];
}

/** `1.1.0` is a text anyhow, `"1"` would be a number. */
function quotedIfNumber(value: unknown): string {
  return typeof value === 'string' && /^[\d.]+$/.test(value) ? `"${value}"` : String(value);
}
