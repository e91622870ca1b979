/** A request of Koshelek, read and normalised: what a mapping sees as `$request`. */
export interface LoyaltyRequest {
  readonly method: string;
  /** Without base path and query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** One that the contract does not name may be given several times: then it is a list. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Only those that the mapping asked for by name, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, absent without a body. */
  readonly body?: unknown;
}
