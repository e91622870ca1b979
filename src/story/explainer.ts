import { AsyncLocalStorage } from 'node:async_hooks';
import { formatPath, type Path, type Place } from '../document/place.js';
import type { EngineEvent } from '../engine/events.js';
import { isObject } from '../json/values.js';
import type { Reference } from '../mapping/analyse.js';
import type { Branch } from '../mapping/branches.js';
import { LOGIN, verifyStep } from '../mapping/names.js';
import type { Source } from '../mapping/source.js';
import type { Evaluation, ExpressionWatch } from '../mapping/watch.js';
import { withoutTokens } from './without-tokens.js';

/** What came of one expression, once. */
export interface Explained {
  /** Where it stands below its step, `query.phone`, or in the mapping, `crm.success`. */
  readonly key: string;
  readonly place: Place;
  readonly expression: string;
  /** What it read, as far as it is written as plain names. */
  readonly reads: readonly { readonly name: string; readonly value?: unknown }[];
  /** Absent when it gave nothing, or failed. */
  readonly value?: unknown;
  readonly failed?: string;
  /** Which ways its conditions took, and those of the functions that it calls. */
  readonly conditions: readonly Way[];
  /** It looked at the reply of the exchange that it is told with; others came before the call. */
  readonly ofReply?: true;
}

export interface Way {
  /** Of the sign. */
  readonly place: Place;
  readonly sign: '?' | '?:' | '??';
  readonly way: Branch['way'];
  readonly times: number;
}

interface Noted {
  readonly step: string | undefined;
  /** The exchange that it is told with. */
  exchange?: string;
  readonly explained: Explained;
}

/** Whose flow something happens in: that of a step, or of one of its items. */
interface Flow {
  readonly of: Explainer;
  readonly step: string;
  readonly exchange?: string;
}

/** One for all: Node.js keeps each that was ever entered, and hands the store of each on with every promise. */
const flows = new AsyncLocalStorage<Flow>();

/**
 * Looks on at the expressions of one run and tells them by step. Most stand below their step; those of the CRM section
 * and of shared calls serve all, and belong to the step in whose flow they are evaluated. Flows of steps that run at
 * the same time interleave, and are told apart as Node.js does it.
 */
export class Explainer {
  readonly watch: ExpressionWatch = {
    evaluated: evaluation => this.evaluated(evaluation),
    tookBranch: branch => this.took(branch),
  };
  private readonly noted: Noted[] = [];
  /** Exchanges whose reply is being judged. */
  private readonly replied = new Set<string>();
  private readonly taken = new Map<Source, Branch[]>();
  /** The exchange of the login that is under way. Its flow is that of whichever step needed it first. */
  private login: string | undefined;
  /** Where nothing logs in, a step may be called so; of a login no step event tells. */
  private hasStepLogin = false;
  /** The step that claims a card number, for which the CRM is asked who has it. */
  private claim: string | undefined;

  observe(event: EngineEvent): void {
    switch (event.type) {
      case 'step':
        if (event.step === LOGIN) this.hasStepLogin = true;
        if (event.kind === 'claim') this.claim = event.step;
        flows.enterWith({ of: this, step: event.step });
        break;
      case 'call':
        if (event.step === LOGIN && !this.hasStepLogin) this.login = event.exchange;
        else flows.enterWith({ of: this, step: event.step, exchange: event.exchange });
        for (const each of this.noted)
          if (each.step === event.step && each.exchange === undefined) each.exchange = event.exchange;
        break;
      case 'reply':
        this.replied.add(event.exchange);
        break;
      case 'verdict':
        this.replied.delete(event.exchange);
        break;
      case 'session':
        this.login = undefined;
        break;
    }
  }

  /**
   * What was evaluated for a step, in its order.
   *
   * @param step `undefined` is the response of the operation
   * @param exchange what is told with this one; without it, what belongs to none
   */
  of(step: string | undefined, exchange?: string): Explained[] {
    return this.noted
      .filter(each => each.step === step && each.exchange === exchange)
      .map(({ explained }) => explained);
  }

