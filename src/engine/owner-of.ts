import { Failure } from '../loyalty-api/failure.js';
import type { LoyaltyRequest } from '../loyalty-api/request.js';
import type { Mapping, Verify } from '../mapping/mapping.js';
import { verifyStep } from '../mapping/names.js';
import type { Observer } from './events.js';
import type { Ports } from './ports.js';
import { StepsRun, textOf } from './steps-run.js';
import { withDeadline } from './stop.js';

/**
 * Asks the CRM who has a card number, by `cards.verify` of the mapping. In events and failures its steps are called
 * `verify.name`, for an operation may have one of the same name.
 *
 * @param ports with a `deadline` where an operation asks, which has no longer than that
 * @returns whom, in the spelling of the claims; `undefined`: nobody
 * @throws Failure when that is not known, whatever the reason
 */
export async function ownerOf(
  mapping: Mapping,
  number: string,
  ports: Ports & { readonly deadline?: number },
): Promise<string | undefined> {
  const { verify } = mapping;
  if (!verify) throw new Failure('mappingFault', 'the mapping has no cards.verify');
  const { clock, signal } = ports;
  const time = Math.min(verify.deadline, (ports.deadline ?? Number.POSITIVE_INFINITY) - clock());
  return withDeadline(Math.max(0, time), signal, async inner => {
    const observer = renaming(verify, ports.observer);
    const inside = { ...ports, observer, signal: inner, deadline: clock() + time };
    const running = new StepsRun(mapping, inside, { request: requestFor(number), params: mapping.params });
    try {
      await running.run(verify.stages);
      return await textOf(verify.owner, running.scope());
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (failure.step !== undefined) failure.step = verifyStep(failure.step);
      throw failure.within({ place: verify.place });
    }
  });
}

/** As if Koshelek had asked for the card, and for nothing else. */
function requestFor(cardNumber: string): LoyaltyRequest {
  return { method: 'GET', path: '', params: { cardNumber }, query: {}, headers: {} };
}

function renaming({ stages }: Verify, observer: Observer): Observer {
  const names = new Set(stages.flat().map(({ step }) => step.name));
  return event =>
    observer('step' in event && names.has(event.step) ? { ...event, step: verifyStep(event.step) } : event);
}
