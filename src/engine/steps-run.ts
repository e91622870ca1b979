import { callCrm } from '../crm/call.js';
import { scalarText } from '../json/values.js';
import { Failure } from '../loyalty-api/failure.js';
import { holds } from '../mapping/condition.js';
import { andThen, type Eventual } from '../mapping/eventual.js';
import type { Expression, Scope } from '../mapping/expression.js';
import type {
  AnswerStep,
  ClaimStep,
  FailStep,
  Mapping,
  ReserveStep,
  Stage,
  Step,
} from '../mapping/mapping.js';
import type { Template } from '../mapping/template.js';
import { type Answer, nothing } from './answer.js';
import type { Ports } from './ports.js';
import type { RunCards } from './run-cards.js';

/** What steps do that belong to an operation; others only find something out. */
export interface OfOperation {
  /** Where one of them keeps card numbers. */
  readonly cards?: RunCards;
  readonly respond: (template: Template, scope: Scope) => Eventual<Answer>;
}

/**
 * One run of some steps in page order; holds what belongs to one request and nothing else. What nothing has to be waited
 * for is done at once: most steps of an operation are conditions and values, and a promise for each took longer than
 * they did.
 */
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
    const cards = this.operation?.cards;
    const lastWrite = cards && stages.findLastIndex(stage => stage.some(({ step }) => isWrite(step)));
    for (let index = 0; index < stages.length; index++) {
      const running = this.runStage(stages[index] as Stage, index);
      const early = running instanceof Promise ? await running : running;
      if (early) return early;
      if (index === lastWrite) await cards?.writesDone();
    }
    return undefined;
  }

  /** @returns the answer of the operation that was run */
  respond(template: Template): Eventual<Answer> {
    if (!this.operation) throw new Error('steps that belong to no operation answer nobody');
    return this.operation.respond(template, this.scope());
  }

  private runStage(stage: Stage, index: number): Eventual<Answer | undefined> {
    const [only] = stage;
    return only && stage.length === 1 ? this.runStep(only.step, index) : this.runTogether(stage, index);
  }

  private async runTogether(stage: Stage, index: number): Promise<undefined> {
    const running = new Map<string, Promise<unknown>>();
    for (const { step, needs } of stage) {
      const inputs = needs.flatMap(name => running.get(name) ?? []);
      const done = this.begin(step, index, inputs);
      // What is done already has nothing that somebody would wait for.
      if (!(done instanceof Promise)) continue;
      // Each is awaited below, in page order; until then a failure may not count as unhandled.
      done.catch(() => {});
      running.set(step.name, done);
    }
    // When several fail, the one written first speaks, whichever failed first.
    for (const done of running.values()) await done;
  }

  /** @param inputs what it has to wait for */
  private begin(step: Step, stage: number, inputs: readonly Promise<unknown>[]): Eventual<unknown> {
    if (inputs.length > 0) return Promise.all(inputs).then(() => this.runStep(step, stage));
    try {
      return this.runStep(step, stage);
    } catch (thrown) {
      return Promise.reject(thrown);
    }
  }

  private runStep(step: Step, stage: number): Eventual<Answer | undefined> {
    try {
      this.ports.signal.throwIfAborted();
      const done = andThen(this.reasonToSkip(step), why => this.decideUnless(why, step, stage));
      return done instanceof Promise ? done.catch(thrown => failedIn(step, thrown)) : done;
    } catch (thrown) {
      return failedIn(step, thrown);
    }
  }

  private reasonToSkip(step: Step): Eventual<'when' | 'repeated' | undefined> {
    if (this.operation?.cards?.skips(step)) return 'repeated';
    if (!step.when) return undefined;
    return andThen(holds(step.when, this.scope()), isTrue => (isTrue ? undefined : 'when'));
  }

  private decideUnless(
    why: 'when' | 'repeated' | undefined,
    step: Step,
    stage: number,
  ): Eventual<Answer | undefined> {
    const { observer, clock } = this.ports;
    if (why) {
      observer({ type: 'skip', at: clock(), step: step.name, why });
      return undefined;
    }
    observer({ type: 'step', at: clock(), step: step.name, stage, kind: step.kind });
    switch (step.kind) {
      case 'fail':
        throw new Failure(step.error, `decided by the step ${step.name}`);
      case 'answer':
        return step.body ? this.respond(step.body) : nothing;
      default:
        return andThen(this.valueOf(step), value => this.keep(step, value));
    }
  }

  private valueOf(step: Exclude<Step, FailStep | AnswerStep>): Eventual<unknown> {
    switch (step.kind) {
      case 'value':
        return step.value.evaluate(this.scope());
      case 'reserve':
        return this.reserve(step);
      case 'claim':
        return this.claim(step);
      case 'call':
        return callCrm(step, this.mapping.crm, this.scope(), this.ports);
    }
  }

  private async reserve({ name, person }: ReserveStep): Promise<unknown> {
    const whom = person && (await textOf(person, this.scope()));
    return this.operation?.cards?.reserve(name, whom);
  }

  private async claim({ name, number, person }: ClaimStep): Promise<unknown> {
    const scope = this.scope();
    return this.operation?.cards?.claim(name, await givenText(number, scope), await givenText(person, scope));
  }

  private keep(step: Step, value: unknown): undefined {
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

/** @throws Failure always: what went wrong in a step */
function failedIn({ name, place }: Step, thrown: unknown): never {
  throw Failure.from(thrown).within({ step: name, place });
}

function isWrite(step: Step): boolean {
  return step.kind === 'call' && step.isWrite;
}
