import type { Granted } from './oauth.js';
import type { RefreshTokens } from './token-file.js';

/** Asks the CRM for a grant, with the refresh token that is good now. */
export type AskForGrant = (tokens: RefreshTokens) => Promise<Granted>;

/** Where what a login gives comes from. */
export interface Grants {
  /**
   * @param now by the clock
   * @throws Failure
   */
  obtain(ask: AskForGrant, now: number): Promise<Granted>;
}

/** Each process asks for itself. */
export function ownGrants(tokens: RefreshTokens): Grants {
  return { obtain: ask => ask(tokens) };
}
