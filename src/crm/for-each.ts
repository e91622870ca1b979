import { Failure } from '../loyalty-api/failure.js';
import { holds } from '../mapping/condition.js';
import { type Scope, withVariable } from '../mapping/expression.js';
import type { CallStep, ForEach } from '../mapping/mapping.js';
import { badReply, type Outcome } from './once.js';

/**
 * Makes the call of a step for each item of a list.
 *
 * @param call makes one, and sees `$item`
 * @returns what the calls took, as one list in the order of the items; a list that was taken is added item by item
 * @throws Failure that of the first item that failed, in the order of the items
 */
export async function forEachItem(
  step: CallStep,
  each: ForEach,
  scope: Scope,
  call: (scope: Scope) => Promise<Outcome>,
): Promise<unknown[]> {
  const items = await itemsOf(step, each, scope);
  const inside = items.map(item => withVariable(scope, 'item', item));
  if (each.until) return tryUntil(step, each.until, inside, call);

  const values: unknown[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < inside.length && failures.length === 0; index = next++) {
      try {
        values[index] = (await call(inside[index] as Scope)).value;
      } catch (thrown) {
        failures[index] = thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(each.concurrency, inside.length) }, worker));
  // A hole is an item that did not fail.
  for (const failure of failures) if (failure !== undefined) throw failure;
  return flat(values);
}

/**
 * Tries one item after another until a reply is the one that was hoped for. Or until a write that may fail did: it
 * may have been done, and the next one would be the second.
 */
async function tryUntil(
  { isWrite }: CallStep,
  until: NonNullable<ForEach['until']>,
  inside: readonly Scope[],
  call: (scope: Scope) => Promise<Outcome>,
): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const scope of inside) {
    const { value, judged } = await call(scope);
    values.push(value);
    if (judged ? await holds(until, judged) : isWrite) break;
  }
  return flat(values);
}

async function itemsOf({ place }: CallStep, { items, max }: ForEach, scope: Scope): Promise<unknown[]> {
  const value = await items.evaluate(scope);
  if (value === undefined) {
    const advice = 'write "[…]" for a list that may be empty, or say in when: that there is one';
    throw new Failure('mappingFault', `forEach gave nothing; ${advice}`, { place: items.source.placeAt(0) });
  }
  const list = Array.isArray(value) ? value : [value];
  if (list.length > max) throw badReply(place, `forEach has ${list.length} items, and max is ${max}`);
  return list;
}

function flat(values: readonly unknown[]): unknown[] {
  return values.filter(value => value !== undefined).flat();
}
