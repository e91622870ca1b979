import type { Json } from '../api-run.js';

/** A value on one line, as short as people read it. The page never parses it: no digit is lost. */
export function shortJson(json: Json | undefined, most = 160): string {
  if (json === undefined) return 'nothing';
  const line = json.replace(/\n\s*/g, json.includes('\n') ? ' ' : '');
  return line.length <= most ? line : `${line.slice(0, most)}…`;
}

export function counted(number: number, one: string, more = `${one}s`): string {
  return `${number} ${number === 1 ? one : more}`;
}
