import { Failure } from '../loyalty-api/failure.js';
import { type Scope, withVariable } from '../mapping/expression.js';
import type { CallStep, Crm } from '../mapping/mapping.js';
import type { CallPorts } from './exchange.js';
import { forEachItem } from './for-each.js';
import { callOnce, type Outcome } from './once.js';
import { callPages } from './pages.js';

/**
 * Makes the call of a step: once, for each item of a list, or page by page.
 *
 * @returns what the step holds; `undefined` when it is absent
 * @throws Failure
 */
export async function callCrm(step: CallStep, crm: Crm, scope: Scope, ports: CallPorts): Promise<unknown> {
  if (!step.each && !step.given) return (await callFor(step, crm, scope, ports)).value;
  const call = async (inside: Scope) => callFor(step, crm, await withGiven(step, inside), ports);
  if (!step.each) return (await call(scope)).value;
  // What is given may be made of the item; or the items of what is given, where the call has a forEach of its own.
  const isOfItem = step.given?.reads.has('item');
  const all = forEachItem(step, step.each, isOfItem ? scope : await withGiven(step, scope), call);
  // What is wrong with the list itself is no failure of one of its calls.
  const outcome = all.then(value => ({ value, judged: undefined }));
  return (await withMayFail(step, outcome, ports)).value;
}

async function withGiven({ given }: CallStep, scope: Scope): Promise<Scope> {
  return given ? withVariable(scope, 'given', await given.render(scope)) : scope;
}

function callFor(step: CallStep, crm: Crm, scope: Scope, ports: CallPorts): Promise<Outcome> {
  const outcome = step.pages
    ? callPages(step, step.pages, crm, scope, ports)
    : callOnce(step, crm, scope, ports);
  return withMayFail(step, outcome, ports);
}

/** A call that may fail is absent then, be it one of many; but not when the operation as a whole is over. */
function withMayFail(step: CallStep, outcome: Promise<Outcome>, ports: CallPorts): Promise<Outcome> {
  return step.mayFail ? tolerated(step, outcome, ports) : outcome;
}

async function tolerated(step: CallStep, outcome: Promise<Outcome>, ports: CallPorts): Promise<Outcome> {
  try {
    return await outcome;
  } catch (thrown) {
    if (ports.signal.aborted || !(thrown instanceof Failure) || !isOfCrm(thrown)) throw thrown;
    ports.observer({ type: 'tolerated', at: ports.clock(), step: step.name, error: thrown.error });
    return { value: undefined, judged: undefined };
  }
}

/** Not the mapping's, not the gateway's, and none that the mapping has a name of its own for. */
function isOfCrm({ error }: Failure): boolean {
  return error.startsWith('crm');
}
