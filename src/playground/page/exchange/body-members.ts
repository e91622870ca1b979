import type { RequestField } from '../../api.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * The members of a body, if a form can show them all without changing what they are: texts, and lists of texts.
 *
 * @returns `undefined` for any other body, which is edited as text
 */
export function membersOf(body: string | undefined): Members | undefined {
  if (body === undefined || body.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.values(value).every(isShown) ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

function isShown(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every(each => typeof each === 'string'));
}

/** The member of a field as the form shows it. */
export function memberText(members: Members, { name }: RequestField): string {
  const value = members[name];
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

/** The body with another value of a field; an empty one is left out, and a body without members is none. */
export function withMember(members: Members, { name, kind }: RequestField, text: string): string | undefined {
  const parts = text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
  const { [name]: _before, ...others } = members;
  const value = kind === 'texts' ? parts : text;
  const next = value.length === 0 ? others : { ...members, [name]: value };
  return Object.keys(next).length === 0 ? undefined : JSON.stringify(next, undefined, 2);
}
