import { RetryBudget } from './retry-budget.js';

/** What protects one CRM, and the gateway from it. It outlives requests: all that go to the CRM share one. */
export class Guard {
  readonly budget = new RetryBudget();
}
