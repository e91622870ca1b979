/** The part of the JSON API in which runs are asked for and told; `api.ts` has the rest, and what holds for all. */

/** JSON as a text, or what stands in its place. */
export type Json = string;

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** `to` is the first character behind it. */
export interface Range {
  readonly from: Position;
  readonly to: Position;
}

export interface Finding {
  readonly level: 'error' | 'warning' | 'notice';
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly range: Range;
  /** What this kind of finding is, with an example that leads to it and the same mended. */
  readonly about: { readonly summary: string; readonly bad: string; readonly good: string };
  /** Mends it. */
  readonly fix?: Fix;
}

export interface Fix {
  /** What it does: `write "msisdn"`. */
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
}

export type StepKind = 'login' | 'call' | 'value' | 'fail' | 'answer' | 'reserve' | 'claim';

// POST /api/run, POST /api/live

export interface RunRequest {
  readonly text: string;
  readonly operation: string;
  readonly request: RequestInput;
  /** By step. A call for which there is none ends the run: it is named in `missingReply`. */
  readonly replies: Replies;
  /** Params of the mapping, in the place of those of the config. */
  readonly params?: Readonly<Record<string, string>>;
  /** What card numbers are before, where the operation takes one. */
  readonly cards?: CardStates;
  /** What `$now()` gives, as in a test file; by default the time of the run. */
  readonly clock?: string;
}

/** To the real CRM, with the params of the config. Only with `--live`. */
export interface LiveRequest {
  readonly text: string;
  readonly operation: string;
  readonly request: RequestInput;
  /** An operation that writes is sent only with this: 409 `writes` without it. */
  readonly confirmWrites?: boolean;
}

/** What Koshelek asks: the fields of the form, or raw text. */
export type RequestInput =
  | RequestFields
  /** `POST /v1/card/1`, headers, an empty line, a body. */
  | { readonly raw: string };

export interface RequestFields {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The text of the body: JSON, or what is to be refused. */
  readonly body?: Json;
}

/** The first is for the first call of the step, and so on; the last one for all that follow. */
export type Replies = Readonly<Record<string, readonly ReplyInput[]>>;

export type ReplyInput = (RecordedReplyInput | RecordedFaultInput) & {
  /** How long it takes, in the time of the run, in which nobody waits; 100 without it, of a timeout that of the call. */
  readonly ms?: number;
};

export interface RecordedReplyInput {
  readonly status: number;
  /** `content-type: application/json` is added to a body that is JSON. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Json;
}

export interface RecordedFaultInput {
  readonly fault: 'timeout' | 'reset' | 'refused';
}

/** `free`, `reserved`, or with a person, as in a test file. */
export type CardStates = Readonly<Record<string, CardState>>;
export type CardState =
  | 'free'
  | 'reserved'
  | { readonly reserved: string }
  | { readonly issuing: string }
  | { readonly issued: string }
  | { readonly doubtful: string };

export interface RunAnswer {
  /** As of `check`. */
  readonly findings: readonly Finding[];
  /** Absent where an error keeps the mapping from being run. */
  readonly story?: Story;
}

/** One run, told from beginning to end. Secrets are masked in all of it. */
export interface Story {
  readonly operation: string;
  readonly live: boolean;
  /** Params without a value, whose placeholders stand in the calls. */
  readonly placeholders: readonly string[];
  readonly request: ToldRequest;
  readonly steps: readonly ToldStep[];
  /** By when they were sent. */
  readonly exchanges: readonly ToldExchange[];
  /** Milliseconds from the first to the last event. */
  readonly duration: number;
  /** Absent when the run ended at a call without a reply. */
  readonly answer?: ToldAnswer;
  /** The step whose call had no reply. */
  readonly missingReply?: string;
  readonly failure?: ToldFailure;
  /** What the contract says of the answer, in a sentence. */
  readonly contract: string;
  /** Koshelek gets what the contract allows, and neither the mapping nor the gateway is at fault. */
  readonly isGood: boolean;
  /** What card numbers are in the end, where the operation takes one. */
  readonly cards?: CardStates;
  /** What the expressions gave, in the order in which they were evaluated; of several with one range each is one. */
  readonly explained: readonly Explained[];
}

export interface ToldRequest {
  /** The contract refused it, so that no step was reached. */
  readonly refused: boolean;
  /** `$request`, as expressions see it. */
  readonly seen?: Json;
}

export interface ToldStep {
  readonly step: string;
  readonly kind: StepKind | 'skipped' | 'not reached';
  readonly range?: Range;
  /** Steps that it waited for, because it reads them. */
  readonly needs: readonly string[];
  /** Calls that ran at the same time. */
  readonly together: readonly string[];
  /** It was skipped for this, and not for its `when`. */
  readonly why?: 'repeated';
  /** Milliseconds from the beginning; absent of what was not reached. */
  readonly start?: number;
  readonly end?: number;
  /** What it holds: absent and `isAbsent`, when it holds nothing. */
  readonly value?: Json;
  readonly isAbsent?: true;
  /** Failures that `mayFail` let pass. */
  readonly tolerated?: readonly string[];
  /** What happened to card numbers, for people. */
  readonly cards?: readonly string[];
}

export interface ToldExchange {
  readonly id: string;
  readonly step: string;
  /** From 1; of a step with pages or `forEach`, or with repeats, there are several. */
  readonly number: number;
  readonly start: number;
  /** Absent when no reply was given. */
  readonly end?: number;
  readonly call: ToldCall;
  readonly reply?: { readonly status: number; readonly headers: Headers; readonly body: Json };
  readonly fault?: string;
  readonly judged?: { readonly verdict: string; readonly reason: string; readonly isGood: boolean };
  /** Made again, after so many milliseconds. */
  readonly retryAfter?: number;
  readonly breaker?: 'opened' | 'closed';
}

export type Headers = Readonly<Record<string, string>>;

export interface ToldCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body?: Json;
  /** A line for a shell, with `***` in the place of secrets. */
  readonly curl: string;
}

export interface ToldAnswer {
  readonly status: number;
  /** Status line, headers, an empty line, the body. */
  readonly raw: string;
  /** Empty: nothing. */
  readonly body: Json;
  /** The contract, field by field, in its order; then what it does not name. Of an error answer, `code` and `description`. */
  readonly fields: readonly FieldVerdict[];
}

export interface FieldVerdict {
  /** `card.barcode.barcodeType`, `[0].amount`. */
  readonly path: string;
  readonly verdict: 'fits' | 'wrong' | 'missing' | 'left out' | 'not named';
  readonly required: boolean;
  /** What the contract asks for: `text, not empty`, `one of active, inactive`. */
  readonly expected: string;
  readonly value?: Json;
  /** What is wrong with it. */
  readonly problem?: string;
}

export interface ToldFailure {
  /** Its name in the catalogue. */
  readonly error: string;
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  readonly step?: string;
  readonly at?: Position;
}

/** What one expression gave, once. */
export interface Explained {
  readonly range: Range;
  /** Where it stands below its step, `query.phone`. */
  readonly key: string;
  readonly step?: string;
  readonly exchange?: string;
  readonly expression: string;
  readonly reads: readonly { readonly name: string; readonly value?: Json }[];
  /** Absent when it gave nothing, or failed. */
  readonly value?: Json;
  readonly failed?: string;
  /** Which ways its conditions took. */
  readonly conditions: readonly {
    readonly at: Position;
    readonly sign: '?' | '?:' | '??';
    readonly way: 'then' | 'else';
    readonly times: number;
  }[];
}
