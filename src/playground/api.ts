/**
 * The JSON API of the playground: what its page asks its server, and what comes back. Types alone, so that the page is
 * built from the same file.
 *
 * - Requests with a body are `POST` with `Content-Type: application/json`. Whatever is not answered with 200 has an
 *   `ApiError` as its body.
 * - Values that came from a CRM, a request or an expression travel as JSON *texts* (`Json`), indented where they are
 *   long: a card number of 19 digits would not survive a `JSON.parse` of the page. A body that is no JSON travels as it is.
 * - Lines and columns count from 1, columns in UTF-16 units, as in a finding.
 * - The page's files are served from `dist/playground/page`: `index.html` as `/`, the others by their names. Where the index
 *   holds `__CSP_NONCE__` it gets the nonce of its styles; scripts come from files alone.
 */

import type {
  CardStates,
  Finding,
  Json,
  Range,
  Replies,
  ReplyInput,
  RequestInput,
  RunRequest,
  StepKind,
} from './api-run.js';

/** The body of all that is not 200. */
export interface ApiError {
  readonly error: {
    readonly code: ApiErrorCode;
    readonly message: string;
    /** What to do about it. */
    readonly hint?: string;
  };
}

export type ApiErrorCode =
  /** 400: the request is not what this file says. */
  | 'badRequest'
  /** 403: another Origin or Host, or no token. */
  | 'forbidden'
  /** 404 */
  | 'notFound'
  /** 409: the file has another text on the disk by now; `GET /api/file` has it. */
  | 'changed'
  /** 409: the mapping is not on the disk any more. */
  | 'gone'
  /** 409: a case of this name is there already. */
  | 'exists'
  /** 403: the mapping is a shipped one, which is not written. */
  | 'readOnly'
  /** 403: the command was started without `--live`. */
  | 'notLive'
  /** 409: the operation writes into the CRM, and `confirmWrites` does not say that it may. */
  | 'writes'
  /** 413 */
  | 'tooLarge'
  /** 422: what was asked for cannot be done with this text; the message says why. */
  | 'cannot'
  /** 500 */
  | 'internal';

// GET /api/workbench

export interface Workbench {
  /** Of loyalty-gw. */
  readonly version: string;
  readonly mapping: MappingFile;
  /** Why the mapping cannot be saved, for people; absent: it can. */
  readonly readOnly?: string;
  /** The twelve, in the order of the catalogue. */
  readonly operations: readonly OperationForm[];
  /** Whether `POST /api/live` sends. */
  readonly live: boolean;
  /** The file name of the config; absent where none is given. */
  readonly config?: string;
  /** The helper functions of mappings, then those of JSONata. */
  readonly functions: readonly FunctionDoc[];
}

export interface MappingFile {
  /** `demo-crm.yaml` */
  readonly name: string;
  /** Relative to where the command was started. */
  readonly path: string;
  readonly text: string;
  /** A hash of the text. */
  readonly version: string;
}

/** An operation of the API with its request contract as the fields of a form. */
export interface OperationForm {
  readonly id: string;
  readonly summary: string;
  readonly since: string;
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly fields: readonly RequestField[];
  /** Whether the request has a body. */
  readonly hasBody: boolean;
  /** What no single field says: "At least one of …". */
  readonly rules: readonly string[];
}

export interface RequestField {
  readonly part: 'params' | 'query' | 'body';
  readonly name: string;
  /** `texts` is a list of texts; `sex`, `date` and so on say how to enter it. */
  readonly kind: 'msisdn' | 'date' | 'email' | 'sex' | 'text' | 'texts' | 'cardNumber' | 'segment';
  readonly required: boolean;
  readonly description: string;
  readonly example: string | readonly string[];
  /** The values that it may have. */
  readonly enum?: readonly string[];
}

/** A case, ready to be run on the page. */
export interface NamedCase {
  /** Of its file, relative to the mapping's folder. */
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly operation: string;
  readonly request: RequestInput;
  readonly params: Readonly<Record<string, string>>;
  readonly cards?: CardStates;
  readonly clock: string;
  /** As they were used when the case was run. */
  readonly replies: Replies;
  /** Whether the case passed when it was read. */
  readonly passed: boolean;
}

export interface NamedReply {
  readonly file: string;
  readonly name: string;
  readonly reply: ReplyInput;
}

export interface FunctionDoc {
  /** Without `$`. */
  readonly name: string;
  /** JSONata's spelling: `<s-:s>`. */
  readonly signature: string;
  /** Absent of JSONata's own. */
  readonly summary?: string;
  readonly examples?: readonly { readonly expression: string; readonly gives: string }[];
}

// GET /api/cases: apart, for to know which reply is for which step they are all run, and the page need not wait for it

export interface CasesAnswer {
  /** All cases of test files that are for this mapping. */
  readonly cases: readonly NamedCase[];
  /** Replies by name: shared ones of the test files. */
  readonly fixtures: readonly NamedReply[];
  /** What is wrong with the test files, for people: a line each. */
  readonly testProblems: readonly string[];
}

