import { callCrm } from '../crm/call.js';
import { scalarText } from '../json/values.js';
import { Failure } from '../loyalty-api/failure.js';
import { holds } from '../mapping/condition.js';
import type { Expression, Scope } from '../mapping/expression.js';
import type { ClaimStep, Mapping, ReserveStep, Stage, Step } from '../mapping/mapping.js';
import type { Template } from '../mapping/template.js';
import { type Answer, nothing } from './answer.js';
import type { Ports } from './ports.js';
import type { RunCards } from './run-cards.js';

/** What steps do that belong to an operation; others only find something out. */
export interface OfOperation {
  readonly cards: RunCards;
  readonly respond: (template: Template, scope: Scope) => Promise<Answer>;
}

/** One run of some steps in page order; holds what belongs to one request and nothing else. */
export class StepsRun {
  private readonly now: number;

  /** @param variables what expressions see. Steps add themselves when they are done */
  constructor(
    private readonly mapping: Mapping,
    private readonly ports: Ports & { readonly deadline: number },
    private readonly variables: Record<string, unknown>,
    private readonly operation?: OfOperation,
  ) {
    this.now = ports.clock();
  }

  /** @returns the answer when an `answer` step was reached */
  async run(stages: readonly Stage[]): Promise<Answer | undefined> {
    const lastWrite = stages.findLastIndex(stage => stage.some(({ step }) => isWrite(step)));
    for (const [index, stage] of stages.entries()) {
      const early = await this.runStage(stage, index);
      if (early) return early;
      if (index === lastWrite) await this.operation?.cards.writesDone();
    }
    return undefined;
  }

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
      const why = await this.reasonToSkip(step);
      if (why) {
        observer({ type: 'skip', at: clock(), step: step.name, why });
        return undefined;
      }
      observer({ type: 'step', at: clock(), step: step.name, stage, kind: step.kind });
      return await this.decide(step);
    } catch (thrown) {
      throw Failure.from(thrown).within({ step: step.name, place: step.place });
    }
  }

  private async reasonToSkip(step: Step): Promise<'when' | 'repeated' | undefined> {
    if (this.operation?.cards.skips(step)) return 'repeated';
    return step.when && !(await holds(step.when, this.scope())) ? 'when' : undefined;
  }

  private async decide(step: Step): Promise<Answer | undefined> {
    switch (step.kind) {
      case 'fail':
        throw new Failure(step.error, `decided by the step ${step.name}`);
      case 'answer':
        return step.body ? this.operation?.respond(step.body, this.scope()) : nothing;
      case 'value':
        this.keep(step, await step.value.evaluate(this.scope()));
        return undefined;
      case 'reserve':
        this.keep(step, await this.reserve(step));
        return undefined;
      case 'claim':
        this.keep(step, await this.claim(step));
        return undefined;
      case 'call':
        this.keep(step, await callCrm(step, this.mapping.crm, this.scope(), this.ports));
        return undefined;
    }
  }

  private async reserve({ name, person }: ReserveStep): Promise<unknown> {
    const whom = person && (await textOf(person, this.scope()));
    return this.operation?.cards.reserve(name, whom);
  }

  private async claim({ name, number, person }: ClaimStep): Promise<unknown> {
    const scope = this.scope();
    return this.operation?.cards.claim(name, await givenText(number, scope), await givenText(person, scope));
  }

  private keep(step: Step, value: unknown): void {
    this.variables[step.name] = value;
    this.ports.observer({ type: 'value', at: this.ports.clock(), step: step.name, value });
  }

  scope(): Scope {
    return { variables: this.variables, now: this.now };
  }
}

/**
 * What an expression gives that names a number or a person.
 *
 * @returns `undefined` where it gives nothing
 * @throws Failure `mappingFault` where it gives something that names nobody
 */
export async function textOf(expression: Expression, scope: Scope): Promise<string | undefined> {
  const value = await expression.evaluate(scope);
  if (value === undefined) return undefined;
  const text = typeof value === 'boolean' ? undefined : scalarText(value);
  if (text !== undefined && text.trim() !== '') return text;
  throw fault(expression, 'gave no text');
}

async function givenText(expression: Expression, scope: Scope): Promise<string> {
  const text = await textOf(expression, scope);
  if (text === undefined) throw fault(expression, 'gave nothing');
  return text;
}

function fault({ source }: Expression, what: string): Failure {
  return new Failure('mappingFault', `${source.name} ${what}`, { place: source.placeAt(0) });
}

function isWrite(step: Step): boolean {
  return step.kind === 'call' && step.isWrite;
}
