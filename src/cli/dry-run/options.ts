import type { MemoryState } from '../../cards/memory.js';
import { UsageError } from '../usage.js';

export interface Options {
  readonly mapping?: string;
  readonly config?: string;
  readonly from?: string;
  readonly query: Record<string, string>;
  readonly param: Record<string, string>;
  readonly set: Record<string, string>;
  readonly body?: string;
  readonly crm: Record<string, string[]>;
  readonly cards: Record<string, MemoryState>;
  readonly live?: boolean;
  readonly record?: string;
  readonly explain?: boolean;
  readonly json?: boolean;
}

export function pair(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [name, value] = split(text, 'name=value');
  if (Object.hasOwn(before, name)) throw new UsageError(`"${name}" is given twice`);
  return { ...before, [name]: value };
}

export function replies(text: string, before: Record<string, string[]> = {}): Record<string, string[]> {
  const [step, reply] = split(text, 'step=reply');
  return { ...before, [step]: [...(before[step] ?? []), reply] };
}

/** `2900000000018=issued:+79620480100` */
export function cardState(
  text: string,
  before: Record<string, MemoryState> = {},
): Record<string, MemoryState> {
  const [number, written] = split(text, 'number=state');
  if (Object.hasOwn(before, number)) throw new UsageError(`"${number}" is given twice`);
  const [, state, person] = /^(reserved|issuing|issued|doubtful):(.+)$/s.exec(written) ?? [];
  if (state !== undefined) return { ...before, [number]: { [state]: person } as unknown as MemoryState };
  if (written === 'free' || written === 'reserved') return { ...before, [number]: written };
  const states = 'free, reserved, reserved:person, issuing:person, issued:person or doubtful:person';
  throw new UsageError(`--cards: "${written}" is no state of a card number: write ${states}`);
}

function split(text: string, form: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`"${text}" is not of the form ${form}`);
  return [text.slice(0, at), text.slice(at + 1)];
}