  /** That of an earlier run goes on in whatever its caller does next. */
  private flow(): Flow | undefined {
    const flow = flows.getStore();
    return flow?.of === this ? flow : undefined;
  }

  private took(branch: Branch): void {
    const taken = this.taken.get(branch.inside) ?? [];
    taken.push(branch);
    this.taken.set(branch.inside, taken);
  }

  private evaluated({ expression, references, scope, value, failure }: Evaluation): void {
    const { source } = expression;
    const step = this.stepOf(source.path);
    const exchange = step === LOGIN && !this.hasStepLogin ? this.login : this.flow()?.exchange;
    const isOfReply = step !== undefined && exchange !== undefined && this.replied.has(exchange);
    const isSecret = step === LOGIN && source.path.at(-1) === 'token';
    const shown = (each: unknown) => {
      if (isSecret && each !== undefined) return '***';
      return step === LOGIN ? withoutTokens(each) : each;
    };
    const gave = shown(value);
    const reads = readsOf(references, scope.variables).map(read => ({ ...read, value: shown(read.value) }));
    this.noted.push({
      step,
      ...(isOfReply && { exchange }),
      explained: {
        key: keyOf(source.path),
        place: source.placeAt(0),
        expression: source.text,
        reads,
        ...(gave !== undefined && { value: gave }),
        ...(failure !== undefined && { failed: reasonOf(failure) }),
        conditions: counted(this.taken.get(source) ?? []),
        ...(isOfReply && { ofReply: true }),
      },
    });
    this.taken.delete(source);
  }

  private stepOf(path: Path): string | undefined {
    const [section, name, part, step] = path;
    if (section === 'operations' || section === 'custom') {
      if (part === 'steps') return String(step);
      if (part === 'response') return undefined;
    }
    if (section === 'cards') return part === 'steps' ? verifyStep(String(step)) : this.claim;
    if (section === 'crm' && name === 'auth' && this.isOfLogin(path)) return LOGIN;
    return this.flow()?.step;
  }

  /** What is sent with a token is tried out once when somebody logs in. */
  private isOfLogin(path: Path): boolean {
    const at = path[2] === 'among' ? 4 : 2;
    if (path[at] !== 'login' && path[at] !== 'oauth2') return false;
    return this.login !== undefined || (path[at + 1] !== 'send' && path[at + 1] !== 'renewOn');
  }
}

function keyOf(path: Path): string {
  const isOfSteps = path[0] === 'operations' || path[0] === 'custom' || path[2] === 'steps';
  if (!isOfSteps) return formatPath(path);
  return formatPath(path.slice(path[2] === 'steps' ? 4 : 2));
}

function readsOf(
  references: readonly Reference[],
  variables: Readonly<Record<string, unknown>>,
): { name: string; value: unknown }[] {
  const reads = new Map<string, unknown>();
  for (const { name, called, members } of references) {
    if (called) continue;
    const isToken = name === 'session' && members[0] === 'token';
    const value = isToken ? '***' : members.reduce<unknown>(memberOf, variables[name]);
    reads.set(`$${[name, ...members].join('.')}`, value);
  }
  return [...reads].map(([name, value]) => ({ name, value }));
}

/** As a path of JSONata looks into lists. */
function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) {
    const found = value.flatMap(item => memberOf(item, name)).filter(each => each !== undefined);
    return found.length > 1 ? found : found[0];
  }
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The cause says what the message leaves out, because that one reaches the log. */
function reasonOf(failure: unknown): string {
  const { message, cause } = Object(failure) as { message?: unknown; cause?: unknown };
  const { message: inner } = Object(cause) as { message?: unknown };
  return String(inner ?? message ?? failure);
}

function counted(taken: readonly Branch[]): Way[] {
  const times = new Map<Branch, number>();
  for (const branch of taken) times.set(branch, (times.get(branch) ?? 0) + 1);
  return [...times].map(([{ source, index, way }, count]) => ({
    place: source.placeAt(index),
    sign: (/^\?[?:]?/.exec(source.text.slice(index))?.[0] ?? '?') as Way['sign'],
    way,
    times: count,
  }));
}
