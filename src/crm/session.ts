import type { Scope } from '../mapping/expression.js';

/** What a login gave: what later calls are sent with. */
export interface Session {
  /** None where nothing but the values is sent. */
  readonly token: string | undefined;
  /** What expressions see as `$session`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Where calls go instead of `crm.baseUrl`. */
  readonly baseUrl: string | undefined;
  /** When it ends; `Infinity` when nobody said. */
  readonly until: number;
  /** When it is to be renewed: a while before it ends. */
  readonly renewAt: number;
  /** Texts that must never be shown. */
  readonly secrets: readonly string[];
}

/** What the expressions of a call see: the values of the session, and not its token. */
export function withSession(scope: Scope, session: Session | undefined): Scope {
  if (!session) return scope;
  return { now: scope.now, variables: { ...scope.variables, session: session.values } };
}
