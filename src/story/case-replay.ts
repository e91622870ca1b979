import type { WireCall } from '../crm/wire.js';
import type { Place } from '../document/place.js';
import type { Answer } from '../engine/answer.js';
import type { EngineEvent } from '../engine/events.js';
import type { Mapping } from '../mapping/mapping.js';
import type { TestCase } from '../testing/case.js';
import type { CaseCards } from '../testing/case-cards.js';
import type { Problem } from '../testing/problem.js';
import { answerProblems, Exchanges, NoExchange } from '../testing/run-case.js';
import type { TestFile } from '../testing/test-file.js';
import type { Otherwise, Recorded } from './recorded-replies.js';

/** A case whose request and exchanges a run takes. */
export interface FromCase extends Pick<TestFile, 'now' | 'login'> {
  readonly test: TestCase;
}

/** Whether a dry run came out as its case says. */
export interface Expected {
  readonly name: string;
  readonly place: Place;
  /** Empty: it did. */
  readonly problems: readonly Problem[];
}

/** The CRM of a case: replies as it does in `test`. */
export class CaseReplay implements Otherwise {
  private readonly exchanges: Exchanges;

  constructor(
    private readonly from: FromCase,
    private readonly mapping: Mapping,
  ) {
    this.exchanges = new Exchanges(from.test.fields, mapping.crm.baseUrl, from.login);
  }

  observe(event: EngineEvent): void {
    this.exchanges.observe(event, this.mapping);
  }

  replyTo(call: WireCall): Recorded {
    const outcome = this.exchanges.replyTo(call);
    const label = outcome instanceof NoExchange ? 'the case has no exchange for it' : 'of the case';
    return { outcome, label };
  }

  verdict(answer: Answer, cards: CaseCards): Expected {
    const { test } = this.from;
    const problems = [...this.exchanges.problems(), ...answerProblems(test, answer), ...cards.problems()];
    return { name: test.fields.name, place: test.place, problems };
  }
}
