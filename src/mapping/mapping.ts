import type { Place } from '../document/place.js';
import type { ErrorName } from '../loyalty-api/errors.js';
import type { Operation, Revision } from '../loyalty-api/operations.js';
import type { Expression } from './expression.js';
import type { Nesting } from './nested.js';
import type { ReplyFormat } from './reply-format.js';
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
  readonly crm: Crm;
  readonly operations: ReadonlyMap<string, MappedOperation>;
  /** Who has a card number in the CRM; there where a step claims one. */
  readonly verify: Verify | undefined;
}

export interface Crm {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly auth: Auth;
  /** Of the connections; `undefined` where nothing special is asked for. */
  readonly tls: Tls | undefined;
  readonly headers: readonly NamedTemplate[];
  /** Bytes. */
  readonly maxReply: number;
  readonly limits: CrmLimits;
  /**
   * A digest of all that the CRM and a login to it are made of, params included: where another mapping has the same,
   * sessions and connections serve both.
   */
  readonly identity: string;
}

/** What the CRM bears. */
export interface CrmLimits {
  /** Calls that run at the same time. */
  readonly concurrency: number;
  /** Calls that may wait for it. */
  readonly queue: number;
  /** So many calls in so many milliseconds, and how many of them may begin at once; none: no limit. */
  readonly rate: { readonly calls: number; readonly per: number; readonly burst: number } | undefined;
  /** How many failures in a row open it, over how many milliseconds at least, and for how many. */
  readonly breaker: { readonly failures: number; readonly window: number; readonly openFor: number };
}

