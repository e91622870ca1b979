import type { MemoryState } from '../cards/memory.js';
import type { ClaimEnd } from '../cards/port.js';
import type { Verdict } from '../crm/events.js';
import type { Place } from '../document/place.js';
import type { CardHappening } from '../engine/card-events.js';
import type { ErrorName } from '../loyalty-api/errors.js';
import type { LoyaltyRequest } from '../loyalty-api/request.js';
import type { Step } from '../mapping/mapping.js';
import type { Expected } from './case-replay.js';
import type { Explained } from './explainer.js';

/** What happened at one step. */
export interface ToldStep {
  readonly step: string;
  readonly kind: 'login' | Step['kind'] | 'skipped' | 'not reached';
  /** Steps that ran at the same time. */
  readonly together: readonly string[];
  /** One for each item, page and attempt; none when the CRM was not called. */
  readonly exchanges?: readonly ToldExchange[];
  /** What its expressions gave, but for those that are told with an exchange. */
  readonly explained?: readonly Explained[];
  /** What happened to the card number that it took. */
  readonly cards?: readonly ToldCard[];
  /** It was skipped for this, and not for its `when`. */
  readonly why?: 'repeated';
  /** Failures that `mayFail` let pass. */
  readonly tolerated?: readonly ErrorName[];
  /** What the step holds; absent when it holds nothing. */
  value?: unknown;
}

export interface ToldCard {
  readonly number: string;
  readonly what: CardHappening['what'];
  readonly outcome?: ClaimEnd;
  /** Whether somebody has it in the CRM. */
  readonly isOwned?: boolean;
}

export interface ToldExchange {
  readonly call: { method: string; url: string; headers: Record<string, string>; body?: unknown };
  /** Where a recorded reply came from. */
  given?: string;
  reply?: { status: number; headers: Readonly<Record<string, string>>; body: unknown };
  fault?: string;
  judged?: { verdict: Verdict; reason: string };
  /** Made again after so many whole seconds. */
  again?: { after: number };
  /** What became of the breaker by it. */
  breaker?: 'opened' | 'closed';
  /** How often it was made again with the same outcome. */
  same?: number;
  /** Milliseconds, of a live exchange. */
  ms?: number;
  /** What the expressions gave that led to the call, and those that looked at the reply. */
  explained?: readonly Explained[];
}

/** A dry run, told from beginning to end. */
export interface Told {
  readonly operation: string;
  readonly mapping: string;
  readonly api: string;
  /** What stands before every route. */
  readonly basePath: string;
  readonly live: boolean;
  readonly placeholders: readonly string[];
  /** As expressions see it. */
  readonly request?: LoyaltyRequest;
  /** As it was sent, when the contract refused it. */
  readonly refused?: { method: string; path: string; query: string; body?: string };
  readonly steps: readonly ToldStep[];
  /** What card numbers are in the end, in the memory of the dry run; absent where no step takes one. */
  readonly cards?: Readonly<Record<string, MemoryState>>;
  /** What the expressions of the response gave. */
  readonly explained?: readonly Explained[];
  /** Absent when the run ended at a call without a reply. */
  readonly answer?: { status: number; body: unknown };
  readonly failure?: { error: ErrorName; message: string; detail?: string; step?: string; place?: Place };
  /** What the contract says of the answer. */
  readonly contract: string;
  /** What the case of `--from` says of it. */
  readonly expected?: Expected;
  /** Koshelek would get what the contract allows, and the mapping had no fault. */
  readonly isGood: boolean;
  /** Masks every secret that is known. */
  readonly redact: (text: string) => string;
}
