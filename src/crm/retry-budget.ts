/** What a call adds to the budget. */
const SHARE = 0.6;

/** What there is at most, and to begin with. */
const RESERVE = 50;

/**
 * How many calls may be repeated, of all that go to one CRM: six for every ten that are made, and fifty at once after
 * a quiet time. So a CRM that is down gets at most 1.6 times the calls, and not eleven times as many.
 *
 * A CRM that fails 30% of its calls needs 0.3 / (1 - 0.3) = 0.43 repeats for each, with a variance of 0.61. What is
 * left grows by 0.17 with each call then, and the chance that the reserve is ever used up, by a random walk against
 * that drift, is about exp(-2 · 0.17 · 50 / 0.61), or 1 in 10^12.
 */
export class RetryBudget {
  private left = RESERVE;

  /** A call is made for the first time. */
  called(): void {
    this.left = Math.min(RESERVE, this.left + SHARE);
  }

  /** @returns whether a call may be repeated; then it is counted */
  take(): boolean {
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
