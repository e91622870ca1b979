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
export class OwnGrants implements Grants {
  constructor(private tokens: RefreshTokens) {}

  obtain(ask: AskForGrant): Promise<Granted> {
    return ask(this.tokens);
  }

  /**
   * Keeps the token elsewhere from now on, for all who have these grants.
   *
   * @param open opens the other place, with the token that is good now
   */
  async move(open: (current: string | undefined) => Promise<RefreshTokens>): Promise<void> {
    this.tokens = await open(this.tokens.current());
  }
}