/** Certificates and keys as they stand in their files: PEM. */
export interface Tls {
  /** Trusted besides those that Node.js trusts. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
}

export type MappedOperation =
  | {
      readonly kind: 'unsupported';
      readonly operation: Operation;
      readonly why: string;
      readonly place: Place;
    }
  | StepsOperation
  | ProxyOperation;

/** The request is passed on to the CRM, and the reply is the answer. */
export interface ProxyOperation {
  readonly kind: 'proxy';
  readonly operation: Operation;
  /** The same without its body, which is passed on unread: what a request is held against. */
  readonly unread: Operation;
  readonly place: Place;
  /** Milliseconds for all of it. */
  readonly deadline: number;
  /** Where it goes and how the reply is judged; all else comes from the request. */
  readonly call: CallStep;
  /** `ifMissing: nothing`. */
  readonly missingIsNothing: boolean;
}

export interface StepsOperation {
  readonly kind: 'steps';
  readonly operation: Operation;
  readonly place: Place;
  /** Milliseconds for all of it. */
  readonly deadline: number;
  /** Run one after the other; the steps inside one stage run as soon as what they read is there. */
  readonly stages: readonly Stage[];
  /** Whether one of its steps reserves or claims a card number. */
  readonly keepsCards: boolean;
  /** None: an empty body. */
  readonly response: Template | undefined;
}

export type Stage = readonly PlannedStep[];

export interface PlannedStep {
  readonly step: Step;
  /** Steps of the same stage that it reads, by name. */
  readonly needs: readonly string[];
}

export type Step = CallStep | ValueStep | FailStep | AnswerStep | ReserveStep | ClaimStep;

/** Asks the CRM who has a card number. It only reads. */
export interface Verify {
  readonly place: Place;
  /** Milliseconds for all of it. */
  readonly deadline: number;
  readonly stages: readonly Stage[];
  /** Nothing: nobody has it. */
  readonly owner: Expression;
}

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

/** Takes a free card number. */
export interface ReserveStep extends StepBase {
  readonly kind: 'reserve';
  readonly person: Expression | undefined;
}

/** Takes a reserved card number for a person; what stands below issues it. */
export interface ClaimStep extends StepBase {
  readonly kind: 'claim';
  readonly number: Expression;
  readonly person: Expression;
}

export interface CallStep extends StepBase, Call {}

/** A call as it is written, without the step whose call it is. */
export interface Call {
  readonly kind: 'call';
  /** Its name under `calls:`, where steps share it. */
  readonly shared?: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Changes something in the CRM: waits for all steps above it and holds all below it. */
  readonly isWrite: boolean;
  /** A write that may be made twice. */
  readonly isIdempotent: boolean;
  readonly path: Template;
  readonly query: readonly NamedTemplate[];
  readonly headers: readonly NamedTemplate[];
  readonly body: CallBody | undefined;
  /** How structures are written in the query and the form; none: they cannot be. */
  readonly nested: Nesting | undefined;
  /** None: `$reply.body`. */
  readonly take: Expression | undefined;
  readonly takeMayVanish: boolean;
  readonly ifMissing: ErrorName | undefined;
  /** A failure of the CRM leaves the step absent. */
  readonly mayFail: boolean;
  /** What `$given` is in a call that steps share. */
  readonly given: Template | undefined;
  readonly each: ForEach | undefined;
  readonly pages: Pages | undefined;
  readonly judging: Judging;
  /** Only while the request of a proxied operation is passed on. */
  readonly passed?: Passed;
}

/** What a call passes on of Koshelek's request. */
export interface Passed {
  /** Ready for the URL, behind the `?`. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where it is known beforehand; in `serve` it streams. */
  readonly body: string | undefined;
  /** A success may come without a body. */
  readonly mayBeEmpty: boolean;
  /** Also a write may find nothing. */
  readonly mayBeMissing: boolean;
}

/** A call that is made for each item of a list. */
export interface ForEach {
  readonly items: Expression;
  /** How many calls run at the same time. */
  readonly concurrency: number;
  /** How many items there may be. */
  readonly max: number;
  /** Whether a reply ends it. Items are tried one after another then. */
  readonly until: Expression | undefined;
}

/** A reply that comes in pages. */
export interface Pages {
  readonly first: Template | undefined;
  /** What `$page` is next, or the address of the next page; nothing after the last one. */
  readonly next: { readonly kind: 'page' | 'link'; readonly expression: Expression };
  readonly rows: Expression;
  /** How many pages there may be. */
  readonly max: number;
}

/** What a call carries: JSON, a text as it is, or the fields of a form. */
export type CallBody =
  | { readonly kind: 'json'; readonly template: Template }
  | { readonly kind: 'text'; readonly template: Template; readonly spot: Spot }
  | { readonly kind: 'form'; readonly fields: readonly NamedTemplate[] };

/** How a reply is judged, the CRM's rules and the call's overrides made one. */
export interface Judging {
  /** Milliseconds. */
  readonly timeout: number;
  /** Whether a reply says that the call was not processed, because there are too many. None: a 429 does. */
  readonly throttledOn: Expression | undefined;
  /** Seconds to wait, where a reply says so in another way than by its header. */
  readonly retryAfter: Expression | undefined;
  readonly missing: Expression | undefined;
  /** The call's own first, then the CRM's. */
  readonly errors: readonly { readonly when: Expression; readonly error: ErrorName }[];
  readonly success: Expression | undefined;
  /** Whether another attempt may help after a reply that is a failure. None: after a 502, 503 or 504. */
  readonly retryOn: Expression | undefined;
  /** How often a call is repeated at most. */
  readonly retries: number;
  readonly asText: ReadonlySet<string>;
  readonly keepNulls: boolean;
  /** What the body is read as. */
  readonly format: ReplyFormat;
}

/** A query parameter, a field of a form or a header. */
export interface NamedTemplate {
  readonly name: string;
  readonly template: Template;
  readonly spot: Spot;
}

/** How calls to the CRM are authenticated, checked and compiled. */
export type Auth = { readonly kind: 'none' } | FixedAuth | HmacAuth | SessionAuth;

/** The same in every call: basic, bearer, a header or a query parameter. */
export interface FixedAuth {
  readonly kind: 'fixed';
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Ready for the URL: empty, or `name=value`. */
  readonly query: string;
}

/** A signature over the call, made anew for each attempt. */
export interface HmacAuth {
  readonly kind: 'hmac';
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly key: string;
  /** What is signed. */
  readonly text: Template;
  /** Put before the bytes of the signature, before both are encoded. */
  readonly prefix: string;
  readonly encoding: 'hex' | 'base64' | 'base64url';
  readonly headers: readonly NamedTemplate[];
}

/** A login gives a token, which goes with every call until it is renewed. */
export interface SessionAuth {
  readonly kind: 'session';
  readonly place: Place;
  readonly grant: LoginGrant | OAuth2Grant;
  /** What later expressions see as `$session`; `baseUrl` is where calls go from then on. */
  readonly values: readonly { readonly name: string; readonly expression: Expression }[];
  /** How the token goes with a call. */
  readonly send: {
    readonly headers: readonly NamedTemplate[];
    readonly query: readonly NamedTemplate[];
    readonly body: readonly NamedTemplate[];
  };
  /** Whether a reply says that the token is no longer good. None: a 401 does. */
  readonly renewOn: Expression | undefined;
}

/** A login of the CRM's own making. */
export interface LoginGrant {
  readonly kind: 'login';
  readonly call: CallStep;
  /** Where the login's path is added to. */
  readonly baseUrl: string;
  /** None: what the login gives are values. */
  readonly token: Expression | undefined;
  /** Seconds, by expression, or milliseconds. */
  readonly lifetime: Expression | number | undefined;
}

/** A token request of OAuth 2 (RFC 6749). */
export interface OAuth2Grant {
  readonly kind: 'oauth2';
  readonly tokenUrl: string;
  readonly grant: 'client_credentials' | 'refresh_token' | 'password';
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientAuth: 'basic' | 'body';
  readonly format: 'form' | 'json';
  /** All other parameters of the request. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The one that the deployment sets; later ones come with replies. */
  readonly refreshToken: string | undefined;
  /** Where later refresh tokens are kept: an absolute path. */
  readonly tokenFile: string | undefined;
  /** Milliseconds, where the reply says nothing of it. */
  readonly lifetime: number | undefined;
  /** Milliseconds until the reply must be complete. */
  readonly timeout: number;
}
