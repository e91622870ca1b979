import { Guard } from '../crm/guard.js';
import { HttpWire } from '../crm/http-wire.js';
import { Sessions } from '../crm/sessions.js';
import { SharedRate } from '../crm/shared-rate.js';
import type { SharedState } from '../crm/shared-state.js';
import type { StopSignal } from '../crm/wire.js';
import type { Mapping } from '../mapping/mapping.js';

/**
 * The way to one CRM: connections, sessions, and what protects it. Generations for which the CRM is the same have it in
 * common, so that a reload of anything else neither logs in anew nor forgets that the CRM is down.
 */
export class CrmSide {
  private users = 1;

  private constructor(
    readonly identity: string,
    readonly wire: HttpWire,
    readonly sessions: Sessions,
    readonly guard: Guard,
  ) {}

  /**
   * @param before the one that is in use; it is given again where it leads to the same CRM
   * @param state what replicas share
   * @throws TokenFileError
   */
  static async open(
    mapping: Mapping,
    stopLogins: StopSignal,
    before?: CrmSide,
    state?: SharedState,
  ): Promise<CrmSide> {
    const { crm } = mapping;
    if (before?.identity === crm.identity) return before.shared();
    const sessions = await Sessions.open(mapping, stopLogins, before?.sessions, state);
    const { limits, baseUrl } = crm;
    const rate = state && limits.rate && new SharedRate(limits.rate, state, baseUrl);
    return new CrmSide(crm.identity, new HttpWire(crm), sessions, new Guard(limits, rate));
  }

  /** Lets go of it: what nobody has any more is closed. */
  async leave(): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    // A login may have used up a refresh token, and the next one is not kept yet; it outlives its request.
    await this.sessions.finished();
    await this.wire.close();
  }

  private shared(): this {
    this.users += 1;
    return this;
  }
}
