import { nearest } from '../../document/nearest.js';
import { type ShippedName, shippedMappings } from '../../scaffold/shipped.js';
import { problemOfMappingName } from '../../scaffold/starter.js';
import { UsageError } from '../usage.js';

/** What shall be written, and where. One of `crm`, `openapi` and `blank`. */
export interface Wanted {
  readonly folder: string;
  readonly crm?: ShippedName;
  readonly openapi?: string;
  readonly blank?: boolean;
  readonly name?: string;
}

/** The options as commander gives them. */
export interface Given {
  readonly crm?: string;
  readonly openapi?: string;
  readonly blank?: boolean;
  readonly name?: string;
  readonly json?: boolean;
}

/** @returns `undefined` when the command line does not say which CRM it is */
export function readWanted(
  folder: string | undefined,
  { crm, openapi, blank, name }: Given,
): Wanted | undefined {
  const said = [crm !== undefined, openapi !== undefined, blank === true].filter(is => is).length;
  if (said > 1) throw new UsageError('name one of --crm, --openapi and --blank');
  if (name !== undefined) {
    const problem = problemOfMappingName(name);
    if (problem) throw new UsageError(`--name: "${name}" ${problem}`);
    if (crm !== undefined)
      throw new UsageError('--name is for --openapi and --blank: a shipped mapping has its name');
  }
  if (said === 0) return undefined;
  return { folder: folder ?? '.', ...(crm !== undefined && { crm: shippedName(crm) }), openapi, blank, name };
}

function shippedName(name: string): ShippedName {
  if (Object.hasOwn(shippedMappings, name)) return name as ShippedName;
  const known = Object.keys(shippedMappings);
  const guess = nearest(name, known);
  const help = guess
    ? `did you mean ${guess}?`
    : `there are ${known.join(', ')}; for others --openapi or --blank`;
  throw new UsageError(`--crm: no mapping "${name}" is shipped; ${help}`);
}
