import { Failure } from '../loyalty-api/failure.js';
import { type RawRequest, readRequest } from '../loyalty-api/read-request.js';
import { andThen } from '../mapping/eventual.js';
import type { Mapping, StepsOperation } from '../mapping/mapping.js';
import { type Answer, failureAnswer, nothing } from './answer.js';
import { conformed } from './conformed.js';
import { ownerOf } from './owner-of.js';
import { passOn } from './pass-on.js';
import type { Ports } from './ports.js';
import { RunCards } from './run-cards.js';
import { type OfOperation, StepsRun } from './steps-run.js';
import { withDeadline } from './stop.js';

/**
 * Runs one operation of a mapping: reads the request, decides the steps in page order, conforms the response.
 * Never throws: what goes wrong is an answer.
 */
export async function run(mapping: Mapping, id: string, raw: RawRequest, ports: Ports): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await answerOf(mapping, id, raw, ports);
  } catch (thrown) {
    const failure = Failure.from(thrown).within({ operation: id });
    ports.observer({ type: 'failure', at: ports.clock(), failure });
    answer = failureAnswer(failure, ports.errors);
  }
  ports.observer({ type: 'answer', at: ports.clock(), answer });
  return answer;
}

function answerOf(mapping: Mapping, id: string, raw: RawRequest, ports: Ports): Promise<Answer> {
  const mapped = mapping.operations.get(id);
  if (!mapped) throw new Failure('unknownOperation', `the mapping has no operation ${id}`);

  const contract = mapped.kind === 'proxy' ? mapped.unread : mapped.operation;
  const request = readRequest(contract, raw, mapping.requestHeaders);
  ports.observer({ type: 'request', at: ports.clock(), operation: id, request });
  if (mapped.kind === 'unsupported') throw new Failure('unsupported', mapped.why, { place: mapped.place });
  return withDeadline(mapped.deadline, ports.signal, signal => {
    const variables = { request, params: mapping.params };
    const inside = { ...ports, signal, deadline: ports.clock() + mapped.deadline };
    if (mapped.kind === 'proxy') return passOn(mapped, mapping.crm, { request, raw, variables }, inside);
    return mapped.keepsCards
      ? runWithCards(mapping, mapped, inside, variables)
      : answered(mapped, new StepsRun(mapping, inside, variables, { respond: respondBy(mapped) }));
  });
}

/** A claim that a step opens is ended before the answer goes out, whatever the answer is. */
async function runWithCards(
  mapping: Mapping,
  mapped: StepsOperation,
  ports: Ports & { readonly deadline: number },
  variables: Record<string, unknown>,
): Promise<Answer> {
  const cards = new RunCards(ports, number => ownerOf(mapping, number, ports));
  const steps = mapped.stages.flatMap(stage => stage.map(({ step }) => step));
  const watched = { ...ports, observer: cards.watching(steps, ports.observer) };
  const running = new StepsRun(mapping, watched, variables, { cards, respond: respondBy(mapped) });
  try {
    const answer = await answered(mapped, running);
    await cards.issued();
    return answer;
  } catch (thrown) {
    await cards.failed(Failure.from(thrown));
    throw thrown;
  }
}

async function answered({ stages, response }: StepsOperation, running: StepsRun): Promise<Answer> {
  const early = await running.run(stages);
  if (early) return early;
  return response ? running.respond(response) : nothing;
}

function respondBy({ operation, place }: StepsOperation): OfOperation['respond'] {
  return (template, scope) => andThen(template.render(scope), value => conformed(operation, place, value));
}
