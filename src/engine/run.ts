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
  const answer = await answerOf(mapping, id, raw, ports).catch((thrown: unknown) => {
    const failure = Failure.from(thrown).within({ operation: id });
    ports.observer({ type: 'failure', at: ports.clock(), failure });
    return failureAnswer(failure, ports.errors);
  });
  ports.observer({ type: 'answer', at: ports.clock(), answer });
  return answer;
}

async function answerOf(mapping: Mapping, id: string, raw: RawRequest, ports: Ports): Promise<Answer> {
  const mapped = mapping.operations.get(id);
  if (!mapped) throw new Failure('unknownOperation', `the mapping has no operation ${id}`);

  const contract = mapped.kind === 'proxy' ? mapped.unread : mapped.operation;
  const request = readRequest(contract, raw, mapping.requestHeaders);
  ports.observer({ type: 'request', at: ports.clock(), operation: id, request });
  if (mapped.kind === 'unsupported') throw new Failure('unsupported', mapped.why, { place: mapped.place });
  return withDeadline(mapped.deadline, ports.signal, signal => {
    const variables = { request, params: mapping.params };
    const inside = { ...ports, signal, deadline: ports.clock() + mapped.deadline };
    return mapped.kind === 'proxy'
      ? passOn(mapped, mapping.crm, { request, raw, variables }, inside)
      : runSteps(mapping, mapped, inside, variables);
  });
}

/** A claim that a step opens is ended before the answer goes out, whatever the answer is. */
async function runSteps(
  mapping: Mapping,
  { operation, place, stages, response }: StepsOperation,
  ports: Ports & { readonly deadline: number },
  variables: Record<string, unknown>,
): Promise<Answer> {
  const cards = new RunCards(ports, number => ownerOf(mapping, number, ports));
  const respond: OfOperation['respond'] = (template, scope) =>
    andThen(template.render(scope), value => conformed(operation, place, value));
  const steps = stages.flatMap(stage => stage.map(({ step }) => step));
  const watched = steps.some(({ kind }) => kind === 'claim')
    ? { ...ports, observer: cards.watching(steps, ports.observer) }
    : ports;
  const running = new StepsRun(mapping, watched, variables, { cards, respond });
  try {
    const early = await running.run(stages);
    const answer = early ?? (response ? await respond(response, running.scope()) : nothing);
    await cards.issued();
    return answer;
  } catch (thrown) {
    await cards.failed(Failure.from(thrown));
    throw thrown;
  }
}
