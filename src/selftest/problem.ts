import { type Operation, type OperationId, operations } from '../loyalty-api/operations.js';
import type { Exchange } from './exchange.js';
import { type Level, type Rule, type RuleId, rules, type Sureness } from './rules.js';

/** A rule that an answer does not hold. */
export interface Problem {
  readonly rule: RuleId;
  readonly level: Level;
  /** How sure the rule is here. */
  readonly sureness: Sureness;
  /** What is wrong, with the place in the body where there is one. */
  readonly message: string;
  /** Where it showed. */
  readonly exchange?: Exchange;
}

/** A rule and what is wrong, before it is known what it was applied to. */
export interface Complaint {
  readonly rule: RuleId;
  readonly message: string;
}

/** @param operation what was called; a rule may be as sure as that */
export function problemOf(
  { rule, message }: Complaint,
  operation?: OperationId,
  exchange?: Exchange,
): Problem {
  const { sureness, level }: Rule = rules[rule];
  if (sureness !== 'operation') return { rule, level, sureness, message, exchange };
  const called: Operation | undefined = operation && operations[operation];
  const confidence = called?.confidence ?? 'documented';
  return {
    rule,
    level: confidence === 'assumed' ? 'warning' : level,
    sureness: confidence,
    message,
    exchange,
  };
}
