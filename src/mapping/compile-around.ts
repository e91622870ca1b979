import type { Path } from '../document/place.js';
import { compileExpression, type Workshop } from './compiler.js';
import { compileCondition } from './condition.js';
import type { AroundFields } from './fields.js';
import type { Call, ForEach } from './mapping.js';
import type { Visible } from './references.js';
import { withNames } from './visible.js';

/** How many reads of a `forEach` run at the same time, and how many items it may have, unless it says so itself. */
const CONCURRENCY = 4;
const MOST_ITEMS = 100;

/** What is known of the call itself. */
interface Inside {
  readonly isWrite: boolean;
  readonly isPaged: boolean;
}

/**
 * Compiles what a call is made for and what comes of it. Findings go to the document.
 *
 * @param path of the call, or of the step that uses it
 */
export function compileAround(
  workshop: Workshop,
  path: Path,
  fields: AroundFields,
  visible: Visible,
  inside: Inside,
): Pick<Call, 'take' | 'takeMayVanish' | 'ifMissing' | 'mayFail' | 'each'> {
  checkTake(workshop, path, fields, inside);
  const withItem = fields.forEach === undefined ? visible : withNames(visible, 'item');
  const takeKey = fields['take?'] === undefined ? 'take' : 'take?';
  const take = fields[takeKey];
  return {
    take:
      take === undefined
        ? undefined
        : compileExpression(workshop, [...path, takeKey], take, withNames(withItem, 'reply')),
    takeMayVanish: takeKey === 'take?',
    ifMissing: fields.ifMissing,
    mayFail: fields.mayFail ?? false,
    each: compileForEach(workshop, path, fields, visible, inside),
  };
}

function compileForEach(
  workshop: Workshop,
  path: Path,
  fields: AroundFields,
  visible: Visible,
  inside: Inside,
): ForEach | undefined {
  checkForEach(workshop, path, fields, inside);
  if (fields.forEach === undefined) return undefined;
  const items = compileExpression(workshop, [...path, 'forEach'], fields.forEach, visible);
  const perReply = withNames(visible, 'item', 'reply');
  const isOneByOne = inside.isWrite || fields.until !== undefined;
  return {
    // A finding was reported when there is none; the mapping is not used then.
    items: items as ForEach['items'],
    concurrency: isOneByOne ? 1 : (fields.concurrency ?? CONCURRENCY),
    max: fields.max ?? MOST_ITEMS,
    until: compileCondition(workshop, [...path, 'until'], fields.until, perReply),
  };
}

function checkTake({ document }: Workshop, path: Path, fields: AroundFields, { isPaged }: Inside): void {
  if (fields.take !== undefined && fields['take?'] !== undefined)
    document.errorAtKey('key-choice', [...path, 'take?'], 'a call has either take or take?, not both');
  for (const key of ['take', 'take?'] as const) {
    if (!isPaged || fields[key] === undefined) continue;
    const message = `the call has pages: what it takes of each stands under pages.rows, not under ${key}`;
    document.errorAtKey('useless-key', [...path, key], message);
  }
}

function checkForEach({ document }: Workshop, path: Path, fields: AroundFields, inside: Inside): void {
  const report = (key: string, message: string) =>
    document.errorAtKey('useless-key', [...path, key], message);
  for (const key of ['concurrency', 'max', 'until'] as const) {
    if (fields.forEach === undefined && fields[key] !== undefined)
      report(key, `${key} is for a call that has forEach`);
  }
  if (fields.until !== undefined && inside.isPaged)
    report('until', 'until looks at one reply, and this call has pages of them');
  if ((fields.concurrency ?? 1) === 1) return;
  if (inside.isWrite) report('concurrency', 'writes are made one after another');
  if (fields.until !== undefined) report('concurrency', 'until tries one item after another');
}