// GET /api/file

/** The mapping as it stands on the disk now. */
export type FileAnswer = MappingFile;

// GET /api/schema: the JSON Schema of mappings, as `loyalty-gw schema mapping` prints it

// POST /api/check

export interface CheckRequest {
  readonly text: string;
}

export interface CheckAnswer {
  readonly findings: readonly Finding[];
  /** What the text consists of; absent where it cannot be run. */
  readonly outline?: Outline;
}

export interface Outline {
  readonly operations: readonly OutlineOperation[];
  readonly params: readonly OutlineParam[];
}

export interface OutlineOperation {
  readonly id: string;
  readonly kind: 'steps' | 'proxy' | 'unsupported';
  /** Why it is unsupported. */
  readonly why?: string;
  /** Of its key. */
  readonly range: Range;
  /** A mapping's own, which is not among the twelve. */
  readonly form?: OperationForm;
  /** In page order. The calls among them are what `replies` are given for: the login too, and those of `cards.verify`. */
  readonly steps: readonly OutlineStep[];
  /** Whether it claims or reserves card numbers, so that `cards` mean something. */
  readonly takesCards: boolean;
}

export interface OutlineStep {
  readonly name: string;
  readonly kind: StepKind;
  readonly range: Range;
  /** Of a call: `GET`, and the path as it is written. */
  readonly method?: string;
  readonly path?: string;
  /** The call changes something in the CRM. */
  readonly writes?: true;
  /** The call is made for each item, or page by page, so that several replies make sense. */
  readonly repeats?: 'forEach' | 'pages';
}

export interface OutlineParam {
  readonly name: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly default?: string;
  readonly oneOf?: readonly string[];
  readonly description?: string;
}

// POST /api/rewrite

/** What a form holds as raw text, or a raw text as the fields of a form. 422 `cannot` where it is no request. */
export interface RewriteRequest {
  readonly operation: string;
  readonly request: RequestInput;
}

export interface RewriteAnswer {
  readonly request: RequestInput;
}

// POST /api/complete

export interface CompleteRequest {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** From which the fields of steps and replies are known. */
  readonly run?: Pick<RunRequest, 'operation' | 'request' | 'replies' | 'params' | 'cards' | 'clock'>;
}

export interface CompleteAnswer {
  /** What an item takes the place of: what was typed of it. */
  readonly range: Range;
  readonly items: readonly Completion[];
}

export interface Completion {
  readonly label: string;
  readonly kind:
    | 'key'
    | 'value'
    | 'operation'
    | 'error'
    | 'param'
    | 'variable'
    | 'step'
    | 'field'
    | 'function';
  /** Short: a signature, a kind, a value. */
  readonly detail?: string;
  /** Markdown. */
  readonly doc?: string;
  /** What is put in, with indentation where it has several lines. */
  readonly insert: string;
}

// POST /api/save

/**
 * 409 `changed` where the file has another version by now; `version` of that one saves nevertheless. 409 `gone` where
 * there is none any more; without a `version` it is made anew.
 */
export interface SaveRequest {
  readonly text: string;
  /** Of the text that the page began with. */
  readonly version?: string;
}

export interface SaveAnswer {
  readonly version: string;
}

// POST /api/save-case

/** Runs it, and writes calls, replies and answer as a case. */
export interface SaveCaseRequest extends RunRequest {
  readonly name: string;
  /** A test file of the workbench; absent: the one beside the mapping, which is made where there is none. */
  readonly file?: string;
  /** Takes the place of the case of this name, if there is one: 409 `exists` without it. */
  readonly replace?: boolean;
}

export interface SaveCaseAnswer {
  readonly file: string;
  readonly line: number;
  /** The cases anew. */
  readonly cases: readonly NamedCase[];
}

// POST /api/test

/** Runs all cases of all test files of the mapping on this text. */
export interface TestRequest {
  readonly text: string;
}

export interface TestAnswer {
  /** Of the mapping. Nothing was run where an error keeps it from that. */
  readonly findings: readonly Finding[];
  /** What is wrong with the test files, for people: a line each. */
  readonly problems: readonly string[];
  readonly passed: number;
  readonly failed: number;
  readonly cases: readonly CaseResult[];
  readonly coverage?: CoverageAnswer;
}

export interface CaseResult {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly operation: string;
  readonly passed: boolean;
  readonly problems: readonly {
    readonly message: string;
    readonly differences: readonly {
      readonly path: string;
      readonly expected?: Json;
      readonly actual?: Json;
    }[];
  }[];
}

export interface CoverageAnswer {
  readonly reached: number;
  readonly of: number;
  readonly percent: number;
  /** Lines with something that a case can reach. */
  readonly lines: readonly CoveredLine[];
}

export interface CoveredLine {
  readonly line: number;
  readonly state: 'reached' | 'partly' | 'missed';
  /** What no case reached: `operations.findCard.steps.found was never skipped`. */
  readonly missed: readonly string[];
}
