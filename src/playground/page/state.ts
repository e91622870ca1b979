import type { CasesAnswer, CheckAnswer, MappingFile, Outline, TestAnswer, Workbench } from '../api.js';
import type { CardStates, Replies, RequestInput, Story } from '../api-run.js';

/** What the middle of the page holds. */
export interface Exchange {
  readonly request: RequestInput;
  readonly replies: Replies;
  /** Of the mapping, in the place of those of the config. */
  readonly params: Readonly<Record<string, string>>;
  readonly cards?: CardStates;
  /** What `$now()` gives. */
  readonly clock?: string;
}

/** What the server is asked to do, and can refuse. */
export type Action = 'cases' | 'check' | 'rewrite' | 'run' | 'save' | 'test';

export const noExchange: Exchange = { request: {}, replies: {}, params: {} };

/** All that is drawn is made of this. */
export interface State {
  /** Its cases come a little later than the rest: `areCasesThere`. */
  readonly workbench: Workbench & CasesAnswer;
  readonly areCasesThere: boolean;
  /** The mapping as it stands in the editor. */
  readonly text: string;
  /** As it is on disk, as far as the page knows; empty where there is none. */
  readonly saved: Partial<Pick<MappingFile, 'text' | 'version'>>;
  /** What is on disk in the place of what was loaded, or that nothing is, while it is asked what to do. */
  readonly conflict?: MappingFile | 'gone' | undefined;
  readonly checked?: CheckAnswer;
  /** Of the last text that could be run. */
  readonly outline?: Outline;
  readonly operation: string;
  /** The exchange of each operation that was looked at. */
  readonly exchanges: Readonly<Record<string, Exchange>>;
  /** The case from which the exchange of an operation began. */
  readonly begun: Readonly<Record<string, string>>;
  readonly isLive: boolean;
  /** The operation writes into the real CRM, and it is asked whether it may. */
  readonly asksToWrite: boolean;
  /** The operation that runs. */
  readonly running?: string | undefined;
  readonly story?: Story | undefined;
  /** The text that was run. */
  readonly storyText?: string;
  /** The run before that one, of the same operation, that went another way. */
  readonly before?: Story | undefined;
  readonly isTesting: boolean;
  readonly tested?: TestAnswer;
  /** The text that was tested. */
  readonly testedText?: string;
  readonly isGone: boolean;
  /** Why an action was refused, until it succeeds: what another one does says nothing of it. */
  readonly problems: Readonly<Partial<Record<Action, string>>>;
  /** What has just happened, for all to see and to hear. */
  readonly notice: string;
}
