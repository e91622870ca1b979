import type { Place } from '../document/place.js';
import type { ErrorName } from '../loyalty-api/errors.js';
import type { Operation, Revision } from '../loyalty-api/operations.js';
import type { Expression } from './expression.js';
import type { Spot, Template } from './template.js';

/** A mapping file, checked and compiled: nothing in it is looked up or parsed while requests run. */
export interface Mapping {
  readonly name: string;
  readonly file: string;
  readonly api: Revision;
  /** What `$params` is: frozen, because all requests share it. */
  readonly params: Readonly<Record<string, string>>;
  /** Values of secret params, for redaction. */
  readonly secrets: readonly string[];
  /** Params that had no value and got a placeholder; none in a mapping that `serve` runs. */
  readonly placeholders: readonly string[];
  readonly requestHeaders: readonly string[];
  /** Milliseconds. */
  readonly deadline: number;
  readonly crm: Crm;
  readonly operations: ReadonlyMap<string, MappedOperation>;
}

export interface Crm {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly auth: { readonly kind: 'none' } | { readonly kind: 'bearer'; readonly token: string };
  readonly headers: readonly NamedTemplate[];
  /** Bytes. */
  readonly maxReply: number;
}

export type MappedOperation =
  | {
      readonly kind: 'unsupported';
      readonly operation: Operation;
      readonly why: string;
      readonly place: Place;
    }
  | StepsOperation;

export interface StepsOperation {
  readonly kind: 'steps';
  readonly operation: Operation;
  readonly place: Place;
  /** Run one after the other; the steps inside one stage run as soon as what they read is there. */
  readonly stages: readonly Stage[];
  /** None: an empty body. */
  readonly response: Template | undefined;
}

export type Stage = readonly PlannedStep[];

export interface PlannedStep {
  readonly step: Step;
  /** Steps of the same stage that it reads, by name. */
  readonly needs: readonly string[];
}

export type Step = CallStep | ValueStep | FailStep | AnswerStep;

interface StepBase {
  readonly name: string;
  readonly place: Place;
  readonly when: Expression | undefined;
}

export interface ValueStep extends StepBase {
  readonly kind: 'value';
  readonly value: Expression;
}

export interface FailStep extends StepBase {
  readonly kind: 'fail';
  readonly error: ErrorName;
}

export interface AnswerStep extends StepBase {
  readonly kind: 'answer';
  /** None: `answer: nothing`. */
  readonly body: Template | undefined;
}

export interface CallStep extends StepBase {
  readonly kind: 'call';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Changes something in the CRM: waits for all steps above it and holds all below it. */
  readonly isWrite: boolean;
  readonly path: Template;
  readonly query: readonly NamedTemplate[];
  readonly headers: readonly NamedTemplate[];
  readonly body: Template | undefined;
  /** None: `$reply.body`. */
  readonly take: Expression | undefined;
  readonly takeMayVanish: boolean;
  readonly ifMissing: ErrorName | undefined;
  readonly judging: Judging;
}

/** How a reply is judged, the CRM's rules and the call's overrides made one. */
export interface Judging {
  /** Milliseconds. */
  readonly timeout: number;
  readonly missing: Expression | undefined;
  /** The call's own first, then the CRM's. */
  readonly errors: readonly { readonly when: Expression; readonly error: ErrorName }[];
  readonly success: Expression | undefined;
  readonly asText: ReadonlySet<string>;
  readonly keepNulls: boolean;
}

/** A query parameter or a header. */
export interface NamedTemplate {
  readonly name: string;
  readonly template: Template;
  readonly spot: Spot;
}
