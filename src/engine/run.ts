import { callCrm } from '../crm/call.js';
import { Failure } from '../loyalty-api/failure.js';
import { type RawRequest, readRequest } from '../loyalty-api/read-request.js';
import { holds } from '../mapping/condition.js';
import type { Mapping, Stage, Step, StepsOperation } from '../mapping/mapping.js';
import type { Template } from '../mapping/template.js';
import { type Answer, failureAnswer, nothing } from './answer.js';
import { conformed } from './conformed.js';
import { passOn } from './pass-on.js';
import type { Ports } from './ports.js';
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
      : new Run(mapping, mapped, inside, variables).answer();
  });
}

/** One run of one operation; holds what belongs to one request and nothing else. */
class Run {
  /** What expressions see. Steps add themselves when they are done. */
  private readonly variables: Record<string, unknown>;
  private readonly now: number;

  constructor(
    private readonly mapping: Mapping,
    private readonly mapped: StepsOperation,
    private readonly ports: Ports & { readonly deadline: number },
    variables: Record<string, unknown>,
  ) {
    this.variables = variables;
    this.now = ports.clock();
  }

  async answer(): Promise<Answer> {
    for (const [index, stage] of this.mapped.stages.entries()) {
      const early = await this.runStage(stage, index);
      if (early) return early;
    }
    return this.mapped.response ? this.respond(this.mapped.response) : nothing;
  }

  /** @returns the answer when an `answer` step was reached */
  private async runStage(stage: Stage, index: number): Promise<Answer | undefined> {
    const [only] = stage;
    if (only && stage.length === 1) return this.runStep(only.step, index);

    const running = new Map<string, Promise<unknown>>();
    for (const { step, needs } of stage) {
      const inputs = needs.map(name => running.get(name));
      const done =
        inputs.length === 0
          ? this.runStep(step, index)
          : Promise.all(inputs).then(() => this.runStep(step, index));
      // Each is awaited below, in page order; until then a failure may not count as unhandled.
      done.catch(() => {});
      running.set(step.name, done);
    }
    // When several fail, the one written first speaks, whichever failed first.
    for (const done of running.values()) await done;
    return undefined;
  }

  private async runStep(step: Step, stage: number): Promise<Answer | undefined> {
    const { observer, clock, signal } = this.ports;
    try {
      signal.throwIfAborted();
      if (step.when && !(await holds(step.when, this.scope()))) {
        observer({ type: 'skip', at: clock(), step: step.name });
        return undefined;
      }
      observer({ type: 'step', at: clock(), step: step.name, stage, kind: step.kind });
      return await this.decide(step);
    } catch (thrown) {
      throw Failure.from(thrown).within({ step: step.name, place: step.place });
    }
  }

  private async decide(step: Step): Promise<Answer | undefined> {
    switch (step.kind) {
      case 'fail':
        throw new Failure(step.error, `decided by the step ${step.name}`);
      case 'answer':
        return step.body ? this.respond(step.body) : nothing;
      case 'value':
        this.keep(step, await step.value.evaluate(this.scope()));
        return undefined;
      case 'call':
        this.keep(step, await callCrm(step, this.mapping.crm, this.scope(), this.ports));
        return undefined;
    }
  }

  private keep(step: Step, value: unknown): void {
    this.variables[step.name] = value;
    this.ports.observer({ type: 'value', at: this.ports.clock(), step: step.name, value });
  }

  private async respond(template: Template): Promise<Answer> {
    const { operation, place } = this.mapped;
    return conformed(operation, place, await template.render(this.scope()));
  }

  private scope() {
    return { variables: this.variables, now: this.now };
  }
}
